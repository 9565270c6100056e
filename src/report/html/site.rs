//! Where everything is on the page: scenarios, exchanges and findings with the names by which links reach them.

use std::collections::HashMap;

use super::{
    anchors::{Anchors, slug},
    findings::Kind,
    markup::Markup,
    rules::Rules,
};
use crate::{
    exchange::{Exchange, Finding, Record, ScenarioRecord, Severity},
    spec::Spec,
};

/// The parts of a page.
pub(super) struct Site<'a> {
    pub(super) record: &'a Record,
    pub(super) rules: Rules,
    pub(super) scenarios: Vec<ScenarioSite<'a>>,
    /// The documents that the findings' rules are in, by name.
    pub(super) specs: Vec<Spec>,
    /// The checks that found something, whatever it was.
    pub(super) checks: Vec<&'a str>,
}

/// Gives each check that found something a number.
#[derive(Default)]
struct Checks<'a> {
    numbers: HashMap<&'a str, usize>,
    ids: Vec<&'a str>,
    last: usize,
}

impl<'a> Checks<'a> {
    fn number(&mut self, id: &'a str) -> usize {
        // Most scenarios have the same checks in the same order.
        let next = self.last + 1;
        self.last = match self.ids.get(next) {
            Some(known) if *known == id => next,
            _ => self.look_up(id),
        };
        self.last
    }

    fn look_up(&mut self, id: &'a str) -> usize {
        *self.numbers.entry(id).or_insert_with(|| {
            self.ids.push(id);
            self.ids.len() - 1
        })
    }
}

/// A scenario and its parts.
pub(super) struct ScenarioSite<'a> {
    pub(super) record: &'a ScenarioRecord,
    pub(super) id: String,
    /// A short name, as `feature/name`.
    pub(super) name: String,
    pub(super) exchanges: Vec<ExchangeSite<'a>>,
    pub(super) findings: Vec<FindingSite<'a>>,
    by_label: HashMap<String, usize>,
    /// A link to the scenario.
    pub(super) link: Markup,
}

/// An exchange with its name in findings.
pub(super) struct ExchangeSite<'a> {
    pub(super) exchange: &'a Exchange,
    pub(super) label: String,
    pub(super) id: String,
}

/// A finding.
pub(super) struct FindingSite<'a> {
    pub(super) finding: &'a Finding,
    /// Empty where it needs no fixing; see [`ScenarioSite::other_id`].
    pub(super) id: String,
    /// The check's number among those of all findings.
    pub(super) check: usize,
    /// Of the finding, here because a page has many: whoever counts them need not go to each.
    pub(super) kind: Kind,
    pub(super) severity: Severity,
}

/// A finding by the numbers of its scenario and of itself in it.
#[derive(Clone, Copy)]
pub(super) struct At {
    pub(super) scenario: usize,
    pub(super) finding: usize,
}

impl<'a> Site<'a> {
    pub(super) fn new(record: &'a Record) -> Self {
        let rules = Rules::new();
        let mut anchors = Anchors::default();
        let mut checks = Checks::default();
        let scenarios = record.scenarios.iter().zip(1..);
        let scenarios = scenarios
            .map(|(scenario, number)| {
                ScenarioSite::new(scenario, number, &mut anchors, &mut checks)
            })
            .collect();
        let checks = checks.ids;
        let mut specs: Vec<Spec> = checks.iter().flat_map(|check| rules.specs(check)).collect();
        specs.sort_by_cached_key(|spec| (!matches!(spec, Spec::Rfc(_)), *spec));
        specs.dedup();
        Self {
            record,
            rules,
            scenarios,
            specs,
            checks,
        }
    }

    /// Every finding, scenario by scenario.
    pub(super) fn findings(&self) -> impl Iterator<Item = (At, &FindingSite<'a>)> {
        let scenarios = self.scenarios.iter().enumerate();
        scenarios.flat_map(|(scenario, site)| {
            let findings = site.findings.iter().enumerate();
            findings.map(move |(finding, site)| (At { scenario, finding }, site))
        })
    }

    /// The numbers of the documents that a check cites, as the filter names them.
    pub(super) fn spec_numbers(&self, check: &str) -> String {
        let specs = self.rules.specs(check);
        let numbers = specs.iter().filter_map(|spec| {
            let number = self.specs.iter().position(|known| known == spec)?;
            Some(number.to_string())
        });
        numbers.collect::<Vec<_>>().join(" ")
    }
}

impl<'a> ScenarioSite<'a> {
    fn new(
        record: &'a ScenarioRecord,
        number: usize,
        anchors: &mut Anchors,
        checks: &mut Checks<'a>,
    ) -> Self {
        let name = short_name(record, number);
        let words = slug(&name);
        let mut by_label = HashMap::new();
        let mut exchanges = Vec::new();
        for (label, exchange) in record.labeled_exchanges() {
            by_label.insert(label.clone(), exchanges.len());
            exchanges.push(ExchangeSite {
                exchange,
                id: anchors.name(&format!("exchange-{words}-{}", slug(&label))),
                label,
            });
        }
        let findings = record.findings.iter().flatten();
        let id = anchors.name(&format!("scenario-{words}"));
        let findings = findings.map(|finding| {
            let kind = Kind::of(finding);
            let id = match kind {
                Kind::ToFix | Kind::Accepted => {
                    anchors.name(&format!("finding-{words}-{}", finding.check))
                }
                _ => String::new(),
            };
            FindingSite {
                finding,
                id,
                check: checks.number(&finding.check),
                kind,
                severity: finding.severity,
            }
        });
        let findings = findings.collect();
        Self {
            record,
            link: link(&id, &name),
            id,
            name,
            exchanges,
            findings,
            by_label,
        }
    }

    /// The name of a finding that needs no fixing, by its check. No other name has two hyphens in a row.
    pub(super) fn other_id(&self, check: &str) -> String {
        format!("{}--{}", self.id, slug(check))
    }

    /// The number of the exchange that a place as `register#/client_id` is in.
    pub(super) fn exchange_at(&self, at: &str) -> Option<usize> {
        let ends = at.match_indices(['#', '@', '!']);
        let mut labels = ends.filter_map(|(end, _)| self.by_label.get(at.get(..end)?));
        let whole = self.by_label.get(at);
        labels.next_back().or(whole).copied()
    }

    /// The short name as the page shows it.
    pub(super) fn shown_name(&self) -> Markup {
        Markup::name(&self.name)
    }
}

fn link(id: &str, name: &str) -> Markup {
    let mut link = Markup::default();
    link.own("<a");
    link.attribute("href", &format!("#{id}"));
    link.own(">");
    link.append(&Markup::name(name));
    link.own("</a>");
    link
}

fn short_name(record: &ScenarioRecord, number: usize) -> String {
    let mut parts: Vec<&str> = record.id.rsplit('/').take(2).collect();
    parts.reverse();
    let names = [parts.join("/"), record.heading.clone()];
    let name = names.into_iter().find(|name| !name.trim().is_empty());
    name.unwrap_or_else(|| format!("scenario {number}"))
}
