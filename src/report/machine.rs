//! The machine's view, on stdout or in a file.

use std::{
    collections::{BTreeMap, HashMap},
    sync::LazyLock,
};

use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    check::Check,
    checks,
    exchange::{
        Finding, OutcomeKind, Problem, Record, ScenarioRecord, Severity, SpecOutcome, Target,
    },
    report::{tally::Specs, validations},
};

/// The machine's view of a record.
#[derive(Debug, Serialize, JsonSchema)]
pub struct JsonReport<'a> {
    /// The version of this shape.
    pub version: u32,
    /// The program that rendered it.
    pub tool: String,
    /// When the run began, in RFC 3339.
    #[serde(with = "time::serde::rfc3339")]
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub time: time::OffsetDateTime,
    /// What was run against.
    pub target: &'a Target,
    /// Whether the user stopped the run before its end.
    pub interrupted: bool,
    /// Whether the run reached its time limit before its end.
    pub out_of_time: bool,
    /// The scenarios, in order.
    pub scenarios: Vec<JsonScenario<'a>>,
    /// Numbers over all scenarios.
    pub totals: Totals,
}

/// One scenario.
#[derive(Debug, Serialize, JsonSchema)]
pub struct JsonScenario<'a> {
    /// `category/feature/name`.
    pub id: &'a str,
    /// The name of the test.
    pub title: &'a str,
    /// The file name of its page.
    pub page: String,
    /// The command that runs only this scenario again.
    pub command: &'a str,
    /// The spec lines, in order.
    pub specs: Vec<JsonSpec<'a>>,
    /// What the checks found, in order.
    pub findings: Vec<JsonFinding<'a>>,
}

/// One spec line.
#[derive(Debug, Serialize, JsonSchema)]
pub struct JsonSpec<'a> {
    /// What should be so.
    pub title: &'a str,
    /// Whether it is.
    pub outcome: SpecOutcome,
    /// Why it is not, or why it was not tried.
    pub reasons: &'a [String],
}

/// What one check found.
#[derive(Debug, Serialize, JsonSchema)]
pub struct JsonFinding<'a> {
    /// The check's id.
    pub check: &'a str,
    /// What came of it.
    pub outcome: OutcomeKind,
    /// What it weighs.
    pub severity: Severity,
    /// The first place where the rule is broken.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<&'a str>,
    /// What the rule asks for there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<&'a str>,
    /// What the record shows there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub observed: Option<&'a str>,
    /// Every place where the rule is broken, the first included.
    #[serde(skip_serializing_if = "<[Problem]>::is_empty")]
    pub places: &'a [Problem],
    /// Why there is no verdict.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<&'a str>,
    /// Why it is accepted for now; it is not counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub known: Option<&'a str>,
    /// The sections that state the rule.
    pub cites: &'static [JsonCitation],
}

/// A section that states a rule.
#[derive(Debug, Serialize, JsonSchema)]
pub struct JsonCitation {
    /// The document and the section.
    pub text: String,
    /// The address.
    pub url: String,
}

/// Numbers of findings that say something is wrong.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Weights {
    /// Failures.
    pub failures: usize,
    /// Warnings.
    pub warnings: usize,
    /// Suggestions.
    pub suggestions: usize,
}

/// Numbers over all scenarios.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Totals {
    /// Scenarios.
    pub scenarios: usize,
    /// Spec lines.
    pub specs: Specs,
    /// Findings that say something is wrong.
    pub findings: Weights,
}

/// The sections that state a check's rule.
pub(super) fn citations(id: &str) -> &'static [JsonCitation] {
    // By the checks' ids: a report with many scenarios asks for the same ones again and again.
    static CITATIONS: LazyLock<HashMap<&str, Vec<JsonCitation>>> = LazyLock::new(|| {
        let of = |check: &Check| {
            let cites = check.cites.iter().map(|cite| JsonCitation {
                text: cite.text(),
                url: cite.url(),
            });
            cites.collect()
        };
        checks::all().map(|check| (check.id, of(check))).collect()
    });
    let check = checks::find(id);
    let citations = check.and_then(|check| CITATIONS.get(check.id));
    citations.map_or(&[], Vec::as_slice)
}

impl<'a> JsonFinding<'a> {
    fn of(finding: &'a Finding) -> Self {
        let first = finding.problems.first();
        Self {
            check: &finding.check,
            outcome: finding.outcome,
            severity: finding.severity,
            at: first.map(|problem| problem.at.as_str()),
            expected: first.map(|problem| problem.expected.as_str()),
            observed: first.map(|problem| problem.observed.as_str()),
            places: &finding.problems,
            reason: finding.reason.as_deref(),
            known: finding.known.as_deref(),
            cites: citations(&finding.check),
        }
    }
}

impl Weights {
    /// The rules that the record breaks, each counted once, with the most that it weighs: one cause is one finding,
    /// however many scenarios show it.
    pub fn of(record: &Record) -> Self {
        Self::of_each(&record.scenarios)
    }

    /// The findings of one scenario.
    pub fn of_scenario(scenario: &ScenarioRecord) -> Self {
        Self::of_each(std::slice::from_ref(scenario))
    }

    fn of_each(scenarios: &[ScenarioRecord]) -> Self {
        let mut rules: BTreeMap<&str, Severity> = BTreeMap::new();
        let findings = scenarios
            .iter()
            .filter_map(|scenario| scenario.findings.as_deref());
        for finding in findings.flat_map(validations::failing) {
            let weight = rules.entry(&finding.check).or_insert(finding.severity);
            *weight = finding.severity.max(*weight);
        }
        let mut weights = Self::default();
        for severity in rules.into_values() {
            match severity {
                Severity::Failure => weights.failures += 1,
                Severity::Warning => weights.warnings += 1,
                Severity::Suggestion => weights.suggestions += 1,
            }
        }
        weights
    }
}

impl<'a> JsonReport<'a> {
    /// The version of the shape.
    pub const VERSION: u32 = 1;

    /// The view of a record.
    pub fn of(record: &'a Record) -> Self {
        let scenarios = record.scenarios.iter().map(|scenario| JsonScenario {
            id: &scenario.id,
            title: &scenario.title,
            page: scenario.page_name(),
            command: &scenario.command,
            specs: scenario
                .specs()
                .map(|spec| JsonSpec {
                    title: &spec.title,
                    outcome: spec.outcome,
                    reasons: &spec.reasons,
                })
                .collect(),
            findings: scenario
                .findings
                .iter()
                .flatten()
                .map(JsonFinding::of)
                .collect(),
        });
        Self {
            version: Self::VERSION,
            tool: Record::tool(),
            time: record.time,
            target: &record.target,
            interrupted: record.interrupted,
            out_of_time: record.out_of_time,
            scenarios: scenarios.collect(),
            totals: Totals {
                scenarios: record.scenarios.len(),
                specs: Specs::of_all(record),
                findings: Weights::of(record),
            },
        }
    }

    /// The JSON text, indented, with a line end.
    ///
    /// # Errors
    ///
    /// None that a record can cause.
    pub fn text(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string_pretty(self).map(|text| text + "\n")
    }
}
