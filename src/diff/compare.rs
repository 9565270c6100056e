//! The comparison of two records.

use std::collections::BTreeSet;

use super::{
    Checks, Comparison, Findings, Presences, ScenarioDiff, Side, Totals,
    exchanges::{self, Places},
    findings::{self, Judged},
    pairs::Pairs,
    specs,
};
use crate::exchange::{Record, ScenarioRecord};

/// How to compare.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Whether differences in volatile values count as changes.
    pub count_volatile: bool,
}

/// One of the two records, and what to say of it.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// The record, judged.
    pub record: &'a Record,
    /// Where it was read from.
    pub source: &'a str,
    /// Where its findings come from.
    pub findings: Findings,
}

/// Compares two records that were judged.
pub fn compare(old: Input<'_>, new: Input<'_>, options: Options) -> Comparison {
    let (of_old, of_new) = (&old.record.scenarios, &new.record.scenarios);
    let mut totals = Totals::default();
    let mut scenarios = Vec::new();
    let mut asked = [BTreeSet::new(), BTreeSet::new()];
    for (of_old, of_new) in pair(of_old, of_new).list() {
        let sides = Sides {
            old: of_old.and_then(|at| Some((old.record, old.record.scenarios.get(at)?))),
            new: of_new.and_then(|at| Some((new.record, new.record.scenarios.get(at)?))),
        };
        let presence = totals
            .scenarios
            .count(sides.old.is_some(), sides.new.is_some());
        let Some((_, scenario)) = sides.new.or(sides.old) else {
            continue;
        };
        let (specs, of_specs) = specs::compare(sides.old.map(of), sides.new.map(of));
        let (exchanges, of_exchanges) = sides.exchanges(options);
        let old_id = sides.old.map(|(_, old)| old.id.clone());
        let diff = ScenarioDiff {
            id: scenario.id.clone(),
            old_id: old_id.filter(|id| *id != scenario.id),
            title: scenario.title.clone(),
            presence,
            specs,
            findings: sides.findings(&mut asked),
            exchanges,
        };
        totals.add(&diff);
        totals.specs.add(of_specs);
        totals.exchanges.add(of_exchanges);
        scenarios.push(diff);
    }
    Comparison {
        format: Comparison::FORMAT,
        version: Comparison::VERSION,
        tool: Record::tool(),
        old: side(old),
        new: side(new),
        totals,
        checks: checks(asked),
        scenarios,
    }
}

/// The same id, or else the same feature and name: a page may not show the category.
fn pair(old: &[ScenarioRecord], new: &[ScenarioRecord]) -> Pairs {
    let mut pairs = Pairs::new(old.len(), new.len());
    pairs.by(|at| Some(&old.get(at)?.id), |at| Some(&new.get(at)?.id));
    let page = |scenario: &ScenarioRecord| scenario.page_name();
    pairs.by(|at| Some(page(old.get(at)?)), |at| Some(page(new.get(at)?)));
    pairs
}

fn of<'a>((_, scenario): (&'a Record, &'a ScenarioRecord)) -> &'a ScenarioRecord {
    scenario
}

/// A scenario in both records, or in one.
struct Sides<'a> {
    old: Option<(&'a Record, &'a ScenarioRecord)>,
    new: Option<(&'a Record, &'a ScenarioRecord)>,
}

impl<'a> Sides<'a> {
    fn exchanges(&self, options: Options) -> (Vec<super::ExchangeDiff>, Presences) {
        let (Some(old), Some(new)) = (self.old, self.new) else {
            return (Vec::new(), Presences::default());
        };
        let (old, new) = (exchanges::named(old.1), exchanges::named(new.1));
        let pairs = exchanges::pair(&old, &new);
        exchanges::compare(&old, &new, &pairs, options.count_volatile)
    }

    fn findings(&self, asked: &mut [BTreeSet<&'a str>; 2]) -> Vec<super::FindingDiff> {
        let named = |side: Option<(&'a Record, &'a ScenarioRecord)>| {
            side.map(|(_, scenario)| exchanges::named(scenario))
                .unwrap_or_default()
        };
        let (of_old, of_new) = (named(self.old), named(self.new));
        let places = Places::new(&of_old, &of_new, &exchanges::pair(&of_old, &of_new));
        let same = Places::new(&[], &[], &Pairs::new(0, 0));
        let old = self
            .old
            .map(|(record, scenario)| Judged::new(scenario, record.origin, &places));
        let new = self
            .new
            .map(|(record, scenario)| Judged::new(scenario, record.origin, &same));
        if let (Some(old), Some(new)) = (&old, &new) {
            let [of_old, of_new] = asked;
            of_old.extend(old.checks());
            of_new.extend(new.checks());
        }
        findings::compare(old.as_ref(), new.as_ref())
    }
}

fn checks([old, new]: [BTreeSet<&str>; 2]) -> Checks {
    let only = |one: &BTreeSet<&str>, other: &BTreeSet<&str>| {
        one.difference(other).map(|id| (*id).to_owned()).collect()
    };
    Checks {
        appeared: only(&new, &old),
        disappeared: only(&old, &new),
    }
}

fn side(input: Input<'_>) -> Side {
    let record = input.record;
    Side {
        source: input.source.to_owned(),
        origin: record.origin,
        time: record.time,
        target: record.target.clone(),
        findings: input.findings,
        cut_short: record.interrupted || record.out_of_time,
        scenarios: record.scenarios.len(),
    }
}
