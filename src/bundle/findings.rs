//! The findings of a record beside those that judging it again gives.

use std::collections::BTreeSet;

use serde::Serialize;

use super::catalogue::{self, Catalogue};
use crate::{
    check::{Finding, OutcomeKind, Selection, judge_scenario},
    checks,
    evidence::REDACTED,
    exchange::{Judged, Problem, Record, ScenarioRecord},
};

/// How findings compare.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Compared {
    /// Checks that were asked again.
    pub judged: usize,
    /// Findings that came out the same.
    pub same: usize,
    /// Findings about a secret whose name stands in its place: they could only be made before, and rest on the word of
    /// whoever wrote the bundle.
    pub on_word: usize,
    /// Findings that were accepted for now when they were made.
    pub accepted: usize,
    /// Findings that came out otherwise.
    #[serde(skip)]
    pub(super) differing: Vec<Differing>,
}

/// A finding that came out otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Differing {
    /// The scenario and the check, and what differs.
    pub(super) what: String,
    /// What explains it besides an edit.
    pub(super) cause: Option<&'static str>,
}

/// Puts the words that judging again gives in the place of those in the record. They differ where a text was cut short before
/// a name took the place of a secret or of a host in it.
///
/// # Errors
///
/// A finding that comes out otherwise in more than its words.
pub(super) fn settle(record: &mut Record) -> Result<(), String> {
    let Some(judged) = &record.judged else {
        return Ok(());
    };
    let selection = selection(judged);
    let mut compared = Compared::default();
    let mut settled = Vec::new();
    for scenario in &record.scenarios {
        let again = judge_scenario(record, scenario, &selection);
        let mut before = scenario.findings.clone().unwrap_or_default();
        for finding in &mut before {
            let found = again.iter().find(|found| found.check == finding.check);
            if let Some(found) = found.filter(|found| !is_redacted(found)) {
                reword(finding, found);
            }
        }
        let mut one = One {
            scenario,
            listed: None,
            profiles_changed: false,
            compared: &mut compared,
        };
        one.compare(&before, &again);
        settled.push(scenario.findings.is_some().then_some(before));
    }
    if let Some(first) = compared.differing.into_iter().next() {
        return Err(first.what);
    }
    for (scenario, findings) in record.scenarios.iter_mut().zip(settled) {
        scenario.findings = findings;
    }
    Ok(())
}

/// Gives a finding the words of another one that says the same of the same places.
fn reword(finding: &mut Finding, again: &Finding) {
    if finding.outcome != again.outcome {
        return;
    }
    let mut left: Vec<&Problem> = again.problems.iter().collect();
    for problem in &mut finding.problems {
        if let Some(at) = left.iter().position(|found| found.at == problem.at) {
            problem.clone_from(left.remove(at));
        }
    }
    finding.reason.clone_from(&again.reason);
}

fn selection(judged: &Judged) -> Selection {
    Selection {
        patterns: judged.checks.clone(),
        profiles: judged.profiles.clone(),
    }
}

/// Whether a check has no verdict because a name stands in a secret's place.
fn is_redacted(finding: &Finding) -> bool {
    finding.outcome == OutcomeKind::NotObserved && finding.reason.as_deref() == Some(REDACTED)
}

/// Judges the record again, the checks that were asked when it was made, and compares.
///
/// `profiles_changed`: the profiles of the bundle are not those of this program.
pub(super) fn compare(
    record: &Record,
    judged: &Judged,
    listed: Option<&Catalogue>,
    profiles_changed: bool,
) -> Compared {
    let selection = selection(judged);
    let mut compared = Compared::default();
    for scenario in &record.scenarios {
        let again = judge_scenario(record, scenario, &selection);
        let mut one = One {
            scenario,
            listed,
            profiles_changed,
            compared: &mut compared,
        };
        one.compare(scenario.findings.as_deref().unwrap_or_default(), &again);
    }
    compared
}

struct One<'a> {
    scenario: &'a ScenarioRecord,
    listed: Option<&'a Catalogue>,
    profiles_changed: bool,
    compared: &'a mut Compared,
}

impl One<'_> {
    fn compare(&mut self, before: &[Finding], again: &[Finding]) {
        let mut met = BTreeSet::new();
        for finding in again {
            met.insert(finding.check.as_str());
            self.compared.judged += 1;
            let parts: Vec<_> = before
                .iter()
                .filter(|part| part.check == finding.check)
                .collect();
            self.compare_one(&parts, finding);
        }
        let more = before
            .iter()
            .filter(|finding| !met.contains(finding.check.as_str()));
        for finding in more {
            let what = format!("says {}, and the check is not asked", said(finding));
            self.differ(&finding.check, &what);
        }
        let order = |findings: &[Finding]| {
            let mut ids: Vec<_> = findings
                .iter()
                .map(|finding| finding.check.clone())
                .collect();
            ids.dedup();
            ids
        };
        let (one, other) = (order(before), order(again));
        if one.len() == other.len() && one != other && self.compared.differing.is_empty() {
            self.differ("findings", "stand in another order");
        }
    }

    /// A finding, which known deviations may have split, and what came out.
    fn compare_one(&mut self, parts: &[&Finding], again: &Finding) {
        let Some(first) = parts.first() else {
            self.differ(
                &again.check,
                &format!("is missing; judged again, it is {}", said(again)),
            );
            return;
        };
        self.compared.accepted += parts.iter().filter(|part| part.known.is_some()).count();
        let mut problems: Vec<_> = parts.iter().flat_map(|part| &part.problems).collect();
        let mut expected: Vec<_> = again.problems.iter().collect();
        let key = |problem: &&Problem| {
            (
                problem.at.clone(),
                problem.expected.clone(),
                problem.observed.clone(),
            )
        };
        problems.sort_by_key(key);
        expected.sort_by_key(key);
        let same_head = parts.iter().all(|part| {
            part.outcome == again.outcome
                && part.severity == again.severity
                && part.reason == again.reason
        });
        if same_head && problems == expected {
            self.compared.same += 1;
        } else if is_redacted(again) {
            self.compared.on_word += 1;
        } else if said(first) == said(again) {
            self.differ(
                &again.check,
                &format!("says {} in other words or places", said(again)),
            );
        } else {
            let what = format!("says {}; judged again, it is {}", said(first), said(again));
            self.differ(&again.check, &what);
        }
    }

    fn differ(&mut self, check: &str, what: &str) {
        let what = format!("{}: {check} {what}", self.scenario.id);
        let cause = self.cause(check);
        self.compared.differing.push(Differing { what, cause });
    }

    /// What explains a difference besides an edit, going by the bundle's list of checks.
    fn cause(&self, check: &str) -> Option<&'static str> {
        let then = self.listed?.find(check);
        let now = checks::find(check).filter(|found| found.id == check);
        match (then, now) {
            (None, Some(_)) => Some("the check was added since"),
            (Some(_), None) => Some("the check was removed since"),
            (Some(then), Some(now)) if then.version != catalogue::version(now) => {
                Some("the check changed since")
            }
            (Some(_), Some(_)) if self.profiles_changed => Some("a profile changed since"),
            (Some(_), Some(_)) | (None, None) => None,
        }
    }
}

/// A finding in a few words.
fn said(finding: &Finding) -> String {
    let outcome = match finding.outcome {
        OutcomeKind::Pass => return "pass".to_owned(),
        OutcomeKind::Fail => return format!("fail ({})", finding.severity.word()),
        OutcomeKind::NotApplicable => "not applicable",
        OutcomeKind::NotObserved => "not observed",
        OutcomeKind::Blocked => "blocked",
        OutcomeKind::Broken => "broken",
    };
    outcome.to_owned()
}
