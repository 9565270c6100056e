//! What a check found in a scenario, as plain data.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a check found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Finding {
    /// The check's id.
    pub check: String,
    /// What came of it.
    pub outcome: OutcomeKind,
    /// What it weighs.
    pub severity: Severity,
    /// The places where the rule is broken.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub problems: Vec<Problem>,
    /// Why there is no verdict.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Why it is accepted for now (`--known-deviations`); it is shown and not counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known: Option<String>,
}

/// What a violation weighs.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Something could be better.
    Suggestion,
    /// A recommendation is not followed.
    Warning,
    /// A rule is broken.
    Failure,
}

/// The kinds of outcome that a finding can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum OutcomeKind {
    /// The rule is kept.
    Pass,
    /// The rule is broken.
    Fail,
    /// The rule does not apply.
    NotApplicable,
    /// The record does not show it.
    NotObserved,
    /// Something else went wrong first.
    Blocked,
    /// The check itself failed: a mistake of ours.
    Broken,
}

/// One place where a rule is broken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Problem {
    /// Where: `step#JSON-pointer`, `step@header` or `step!status`.
    pub at: String,
    /// What the rule asks for there.
    pub expected: String,
    /// What the record shows there.
    pub observed: String,
    /// A severity below the check's own, for a part of the rule that weighs less.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub severity: Option<Severity>,
}

impl Problem {
    /// A problem of the check's own severity.
    pub fn new(
        at: impl Into<String>,
        expected: impl Into<String>,
        observed: impl Into<String>,
    ) -> Self {
        Self {
            at: cut(at.into()),
            expected: expected.into(),
            observed: cut(observed.into()),
            severity: None,
        }
    }

    /// The same problem, with a severity below the check's own.
    #[must_use]
    pub fn only(mut self, severity: Severity) -> Self {
        self.severity = Some(severity);
        self
    }
}

/// The characters of a target's text that a finding shows at most.
const SHOWN: usize = 200;

/// The beginning of a text that a target may have made as long as it likes.
fn cut(mut text: String) -> String {
    if let Some((end, _)) = text.char_indices().nth(SHOWN) {
        text.truncate(end);
        text.push('…');
    }
    text
}

impl Severity {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Failure => "failure",
            Self::Warning => "warning",
            Self::Suggestion => "suggestion",
        }
    }
}
