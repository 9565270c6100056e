//! What the page says of a rule, from the check's own metadata.

use std::{collections::HashMap, sync::OnceLock};

use super::{markup::Markup, prose};
use crate::{check::Check, checks, spec::Spec};

/// Every check by its id and by its aliases, with its place in the order of reports.
pub(super) struct Rules {
    by_id: HashMap<&'static str, (usize, &'static Check)>,
    /// Their statements, by place, each made when it is first asked for.
    statements: Vec<OnceLock<Markup>>,
}

/// A rule as the page shows it.
pub(super) struct RuleView<'a> {
    pub(super) id: Markup,
    pub(super) cites: Vec<CiteView>,
    pub(super) statement: Option<&'a Markup>,
    pub(super) level: Option<&'static str>,
    pub(super) note: Option<Markup>,
    pub(super) remedy: Option<Markup>,
}

/// A section that states a rule.
pub(super) struct CiteView {
    pub(super) text: String,
    pub(super) url: String,
}

impl Rules {
    /// The rules of today's checks.
    pub(super) fn new() -> Self {
        let mut by_id = HashMap::new();
        let mut statements = Vec::new();
        for (order, check) in checks::all().enumerate() {
            for id in std::iter::once(&check.id).chain(check.aliases) {
                by_id.entry(*id).or_insert((order, check));
            }
            statements.push(OnceLock::new());
        }
        Self { by_id, statements }
    }

    /// The check of an id, and its place.
    pub(super) fn find(&self, id: &str) -> Option<(usize, &'static Check)> {
        self.by_id.get(id).copied()
    }

    /// What the rule of a check's id asks for.
    pub(super) fn statement(&self, id: &str) -> Option<&Markup> {
        let (order, check) = self.find(id)?;
        let statement = self.statements.get(order)?;
        Some(statement.get_or_init(|| prose::inline(check.statement)))
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
    pub(super) fn view(&self, id: &str) -> RuleView<'_> {
        let check = self.find(id).map(|(_, check)| check);
        RuleView {
            id: Markup::line(id),
            cites: check.map(cites).unwrap_or_default(),
            statement: self.statement(id),
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
