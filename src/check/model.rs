//! The shape of a check and of what it yields.

use serde::Serialize;

use super::{Applies, Fixture};
use crate::{
    evidence::Evidence,
    exchange::{Probe, Problem, Severity},
    spec::Citation,
};

/// One rule of a specification, and how to tell whether a record keeps it.
#[derive(Debug)]
pub struct Check {
    /// The id: document, section and the good state.
    pub id: &'static str,
    /// Ids of other documents' requirements that state the same rule.
    pub aliases: &'static [&'static str],
    /// The sections that state the rule.
    pub cites: &'static [Citation],
    /// The rule, in one sentence of ours.
    pub statement: &'static str,
    /// The requirement's keyword, nothing else.
    pub level: Level,
    /// What a violation weighs.
    pub severity: Severity,
    /// Why the severity is not the level's, or what else a reader should know.
    pub note: Option<&'static str>,
    /// What the rule is about.
    pub subject: Subject,
    /// Whether a normal run shows it.
    pub mode: Mode,
    /// The probes that show it, where a normal run does not: the rule is asked in scenarios that have one of them.
    pub probes: &'static [Probe],
    /// When the rule applies.
    pub applies: Applies,
    /// Whether the record keeps the rule.
    pub evaluate: fn(&Evidence<'_>) -> Verdict,
    /// The cure, in one sentence.
    pub remedy: &'static str,
    /// Changes to a good record that break the rule: examples and tests in one.
    pub fails_on: &'static [Fixture],
    /// Faults of the embedded issuer that the check claims to catch.
    pub faults: &'static [&'static str],
}

/// The keyword of a requirement (RFC 2119).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// MUST, or declarative wording that is treated so.
    Must,
    /// MUST NOT.
    MustNot,
    /// REQUIRED.
    Required,
    /// SHOULD.
    Should,
    /// SHOULD NOT.
    ShouldNot,
    /// RECOMMENDED.
    Recommended,
    /// MAY, or advice that follows from a permission.
    May,
}

/// What a rule is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names are the subjects")]
pub enum Subject {
    Transport,
    Discovery,
    Jwks,
    Registration,
    RegistrationManagement,
    Token,
    AccessToken,
    Introspection,
    Revocation,
    Resource,
}

/// What it takes to see whether a rule is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// A normal run shows it.
    Passive,
    /// It needs a probe of its own.
    Active,
}

/// What asking a check yields: an outcome, or why there is none.
pub type Verdict = Result<Outcome, Blocked>;

/// Whether a rule is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is.
    Pass,
    /// It is not, in these places; at least one.
    Fail(Vec<Problem>),
}

/// Why a check has no outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Blocked {
    /// The record does not hold what is needed, for this reason.
    NotObserved(String),
    /// Something else, which another check or spec owns, went wrong first.
    By(String),
    /// The rule does not apply to the target after all, for this reason.
    Inapplicable(String),
}

impl Outcome {
    /// A failure in one place.
    pub fn fail(problem: Problem) -> Self {
        Self::Fail(vec![problem])
    }

    /// A failure in each of these places; a pass where there are none.
    pub fn of(problems: Vec<Problem>) -> Self {
        if problems.is_empty() {
            Self::Pass
        } else {
            Self::Fail(problems)
        }
    }

    /// The verdict on several places that were asked one by one: a failure where one has problems, else blocked where one
    /// could not be judged.
    ///
    /// # Errors
    ///
    /// A place could not be judged, and no other one breaks the rule.
    pub fn gather(places: impl IntoIterator<Item = Result<Vec<Problem>, Blocked>>) -> Verdict {
        let mut problems = Vec::new();
        let mut blocked = None;
        for place in places {
            match place {
                Ok(found) => problems.extend(found),
                Err(reason) => blocked = blocked.or(Some(reason)),
            }
        }
        match blocked {
            Some(blocked) if problems.is_empty() => Err(blocked),
            _ => Ok(Self::of(problems)),
        }
    }
}

impl Subject {
    /// The word for it, as `registration-management`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Transport => "transport",
            Self::Discovery => "discovery",
            Self::Jwks => "jwks",
            Self::Registration => "registration",
            Self::RegistrationManagement => "registration-management",
            Self::Token => "token",
            Self::AccessToken => "access-token",
            Self::Introspection => "introspection",
            Self::Revocation => "revocation",
            Self::Resource => "resource",
        }
    }
}

impl Level {
    /// The keyword.
    pub fn keyword(self) -> &'static str {
        match self {
            Self::Must => "MUST",
            Self::MustNot => "MUST NOT",
            Self::Required => "REQUIRED",
            Self::Should => "SHOULD",
            Self::ShouldNot => "SHOULD NOT",
            Self::Recommended => "RECOMMENDED",
            Self::May => "MAY",
        }
    }

    /// The severity that follows from the level alone.
    pub fn severity(self) -> Severity {
        match self {
            Self::Must | Self::MustNot | Self::Required => Severity::Failure,
            Self::Should | Self::ShouldNot | Self::Recommended => Severity::Warning,
            Self::May => Severity::Suggestion,
        }
    }
}
