//! What the checks found in a scenario, place by place.

use std::collections::{BTreeMap, BTreeSet};

use super::{Change, FindingDiff, Stand, exchanges::Places};
use crate::{
    checks,
    evidence::REDACTED,
    exchange::{Finding, Origin, OutcomeKind, Problem, ScenarioRecord, Severity},
};

/// One side's findings of one check.
struct Asked<'a> {
    /// What came of it; a failure wins over what is accepted beside it.
    finding: &'a Finding,
    /// The places where the rule is broken, in order.
    places: Vec<Place>,
    broken: BTreeMap<Place, Broken<'a>>,
    /// How many problems there are at each place.
    numbers: BTreeMap<Option<String>, usize>,
}

/// A place of a check, and which of several problems there it is.
type Place = (Option<String>, usize);

/// The rule is broken at a place.
struct Broken<'a> {
    /// The place in the side's own words.
    at: Option<&'a str>,
    problem: Option<&'a Problem>,
    severity: Severity,
    known: Option<&'a str>,
}

/// One side of a comparison, check by check.
pub(super) struct Judged<'a> {
    origin: Origin,
    by_check: BTreeMap<&'a str, Asked<'a>>,
}

impl<'a> Judged<'a> {
    /// The findings of a scenario, with places in the words of NEW.
    pub(super) fn new(scenario: &'a ScenarioRecord, origin: Origin, places: &Places) -> Self {
        let mut by_check: BTreeMap<&str, Asked<'_>> = BTreeMap::new();
        for finding in scenario.findings.iter().flatten() {
            let asked = by_check.entry(&finding.check).or_insert_with(|| Asked {
                finding,
                places: Vec::new(),
                broken: BTreeMap::new(),
                numbers: BTreeMap::new(),
            });
            if asked.finding.known.is_some() {
                asked.finding = finding;
            }
            if finding.outcome == OutcomeKind::Fail {
                asked.add(finding, places);
            }
        }
        Self { origin, by_check }
    }

    /// The checks that were asked.
    pub(super) fn checks(&self) -> impl Iterator<Item = &'a str> {
        self.by_check.keys().copied()
    }

    /// Whether a scenario without a verdict of a check may only not show what it takes.
    fn may_hide(&self, check: &str) -> bool {
        let Some(asked) = self.by_check.get(check) else {
            return true;
        };
        match asked.finding.outcome {
            OutcomeKind::Pass | OutcomeKind::Fail | OutcomeKind::NotApplicable => false,
            // In a run, what was not observed did not happen; a page and a redacted secret leave that open.
            OutcomeKind::NotObserved => {
                self.origin == Origin::Report || asked.finding.reason.as_deref() == Some(REDACTED)
            }
            OutcomeKind::Blocked | OutcomeKind::Broken => true,
        }
    }

    fn stand(&self, check: &str, place: &Place) -> Option<Stand> {
        let asked = self.by_check.get(check)?;
        let Some(broken) = asked.broken.get(place) else {
            // The rule is broken elsewhere, not here.
            let kept = asked.finding.outcome == OutcomeKind::Fail;
            return Some(Stand {
                outcome: if kept {
                    OutcomeKind::Pass
                } else {
                    asked.finding.outcome
                },
                severity: asked.finding.severity,
                expected: None,
                observed: None,
                reason: asked.finding.reason.clone(),
            });
        };
        Some(Stand {
            outcome: OutcomeKind::Fail,
            severity: broken.severity,
            expected: broken.problem.map(|problem| problem.expected.clone()),
            observed: broken.problem.map(|problem| problem.observed.clone()),
            reason: broken.known.map(str::to_owned),
        })
    }

    fn broken(&self, check: &str, place: &Place) -> Option<&Broken<'a>> {
        self.by_check.get(check)?.broken.get(place)
    }

    fn places(&self, check: &str) -> impl Iterator<Item = &Place> {
        let asked = self.by_check.get(check);
        asked.into_iter().flat_map(|asked| &asked.places)
    }
}

impl<'a> Asked<'a> {
    fn add(&mut self, finding: &'a Finding, places: &Places) {
        let mut add = |problem: Option<&'a Problem>| {
            let at = problem.map(|problem| problem.at.as_str());
            let at_new = at.map(|at| places.of(at));
            let number = self.numbers.entry(at_new.clone()).or_default();
            *number += 1;
            let place = (at_new, *number);
            let lower = problem.and_then(|problem| problem.severity);
            let severity = lower.map_or(finding.severity, |lower| lower.min(finding.severity));
            let broken = Broken {
                at,
                problem,
                severity,
                known: finding.known.as_deref(),
            };
            self.places.push(place.clone());
            self.broken.insert(place, broken);
        };
        if finding.problems.is_empty() {
            add(None);
        }
        finding.problems.iter().map(Some).for_each(add);
    }
}

/// What became of every rule that is or was broken, and of those that are no longer judged; in the order of the checks,
/// those that are not known today last.
pub(super) fn compare(old: Option<&Judged<'_>>, new: Option<&Judged<'_>>) -> Vec<FindingDiff> {
    let asked: BTreeSet<&str> = [old, new]
        .into_iter()
        .flatten()
        .flat_map(Judged::checks)
        .collect();
    let known = checks::all().map(|check| check.id);
    let known: Vec<&str> = known.filter(|id| asked.contains(id)).collect();
    let listed: BTreeSet<&str> = known.iter().copied().collect();
    let unknown = asked.difference(&listed).copied();
    known
        .iter()
        .copied()
        .chain(unknown)
        .flat_map(|check| compare_check(check, old, new))
        .collect()
}

fn compare_check(
    check: &str,
    old: Option<&Judged<'_>>,
    new: Option<&Judged<'_>>,
) -> Vec<FindingDiff> {
    let of = |side: Option<&Judged<'_>>| -> Vec<Place> {
        side.map(|side| side.places(check).cloned().collect())
            .unwrap_or_default()
    };
    let (of_old, of_new) = (of(old), of(new));
    let in_new: BTreeSet<&Place> = of_new.iter().collect();
    let gone = of_old.iter().filter(|place| !in_new.contains(place));
    let mut diffs: Vec<_> = of_new
        .iter()
        .chain(gone)
        .filter_map(|place| compare_place(check, place, old, new))
        .collect();
    if diffs.is_empty()
        && let (Some(old), Some(new)) = (old, new)
    {
        diffs.extend(no_longer_judged(check, old, new));
    }
    diffs
}

fn compare_place(
    check: &str,
    place: &Place,
    old: Option<&Judged<'_>>,
    new: Option<&Judged<'_>>,
) -> Option<FindingDiff> {
    let was = old.and_then(|old| old.broken(check, place));
    let is = new.and_then(|new| new.broken(check, place));
    let hides = |side: Option<&Judged<'_>>| side.is_none_or(|side| side.may_hide(check));
    let change = match (was, is) {
        (Some(was), Some(is)) if is.severity > was.severity && is.known.is_none() => {
            Change::NewlyBroken
        }
        (Some(_), Some(_)) => Change::StillBroken,
        (None, Some(is)) if is.known.is_some() => return None,
        (None, Some(_)) if hides(old) => Change::BrokenUnseen,
        (None, Some(_)) => Change::NewlyBroken,
        (Some(_), None) if leaves_open(check, new) => Change::NoLongerShown,
        (Some(_), None) => Change::Mended,
        (None, None) => return None,
    };
    let broken = is.or(was)?;
    Some(FindingDiff {
        check: check.to_owned(),
        at: broken.at.map(str::to_owned),
        change,
        severity: broken.severity,
        old: old.and_then(|old| old.stand(check, place)),
        new: new.and_then(|new| new.stand(check, place)),
    })
}

/// Whether NEW does not say that a rule is kept: what was not observed again was not mended.
fn leaves_open(check: &str, new: Option<&Judged<'_>>) -> bool {
    let asked = new.and_then(|new| new.by_check.get(check));
    asked.is_none_or(|asked| {
        matches!(
            asked.finding.outcome,
            OutcomeKind::NotObserved | OutcomeKind::Blocked | OutcomeKind::Broken
        )
    })
}

fn no_longer_judged(check: &str, old: &Judged<'_>, new: &Judged<'_>) -> Option<FindingDiff> {
    let was = old.by_check.get(check)?;
    let is = new.by_check.get(check)?;
    let kept = was.finding.outcome == OutcomeKind::Pass && leaves_open(check, Some(new));
    let nowhere = (None, 0);
    kept.then(|| FindingDiff {
        check: check.to_owned(),
        at: None,
        change: Change::NoLongerJudged,
        severity: is.finding.severity,
        old: old.stand(check, &nowhere),
        new: new.stand(check, &nowhere),
    })
}
