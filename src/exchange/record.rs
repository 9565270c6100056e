//! The record: one file that holds all that happened, per scenario and group, in the order of the report.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::{Exchange, Finding, RegisteredClient, Unsent};

/// All that happened in one run, or all that a published report shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Record {
    /// Always `issuercheck-record`.
    pub format: String,
    /// The version of this shape.
    pub version: u32,
    /// The program that wrote the record, with its version.
    pub tool: String,
    /// Where the record comes from.
    pub origin: Origin,
    /// When the run began.
    #[serde(with = "time::serde::rfc3339")]
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub time: OffsetDateTime,
    /// What was run against.
    pub target: Target,
    /// Whether secrets were replaced by their names.
    pub redacted: bool,
    /// Whether the user stopped the run before its end.
    #[serde(default)]
    pub interrupted: bool,
    /// Whether the run reached its time limit before its end.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub out_of_time: bool,
    /// The clients that the run registered, and what became of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub clients: Vec<RegisteredClient>,
    /// Which checks were asked; absent where none was, and in a record that does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub judged: Option<Judged>,
    /// The scenarios, in the order of the report.
    pub scenarios: Vec<ScenarioRecord>,
}

/// Which checks were asked of a record.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Judged {
    /// Patterns of their ids, or `all`.
    pub checks: Vec<String>,
    /// The profiles that were put on besides those of the scenarios.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub profiles: Vec<String>,
}

/// Where a record comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// A run of issuercheck.
    Run,
    /// A markdown report that was read back; what the page does not show is not recorded.
    Report,
}

/// What was run against.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Target {
    /// The issuer identifier that was asked for; absent where a report does not show it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
    /// The name in the summary's heading; absent where the issuer serves as name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Whether the target is the embedded reference issuer.
    #[serde(default)]
    pub embedded: bool,
    /// Whether certificates were left unverified (`--insecure`).
    #[serde(default)]
    pub insecure: bool,
}

/// What happened in one scenario; one page of the report.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ScenarioRecord {
    /// `category/feature/name`; what a report shows of it, where it was read from one.
    pub id: String,
    /// The page's heading, as `dynamic-client-registration >> client-credentials-flow`.
    pub heading: String,
    /// When the page's scenario began.
    #[serde(with = "time::serde::rfc3339")]
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub time: OffsetDateTime,
    /// The booking flow, where there is one.
    #[serde(default)]
    pub booking_flow: String,
    /// The opportunity type, where there is one.
    #[serde(default)]
    pub opportunity_type: String,
    /// The feature that the scenario belongs to.
    pub feature: Feature,
    /// The name of the test.
    pub title: String,
    /// The description.
    pub description: String,
    /// The command that runs only this scenario again.
    pub command: String,
    /// Profiles that the scenario puts on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub profiles: Vec<String>,
    /// The SHA-256 of the scenario's file, in hexadecimal; absent where not recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_sha256: Option<String>,
    /// The verdict line as a report showed it; a run's verdict is counted from its specs and findings.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verdict: Option<Verdict>,
    /// What the checks found; absent where none was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub findings: Option<Vec<Finding>>,
    /// The steps that were not run, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unsent: Vec<Unsent>,
    /// The groups, in order.
    pub groups: Vec<Group>,
    /// The head of the page where a report wrote it otherwise than we do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shown: Shown,
    /// The line ends after the last line's text, where a report ends otherwise than we do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tail: Shown,
    /// Whether the report's lines end in CRLF.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub crlf: bool,
}

/// The exact text of a part of a report, where writing the part anew would not give it again.
pub type Shown = Option<String>;

/// A feature, as `Authentication / Dynamic Client Registration for Multiple Seller Systems (Implemented)`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Feature {
    /// The category's label.
    pub category: String,
    /// The feature's label.
    pub name: String,
    /// Whether the target is said to implement it.
    pub implemented: bool,
}

/// The numbers of a verdict line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Verdict {
    /// Specs that passed.
    pub passed: u64,
    /// Failures.
    pub failures: u64,
    /// Warnings.
    pub warnings: u64,
    /// Suggestions.
    pub suggestions: u64,
}

/// A part of a page under one `##` heading.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Group {
    /// The heading.
    pub title: String,
    /// What is under it, in order.
    pub blocks: Vec<Block>,
    /// The heading where a report wrote it otherwise than we do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shown: Shown,
}

/// One block of a group.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Block {
    /// A note, such as the credentials that a scenario uses.
    Note(Note),
    /// A request and what came of it.
    Exchange {
        /// The exchange.
        exchange: Box<Exchange>,
        /// Its text where a report wrote it otherwise than we do.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        shown: Shown,
    },
    /// The spec lines.
    Specs {
        /// The specs, in order.
        specs: Vec<Spec>,
        /// Their text where a report wrote it otherwise than we do.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        shown: Shown,
    },
    /// What another tool's validation found, as a report shows it.
    Validations {
        /// The lines, in order.
        validations: Vec<Validation>,
        /// Their text where a report wrote it otherwise than we do.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        shown: Shown,
    },
    /// Anything else that a report shows, verbatim.
    Text(String),
}

/// A heading and the prose under it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Note {
    /// The heading.
    pub title: String,
    /// The prose in Markdown, verbatim: the lines after the heading, without the one blank line that the next `###`
    /// heading (other than `### Specs`) has before it.
    pub text: String,
}

/// A step's line in the report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Spec {
    /// What should be so, as `should complete Discovery successfully`.
    pub title: String,
    /// Whether it is.
    pub outcome: SpecOutcome,
    /// Why it is not, or why it was not tried.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<String>,
}

/// Whether a spec holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SpecOutcome {
    /// It holds.
    Passed,
    /// It does not hold.
    Failed,
    /// It was not tried, because something that it depends on did not complete or does not apply.
    NotRun,
}

/// A line of `### Validations`, as a report shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Validation {
    /// How much it weighs.
    pub severity: ValidationSeverity,
    /// What it says, first line.
    pub message: String,
}

/// How much a validation weighs.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum ValidationSeverity {
    /// A rule is broken.
    Failure,
    /// A recommendation is not followed.
    Warning,
    /// Something could be better.
    Suggestion,
}

/// A record file that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    /// The file is not JSON of the record's shape.
    #[error("not an issuercheck record")]
    Shape(#[from] serde_json::Error),
    /// The file has another format or a version of a later issuercheck.
    #[error(
        "its format is {format:?} version {version}, this issuercheck reads {:?} version {}",
        Record::FORMAT,
        Record::VERSION
    )]
    Version {
        /// The format found.
        format: String,
        /// The version found.
        version: u32,
    },
}

impl Record {
    /// The value of `format`.
    pub const FORMAT: &str = "issuercheck-record";
    /// The value of `version`.
    pub const VERSION: u32 = 1;

    /// Reads a record from its JSON text.
    ///
    /// # Errors
    ///
    /// The text is not a record, or one of another version.
    pub fn from_json(text: &str) -> Result<Self, RecordError> {
        #[derive(Deserialize)]
        struct Head {
            format: String,
            version: u32,
        }
        let read: Result<Self, _> = serde_json::from_str(text);
        if read.as_ref().is_ok_and(Self::is_known) {
            return Ok(read?);
        }
        let Head { format, version } = serde_json::from_str(text)?;
        if (format.as_str(), version) != (Self::FORMAT, Self::VERSION) {
            return Err(RecordError::Version { format, version });
        }
        Ok(read?)
    }

    /// Whether it has the format and version that this build writes.
    pub(super) fn is_known(&self) -> bool {
        (self.format.as_str(), self.version) == (Self::FORMAT, Self::VERSION)
    }

    /// The record as JSON text, indented, with a line end.
    ///
    /// # Errors
    ///
    /// None that a record can cause.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string_pretty(self).map(|text| text + "\n")
    }

    /// The program and version that this build writes into records.
    pub fn tool() -> String {
        concat!("issuercheck ", env!("CARGO_PKG_VERSION")).to_owned()
    }
}

impl ScenarioRecord {
    /// The name of the scenario's page, as `dynamic-client-registration_client-credentials-flow.md`.
    pub fn page_name(&self) -> String {
        let mut parts = self.id.rsplit('/');
        let name = parts.next().unwrap_or_default();
        parts.next().map_or_else(
            || format!("{name}.md"),
            |feature| format!("{feature}_{name}.md"),
        )
    }

    /// The specs of every group, in order.
    pub fn specs(&self) -> impl Iterator<Item = &Spec> {
        self.groups
            .iter()
            .flat_map(|group| &group.blocks)
            .flat_map(|block| match block {
                Block::Specs { specs, .. } => specs.as_slice(),
                _ => &[],
            })
    }

    /// The exchanges of every group, in order.
    pub fn exchanges(&self) -> impl Iterator<Item = &Exchange> {
        self.groups
            .iter()
            .flat_map(|group| &group.blocks)
            .filter_map(|block| match block {
                Block::Exchange { exchange, .. } => Some(&**exchange),
                _ => None,
            })
    }

    /// The exchanges of every group, to be changed in place.
    pub fn exchanges_mut(&mut self) -> impl Iterator<Item = &mut Exchange> {
        let blocks = self.groups.iter_mut().flat_map(|group| &mut group.blocks);
        blocks.filter_map(|block| match block {
            Block::Exchange { exchange, .. } => Some(&mut **exchange),
            _ => None,
        })
    }
}
