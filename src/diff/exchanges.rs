//! The exchanges of a scenario that both have: which is which, and what differs.

use super::{
    ExchangeDiff, Presence, Presences, ValueChange, json::Differences, message, pairs::Pairs,
    volatile::Known,
};
use crate::{
    evidence::Seen,
    exchange::{Exchange, ScenarioRecord},
};

/// An exchange and its name in the places of findings.
pub(super) struct Named<'a> {
    pub(super) label: String,
    exchange: &'a Exchange,
}

/// The exchanges of a scenario, in order.
pub(super) fn named(scenario: &ScenarioRecord) -> Vec<Named<'_>> {
    let seen = Seen::all(scenario).into_iter();
    seen.map(|seen| Named {
        label: seen.label,
        exchange: seen.exchange,
    })
    .collect()
}

/// Pairs by step, as far as both records know steps, then by title, then by what the exchange is for.
pub(super) fn pair(old: &[Named<'_>], new: &[Named<'_>]) -> Pairs {
    let mut pairs = Pairs::new(old.len(), new.len());
    let (old, new) = (
        |at: usize| old.get(at).map(|named| named.exchange),
        |at: usize| new.get(at).map(|named| named.exchange),
    );
    pairs.by(|at| old(at)?.step.as_ref(), |at| new(at)?.step.as_ref());
    pairs.by(|at| Some(&old(at)?.title), |at| Some(&new(at)?.title));
    let action = |exchange: &Exchange| exchange.action.map(crate::evidence::action_name);
    pairs.by(|at| action(old(at)?), |at| action(new(at)?));
    pairs
}

/// What differs, and how many exchanges both have.
pub(super) fn compare(
    old: &[Named<'_>],
    new: &[Named<'_>],
    pairs: &Pairs,
    count_volatile: bool,
) -> (Vec<ExchangeDiff>, Presences) {
    let mut known = Known::default();
    let both = |pair: &(Option<usize>, Option<usize>)| {
        Some((old.get(pair.0?)?.exchange, new.get(pair.1?)?.exchange))
    };
    for (old, new) in pairs.list().iter().filter_map(both) {
        let nothing = Known::default();
        let mut found = Differences::new(&nothing);
        message::compare(&mut found, old, new);
        known.learn(&found.list);
    }
    let mut presences = Presences::default();
    let mut diffs = Vec::new();
    for (of_old, of_new) in pairs.list() {
        let (of_old, of_new) = (
            of_old.and_then(|at| old.get(at)),
            of_new.and_then(|at| new.get(at)),
        );
        let presence = presences.count(of_old.is_some(), of_new.is_some());
        let Some(named) = of_new.or(of_old) else {
            continue;
        };
        let mut found = Differences::new(&known);
        if let (Some(old), Some(new)) = (of_old, of_new) {
            message::compare(&mut found, old.exchange, new.exchange);
        }
        let counts = |change: &ValueChange| change.volatile.is_none() || count_volatile;
        let (changes, volatile) = found.list.into_iter().partition(counts);
        let diff = ExchangeDiff {
            name: named.label.clone(),
            title: named.exchange.title.clone(),
            presence,
            changes,
            volatile,
        };
        if presence != Presence::Both || !diff.changes.is_empty() || !diff.volatile.is_empty() {
            diffs.push(diff);
        }
    }
    (diffs, presences)
}

/// The places of OLD's findings, as NEW names the same exchange.
pub(super) struct Places(Vec<(String, String)>);

impl Places {
    pub(super) fn new(old: &[Named<'_>], new: &[Named<'_>], pairs: &Pairs) -> Self {
        let labels = pairs.list().into_iter().filter_map(|(of_old, of_new)| {
            let (old, new) = (old.get(of_old?)?, new.get(of_new?)?);
            Some((old.label.clone(), new.label.clone()))
        });
        let mut labels: Vec<_> = labels.collect();
        // `token-2#/scope` begins with `token`, too.
        labels.sort_by_key(|(old, _)| std::cmp::Reverse(old.len()));
        Self(labels)
    }

    /// The place in NEW's words.
    pub(super) fn of(&self, at: &str) -> String {
        let named = self.0.iter().find_map(|(old, new)| {
            let rest = at.strip_prefix(old.as_str())?;
            let ends = rest.is_empty() || rest.starts_with(['#', '@', '!']);
            ends.then(|| format!("{new}{rest}"))
        });
        named.unwrap_or_else(|| at.to_owned())
    }
}
