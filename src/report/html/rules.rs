//! What the page says of a rule, from the check's own metadata.

use std::collections::HashMap;

use serde::Serialize;

use super::{markup::Markup, prose};
use crate::{check::Check, checks, spec::Spec};

/// Every check by its id and by its aliases, with its place in the order of reports.
pub(super) struct Rules {
    by_id: HashMap<&'static str, (usize, &'static Check)>,
}

/// A rule as the page shows it.
#[derive(Serialize)]
pub(super) struct RuleView {
    pub(super) id: Markup,
    pub(super) cites: Vec<CiteView>,
    pub(super) statement: Option<Markup>,
    pub(super) level: Option<&'static str>,
    pub(super) note: Option<Markup>,
    pub(super) remedy: Option<Markup>,
}

/// A section that states a rule.
#[derive(Serialize)]
pub(super) struct CiteView {
    pub(super) text: String,
    pub(super) url: String,
}

impl Rules {
    /// The rules of today's checks.
    pub(super) fn new() -> Self {
        let mut by_id = HashMap::new();
        for (order, check) in checks::all().enumerate() {
            for id in std::iter::once(&check.id).chain(check.aliases) {
                by_id.entry(*id).or_insert((order, check));
            }
        }
        Self { by_id }
    }

    /// The check of an id, and its place.
    pub(super) fn find(&self, id: &str) -> Option<(usize, &'static Check)> {
        self.by_id.get(id).copied()
    }

    /// The documents that a check cites, the first of each once.
    pub(super) fn specs(&self, id: &str) -> Vec<Spec> {
        let cites = self
            .find(id)
            .map(|(_, check)| check.cites)
            .unwrap_or_default();
        let mut specs = Vec::new();
        for cite in cites {
            if !specs.contains(&cite.spec) {
                specs.push(cite.spec);
            }
        }
        specs
    }

    /// What the page says of a rule; of one that is not among today's checks, only its id.
    pub(super) fn view(&self, id: &str) -> RuleView {
        let check = self.find(id).map(|(_, check)| check);
        RuleView {
            id: Markup::line(id),
            cites: check.map(cites).unwrap_or_default(),
            statement: check.map(|check| prose::inline(check.statement)),
            level: check.map(|check| check.level.keyword()),
            note: check.and_then(|check| check.note).map(prose::inline),
            remedy: check.map(|check| prose::inline(check.remedy)),
        }
    }
}

fn cites(check: &'static Check) -> Vec<CiteView> {
    let view = |cite: &crate::spec::Citation| CiteView {
        text: cite.text(),
        url: cite.url(),
    };
    check.cites.iter().map(view).collect()
}
