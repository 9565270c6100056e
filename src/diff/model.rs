//! The comparison as data: what `--format json` prints.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use crate::exchange::{Origin, OutcomeKind, Severity, SpecOutcome, Target};

/// What changed between two records, OLD and NEW.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Comparison {
    /// Always `issuercheck-diff`.
    pub format: &'static str,
    /// The version of this shape.
    pub version: u32,
    /// The program that compared, with its version.
    pub tool: String,
    /// What is compared with.
    pub old: Side,
    /// What is compared.
    pub new: Side,
    /// Numbers over all scenarios.
    pub totals: Totals,
    /// Checks that only one of the two was asked.
    pub checks: Checks,
    /// The scenarios, in NEW's order; those that only OLD has are last.
    pub scenarios: Vec<ScenarioDiff>,
}

/// One of the two that are compared.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Side {
    /// Where it was read from, as it was named.
    pub source: String,
    /// Whether it is a record or a report that was read back; what a page does not show is not compared.
    pub origin: Origin,
    /// When its run began.
    #[serde(with = "time::serde::rfc3339")]
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub time: time::OffsetDateTime,
    /// What was run against.
    pub target: Target,
    /// Where its findings come from.
    pub findings: Findings,
    /// Whether the run ended before its end: it was stopped, or reached its time limit.
    pub cut_short: bool,
    /// Its scenarios.
    pub scenarios: usize,
}

/// Where the findings of a side come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Findings {
    /// Today's checks judged it.
    Judged,
    /// They are those of the record; scenarios for which it holds none were judged by today's checks.
    Recorded,
}

/// Numbers over all scenarios.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Totals {
    /// Broken in NEW and not in OLD.
    pub newly_broken: Counts,
    /// Broken in NEW; OLD does not show whether it was before.
    pub broken_unseen: Counts,
    /// Broken in both.
    pub still_broken: Counts,
    /// Broken in OLD and not in NEW.
    pub mended: Counts,
    /// Broken in OLD; NEW does not show whether it still is.
    pub no_longer_shown: Counts,
    /// Kept in OLD; NEW does not show whether it still is.
    pub no_longer_judged: Counts,
    /// Scenarios.
    pub scenarios: Presences,
    /// Spec lines of the scenarios that both have.
    pub specs: Presences,
    /// Exchanges of the scenarios that both have.
    pub exchanges: Presences,
    /// Differences in the exchanges that count as changes.
    pub changes: usize,
    /// Differences in volatile values, which do not count unless that is asked for.
    pub volatile: usize,
}

/// Numbers of spec lines and of places where checks found something, by severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Counts {
    /// Spec lines.
    pub specs: usize,
    /// Failures.
    pub failures: usize,
    /// Warnings.
    pub warnings: usize,
    /// Suggestions.
    pub suggestions: usize,
}

/// Numbers of what both have, and of what only one has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Presences {
    /// In both.
    pub both: usize,
    /// Only in NEW.
    pub appeared: usize,
    /// Only in OLD.
    pub disappeared: usize,
}

/// Checks that only one of the two was asked, in scenarios that both have.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Checks {
    /// Those that only NEW was asked.
    pub appeared: Vec<String>,
    /// Those that only OLD was asked.
    pub disappeared: Vec<String>,
}

/// Whether something is in both, or in which one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Presence {
    /// In both.
    Both,
    /// Only in NEW.
    Appeared,
    /// Only in OLD.
    Disappeared,
}

/// What became of a spec line, or of a rule at one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// Broken in NEW and not in OLD, or broken more severely than in OLD.
    NewlyBroken,
    /// Broken in NEW; OLD does not show whether it was before.
    BrokenUnseen,
    /// Broken in both.
    StillBroken,
    /// Broken in OLD and not in NEW.
    Mended,
    /// Broken in OLD; NEW does not show whether it still is.
    NoLongerShown,
    /// Kept in OLD; NEW does not show whether it still is.
    NoLongerJudged,
    /// A spec line that only NEW has, and that is not broken.
    Appeared,
    /// A spec line that only OLD has, and that was not broken.
    Disappeared,
}

/// What changed in one scenario.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct ScenarioDiff {
    /// `category/feature/name`, as NEW has it.
    pub id: String,
    /// The id in OLD, where it is another one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old_id: Option<String>,
    /// The name of the test.
    pub title: String,
    /// Whether both have it.
    pub presence: Presence,
    /// The spec lines that changed or are broken, in NEW's order.
    pub specs: Vec<SpecDiff>,
    /// What the checks found otherwise, and what is still broken, in the order of the checks.
    pub findings: Vec<FindingDiff>,
    /// The exchanges that changed, in NEW's order.
    pub exchanges: Vec<ExchangeDiff>,
}

/// What became of a spec line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SpecDiff {
    /// What should be so.
    pub title: String,
    /// What became of it.
    pub change: Change,
    /// What it was in OLD; absent where OLD does not have it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old: Option<SpecOutcome>,
    /// What it is in NEW; absent where NEW does not have it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<SpecOutcome>,
    /// Why it is not so in NEW, or else why it was not in OLD.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<String>,
}

/// What became of a rule at one place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FindingDiff {
    /// The check's id.
    pub check: String,
    /// The place, as NEW names it, or else as OLD does; absent where the whole check is meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// What became of it.
    pub change: Change,
    /// What it weighs in NEW, or else what it weighed in OLD.
    pub severity: Severity,
    /// What the check said of OLD; absent where it was not asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old: Option<Stand>,
    /// What the check says of NEW; absent where it was not asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<Stand>,
}

/// What a check says of one side at one place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Stand {
    /// What came of it.
    pub outcome: OutcomeKind,
    /// What it weighs.
    pub severity: Severity,
    /// What the rule asks for, where it is broken here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<String>,
    /// What the record shows, where the rule is broken here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub observed: Option<String>,
    /// Why there is no verdict, or why it is accepted for now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// What changed in one exchange.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct ExchangeDiff {
    /// Its name in places: the step's id, or what it is for.
    pub name: String,
    /// Its title.
    pub title: String,
    /// Whether both have it.
    pub presence: Presence,
    /// What counts as a change.
    pub changes: Vec<ValueChange>,
    /// What differs and is expected to differ from run to run.
    pub volatile: Vec<ValueChange>,
}

/// One value that differs.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct ValueChange {
    /// Which part of the exchange.
    pub part: Part,
    /// Where: `!status`, `@header` or `#JSON-pointer`, as in the places of findings.
    pub at: String,
    /// The value in OLD; absent where OLD has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old: Option<Value>,
    /// The value in NEW; absent where NEW has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<Value>,
    /// Why the value is a volatile one, where it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub volatile: Option<Why>,
}

/// A part of an exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// The request.
    Request,
    /// The response, or what came in its place.
    Response,
    /// The connection below.
    Connection,
}

/// Why a value is expected to differ from run to run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// A date or a time.
    Date,
    /// A token, a secret or a part of one; or the name in its place.
    Token,
    /// An identifier that is made anew for each run.
    Id,
    /// How long something took.
    Duration,
    /// The length of something that is compared itself.
    Length,
    /// A network address.
    Address,
    /// What a certificate's renewal changes.
    Renewal,
    /// The same values, written otherwise.
    Formatting,
    /// The same items of a list, in another order.
    Order,
    /// Nothing but another volatile value, inside this one.
    Follows,
}

impl Comparison {
    /// The value of `format`.
    pub const FORMAT: &'static str = "issuercheck-diff";
    /// The version of the shape.
    pub const VERSION: u32 = 1;

    /// The JSON text, indented, with a line end.
    ///
    /// # Errors
    ///
    /// None that a record can cause.
    pub fn json(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string_pretty(self).map(|text| text + "\n")
    }
}

impl Counts {
    /// Whether there is a spec line, or something of at least this severity.
    pub fn any(self, least: Severity) -> bool {
        self.specs > 0
            || self.failures > 0
            || least <= Severity::Warning && self.warnings > 0
            || least == Severity::Suggestion && self.suggestions > 0
    }

    /// All of them.
    pub fn sum(self) -> usize {
        self.specs + self.failures + self.warnings + self.suggestions
    }
}

impl Change {
    /// Whether it is broken in NEW.
    pub fn is_broken(self) -> bool {
        matches!(
            self,
            Self::NewlyBroken | Self::BrokenUnseen | Self::StillBroken
        )
    }
}

impl Part {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Response => "response",
            Self::Connection => "connection",
        }
    }
}

impl Why {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Date => "date",
            Self::Token => "token or secret",
            Self::Id => "id",
            Self::Duration => "duration",
            Self::Length => "length",
            Self::Address => "address",
            Self::Renewal => "certificate renewal",
            Self::Formatting => "same values, written otherwise",
            Self::Order => "same items, another order",
            Self::Follows => "follows another volatile value",
        }
    }
}
