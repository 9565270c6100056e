//! Spec lines and findings as the cases of a test report. Their names are the same from run to run, whatever came of them.

use std::{borrow::Cow, collections::HashMap};

use super::{
    machine::{JsonCitation, citations},
    place::Places,
    text::{line, one_line, plain_reason},
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
    /// The command that runs only this scenario again, on one line.
    pub(super) again: Cow<'a, str>,
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
pub(super) struct Detail<'a> {
    /// The rule's sections, each with its address.
    pub(super) cites: &'static [JsonCitation],
    pub(super) statement: Option<&'static str>,
    pub(super) reasons: Vec<Cow<'a, str>>,
    pub(super) places: Vec<PlaceDetail<'a>>,
    /// How many places are not shown.
    pub(super) more: usize,
    pub(super) remedy: Option<&'static str>,
    /// The command that runs only this scenario again.
    pub(super) again: &'a str,
}

/// A place where a rule is broken.
pub(super) struct PlaceDetail<'a> {
    pub(super) at: Cow<'a, str>,
    pub(super) expected: Cow<'a, str>,
    pub(super) observed: Cow<'a, str>,
    /// The request and what came of it, where the record has it.
    pub(super) exchange: Option<String>,
}

/// The suites of a record, one for each scenario. A finding fails from this severity on.
pub(super) fn suites(record: &Record, least: Severity) -> impl Iterator<Item = Suite<'_>> {
    let mut names = Names::default();
    record.scenarios.iter().map(move |scenario| {
        let specs = scenario.specs().map(Case::of_spec);
        let findings = scenario.findings.iter().flatten();
        let mut inside = Names(HashMap::with_capacity(findings.clone().count()));
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
            again: one_line(&scenario.command),
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

/// What the cases of a scenario count as, in their order.
pub(super) fn results(
    scenario: &ScenarioRecord,
    least: Severity,
) -> impl Iterator<Item = CaseResult> {
    let findings = scenario.findings.iter().flatten();
    let specs = scenario.specs().map(|spec| of_outcome(spec.outcome));
    specs.chain(findings.map(move |finding| result(finding, least)))
}

fn of_outcome(outcome: SpecOutcome) -> CaseResult {
    match outcome {
        SpecOutcome::Passed => CaseResult::Passed,
        SpecOutcome::Failed => CaseResult::Failed,
        SpecOutcome::NotRun => CaseResult::Skipped,
    }
}

impl<'a> Case<'a> {
    fn of_spec(spec: &'a SpecLine) -> Self {
        Self {
            family: SPECS,
            name: one_line(&spec.title),
            result: of_outcome(spec.outcome),
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
    pub(super) fn detail<'d>(&'d self, suite: &'d Suite<'_>, places: &Places<'_>) -> Detail<'d> {
        let again = suite.again.as_ref();
        let (finding, check) = match self.source {
            Source::Finding(finding, check) => (finding, check),
            Source::Spec(spec) => {
                return Detail {
                    cites: &[],
                    statement: None,
                    reasons: spec
                        .reasons
                        .iter()
                        .map(|reason| plain_reason(reason).into())
                        .collect(),
                    places: Vec::new(),
                    more: 0,
                    remedy: None,
                    again,
                };
            }
        };
        let shown = finding.problems.iter().take(MOST_PLACES);
        Detail {
            cites: citations(&finding.check),
            statement: check.map(|check| check.statement),
            reasons: finding
                .reason
                .iter()
                .map(|reason| one_line(reason))
                .collect(),
            places: shown
                .map(|problem| PlaceDetail {
                    at: one_line(&problem.at),
                    expected: one_line(&problem.expected),
                    observed: one_line(&problem.observed),
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
