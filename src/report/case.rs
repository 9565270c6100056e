//! Spec lines and findings as the cases of a test report. Their names are the same from run to run, whatever came of them.

use std::{borrow::Cow, collections::HashMap};

use super::{
    json::needs_escape,
    place::Places,
    text::{line, plain_reason},
};
use crate::{
    check::Check,
    checks,
    exchange::{
        Finding, OutcomeKind, Record, ScenarioRecord, Severity, Spec as SpecLine, SpecOutcome,
    },
};

/// Places of one finding that a test report shows.
const MOST_PLACES: usize = 5;

/// The family of the spec lines.
const SPECS: &str = "spec";

/// A scenario and its cases.
pub(super) struct Suite<'a> {
    /// The scenario's id, on one line; a second scenario of that id has a number after it.
    pub(super) name: String,
    pub(super) scenario: &'a ScenarioRecord,
    pub(super) cases: Vec<Case<'a>>,
}

/// A spec line or a finding.
pub(super) struct Case<'a> {
    /// What the rule is about, or `spec`.
    pub(super) family: &'static str,
    /// The check's id, or the spec's title, on one line.
    pub(super) name: Cow<'a, str>,
    pub(super) result: CaseResult,
    source: Source<'a>,
}

enum Source<'a> {
    Spec(&'a SpecLine),
    Finding(&'a Finding, Option<&'static Check>),
}

/// What a test report counts a case as.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum CaseResult {
    Passed,
    /// A rule is broken, and it weighs less than what fails a run.
    Noted,
    /// A rule is broken, which is accepted for now.
    Accepted,
    Failed,
    /// There should be a verdict and is none.
    Errored,
    Skipped,
}

/// What a reader of a failed case needs to know, every text on one line.
pub(super) struct Detail {
    /// The rule's sections, each with its address.
    pub(super) cites: Vec<String>,
    pub(super) statement: Option<&'static str>,
    pub(super) reasons: Vec<String>,
    pub(super) places: Vec<PlaceDetail>,
    /// How many places are not shown.
    pub(super) more: usize,
    pub(super) remedy: Option<&'static str>,
    /// The command that runs only this scenario again.
    pub(super) again: String,
}

/// A place where a rule is broken.
pub(super) struct PlaceDetail {
    pub(super) at: String,
    pub(super) expected: String,
    pub(super) observed: String,
    /// The request and what came of it, where the record has it.
    pub(super) exchange: Option<String>,
}

/// The suites of a record, one for each scenario. A finding fails from this severity on.
pub(super) fn suites(record: &Record, least: Severity) -> impl Iterator<Item = Suite<'_>> {
    let mut names = Names::default();
    record.scenarios.iter().map(move |scenario| {
        let mut inside = Names::default();
        let specs = scenario.specs().map(Case::of_spec);
        let findings = scenario.findings.iter().flatten();
        let cases = specs.chain(findings.map(|finding| Case::of_finding(finding, least)));
        let cases = cases.map(|mut case| {
            inside.tell_apart(&mut case.name);
            case
        });
        let cases = cases.collect();
        let mut name = one_line(&scenario.id);
        names.tell_apart(&mut name);
        Suite {
            name: name.into_owned(),
            scenario,
            cases,
        }
    })
}

/// How often each name was given already.
#[derive(Default)]
struct Names<'a>(HashMap<Cow<'a, str>, usize>);

impl<'a> Names<'a> {
    fn tell_apart(&mut self, name: &mut Cow<'a, str>) {
        let given = self.0.entry(name.clone()).or_default();
        *given += 1;
        if *given > 1 {
            *name = Cow::Owned(format!("{name} ({given})"));
        }
    }
}

/// The text on one line; borrowed where it is on one already.
fn one_line(text: &str) -> Cow<'_, str> {
    if text.contains(needs_escape) {
        Cow::Owned(line(text))
    } else {
        Cow::Borrowed(text)
    }
}

impl<'a> Case<'a> {
    fn of_spec(spec: &'a SpecLine) -> Self {
        Self {
            family: SPECS,
            name: one_line(&spec.title),
            result: match spec.outcome {
                SpecOutcome::Passed => CaseResult::Passed,
                SpecOutcome::Failed => CaseResult::Failed,
                SpecOutcome::NotRun => CaseResult::Skipped,
            },
            source: Source::Spec(spec),
        }
    }

    fn of_finding(finding: &'a Finding, least: Severity) -> Self {
        let check = checks::find(&finding.check);
        Self {
            family: check.map_or("check", |check| check.subject.word()),
            name: one_line(&finding.check),
            result: result(finding, least),
            source: Source::Finding(finding, check),
        }
    }

    /// What came of it, in one line.
    pub(super) fn message(&self) -> String {
        match self.source {
            Source::Spec(spec) => plain_reason(&spec.reasons.join("; ")),
            Source::Finding(finding, _) => finding_message(finding),
        }
    }

    /// What a violation of it weighs.
    pub(super) fn severity(&self) -> Severity {
        match self.source {
            Source::Spec(_) => Severity::Failure,
            Source::Finding(finding, _) => finding.severity,
        }
    }

    /// Why it is accepted for now.
    pub(super) fn accepted(&self) -> Option<String> {
        match self.source {
            Source::Spec(_) => None,
            Source::Finding(finding, _) => finding.known.as_deref().map(line),
        }
    }

    /// What a reader of a failure needs to know.
    pub(super) fn detail(&self, suite: &Suite<'_>, places: &Places<'_>) -> Detail {
        let again = line(&suite.scenario.command);
        let (finding, check) = match self.source {
            Source::Finding(finding, check) => (finding, check),
            Source::Spec(spec) => {
                return Detail {
                    cites: Vec::new(),
                    statement: None,
                    reasons: spec
                        .reasons
                        .iter()
                        .map(|reason| plain_reason(reason))
                        .collect(),
                    places: Vec::new(),
                    more: 0,
                    remedy: None,
                    again,
                };
            }
        };
        let cites = check.map_or(&[][..], |check| check.cites);
        let shown = finding.problems.iter().take(MOST_PLACES);
        Detail {
            cites: cites
                .iter()
                .map(|cite| format!("{} {}", cite.text(), cite.url()))
                .collect(),
            statement: check.map(|check| check.statement),
            reasons: finding.reason.iter().map(|reason| line(reason)).collect(),
            places: shown
                .map(|problem| PlaceDetail {
                    at: line(&problem.at),
                    expected: line(&problem.expected),
                    observed: line(&problem.observed),
                    exchange: places.exchange(&problem.at),
                })
                .collect(),
            more: finding.problems.len().saturating_sub(MOST_PLACES),
            remedy: check.map(|check| check.remedy),
            again,
        }
    }
}

fn result(finding: &Finding, least: Severity) -> CaseResult {
    match finding.outcome {
        OutcomeKind::Pass => CaseResult::Passed,
        OutcomeKind::Fail if finding.known.is_some() => CaseResult::Accepted,
        OutcomeKind::Fail if finding.severity >= least => CaseResult::Failed,
        OutcomeKind::Fail => CaseResult::Noted,
        OutcomeKind::Broken => CaseResult::Errored,
        // As the exit code has it: only a check that must judge makes the run one that could not.
        OutcomeKind::Blocked if finding.severity == Severity::Failure => CaseResult::Errored,
        OutcomeKind::Blocked | OutcomeKind::NotApplicable | OutcomeKind::NotObserved => {
            CaseResult::Skipped
        }
    }
}

fn finding_message(finding: &Finding) -> String {
    let reason = line(finding.reason.as_deref().unwrap_or_default());
    let because = |word: &str| {
        if reason.is_empty() {
            word.to_owned()
        } else {
            format!("{word}: {reason}")
        }
    };
    match (finding.outcome, finding.problems.first()) {
        (OutcomeKind::Fail, Some(problem)) => format!(
            "{}: expected {}, got {}",
            line(&problem.at),
            line(&problem.expected),
            line(&problem.observed)
        ),
        (OutcomeKind::Fail, None) => because("the rule is broken"),
        (OutcomeKind::Pass, _) => "the rule is kept".to_owned(),
        (OutcomeKind::NotApplicable, _) => because("not applicable"),
        (OutcomeKind::NotObserved, _) => because("not observed"),
        (OutcomeKind::Blocked, _) => because("blocked"),
        (OutcomeKind::Broken, _) => because("a mistake in issuercheck"),
    }
}
