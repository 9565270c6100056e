//! Known deviations: findings that a team accepts for now. They are shown, marked and not counted.

use std::ops::Range;

use time::Date;

use super::{Finding, OutcomeKind, Problem};
use crate::exchange::Record;

/// A finding that is accepted for now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deviation {
    /// The check's id.
    pub check: String,
    /// The place, as `register!status`; without it, every place.
    pub at: Option<String>,
    /// Why it is accepted.
    pub reason: String,
    /// The last day on which it is.
    pub expires: Option<Date>,
    /// Where the file says so, in bytes.
    pub span: Range<usize>,
}

/// What is to be said of a deviation itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stale {
    /// The finding no longer occurs.
    Unused,
    /// Its last day is over; the finding counts again.
    Expired(Date),
}

/// Marks the findings that are accepted; the deviations that are stale, by their place in the list. The record's own time
/// decides what is over.
pub fn accept(record: &mut Record, deviations: &[Deviation]) -> Vec<(usize, Stale)> {
    let today = record.time.date();
    let mut used = vec![false; deviations.len()];
    for scenario in &mut record.scenarios {
        let Some(findings) = scenario.findings.take() else {
            continue;
        };
        let mut marked = Vec::new();
        for finding in findings {
            split(finding, deviations, today, &mut used, &mut marked);
        }
        scenario.findings = Some(marked);
    }
    let stale = deviations
        .iter()
        .zip(used)
        .enumerate()
        .filter_map(|(index, (deviation, used))| {
            match deviation.expires.filter(|last| *last < today) {
                Some(last) => Some((index, Stale::Expired(last))),
                None if !used => Some((index, Stale::Unused)),
                None => None,
            }
        });
    stale.collect()
}

/// A finding as the accepted part of it and the rest.
fn split(
    finding: Finding,
    deviations: &[Deviation],
    today: Date,
    used: &mut [bool],
    into: &mut Vec<Finding>,
) {
    if finding.outcome != OutcomeKind::Fail {
        into.push(finding);
        return;
    }
    let mut rest: Vec<Problem> = finding.problems.clone();
    for (deviation, used) in deviations.iter().zip(used) {
        let over = deviation.expires.is_some_and(|last| last < today);
        if deviation.check != finding.check || over {
            continue;
        }
        let here = |problem: &Problem| deviation.at.as_ref().is_none_or(|at| *at == problem.at);
        let (accepted, other): (Vec<_>, Vec<_>) = rest.into_iter().partition(here);
        rest = other;
        if !accepted.is_empty() {
            *used = true;
            let known = Some(deviation.reason.clone());
            into.push(Finding {
                problems: accepted,
                known,
                ..finding.clone()
            });
        }
    }
    if !rest.is_empty() {
        into.push(Finding {
            problems: rest,
            ..finding
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::Severity;
    use time::macros::date;

    fn finding() -> Finding {
        let problems = ["register!status", "register-2!status"]
            .map(|at| Problem::new(at, "201", "200"))
            .to_vec();
        let check = "rfc7591-3.2.1-status-201".to_owned();
        Finding {
            check,
            outcome: OutcomeKind::Fail,
            severity: Severity::Failure,
            problems,
            reason: None,
            known: None,
        }
    }

    fn deviation(at: Option<&str>, expires: Option<Date>) -> Deviation {
        let at = at.map(str::to_owned);
        Deviation {
            check: finding().check,
            at,
            reason: "later".into(),
            expires,
            span: 0..0,
        }
    }

    fn marked(deviation: Deviation) -> (Vec<Option<String>>, bool) {
        let (mut used, mut into) = ([false], Vec::new());
        split(
            finding(),
            &[deviation],
            date!(2026 - 01 - 02),
            &mut used,
            &mut into,
        );
        (
            into.into_iter().map(|finding| finding.known).collect(),
            used[0],
        )
    }

    #[test]
    fn a_deviation_takes_its_place_and_leaves_the_others() {
        let later = Some("later".to_owned());
        assert_eq!(marked(deviation(None, None)), (vec![later.clone()], true));
        assert_eq!(
            marked(deviation(Some("register!status"), None)),
            (vec![later.clone(), None], true)
        );
        assert_eq!(
            marked(deviation(Some("elsewhere"), None)),
            (vec![None], false)
        );
        assert_eq!(
            marked(deviation(None, Some(date!(2026 - 01 - 02)))),
            (vec![later], true)
        );
        assert_eq!(
            marked(deviation(None, Some(date!(2026 - 01 - 01)))),
            (vec![None], false)
        );
    }
}
