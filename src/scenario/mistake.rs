//! The mistakes that a scenario file can hold, one variant per kind.

use miette::{Diagnostic, SourceSpan};

/// One mistake in a scenario file: what it is, where it is, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Diagnostic)]
#[non_exhaustive]
pub enum Mistake {
    /// The text is not TOML.
    #[error("not TOML: {message}")]
    Syntax {
        /// What the parser says.
        message: String,
        /// Where it is.
        #[label("here")]
        at: SourceSpan,
        /// What to do about it.
        #[help]
        help: Option<String>,
    },
    /// A table has a key that means nothing there.
    #[error("unknown {what} `{key}` in {place}")]
    UnknownKey {
        /// What the key names.
        what: &'static str,
        /// The key.
        key: String,
        /// The table.
        place: String,
        /// Where the key is.
        #[label("no {what} of {place}")]
        at: SourceSpan,
        /// What to do about it.
        #[help]
        help: Option<String>,
    },
    /// A table lacks a key that it needs.
    #[error("missing key `{key}` in {place}")]
    MissingKey {
        /// The key.
        key: String,
        /// The table.
        place: String,
        /// Where the table begins.
        #[label("`{key}` belongs here")]
        at: SourceSpan,
        /// What to do about it.
        #[help]
        help: Option<String>,
    },
    /// A table needs exactly one of several keys and has none or several.
    #[error("{place} {problem}")]
    NotOne {
        /// The table.
        place: String,
        /// What it has.
        problem: String,
        /// Where the table or the key too many is.
        #[label("exactly one belongs here")]
        at: SourceSpan,
        /// What to do about it.
        #[help]
        help: Option<String>,
    },
    /// A value has another type than it must have.
    #[error("{place} is {found}, expected {expected}")]
    WrongType {
        /// The key.
        place: String,
        /// The type it must have.
        expected: &'static str,
        /// The type it has.
        found: &'static str,
        /// Where the value is.
        #[label("expected {expected}")]
        at: SourceSpan,
        /// What to do about it.
        #[help]
        help: Option<String>,
    },
    /// A value is not one of the words that are known there.
    #[error("unknown {what} `{value}`")]
    UnknownWord {
        /// What the value should name.
        what: &'static str,
        /// The value.
        value: String,
        /// Where the value is.
        #[label("no {what} has this name")]
        at: SourceSpan,
        /// What to do about it.
        #[help]
        help: Option<String>,
    },
    /// A text is empty, has several lines or has control characters where a report needs one line.
    #[error("{place} is not one line of text")]
    #[diagnostic(help(
        "the report shows it as a heading or in a list: write one line that is not empty"
    ))]
    NotOneLine {
        /// The key.
        place: String,
        /// Where the text is.
        #[label("not one line")]
        at: SourceSpan,
    },
    /// The scenario does nothing.
    #[error("the scenario has no steps")]
    #[diagnostic(help("write at least one `[[step]]` with an `id` and a `do`"))]
    NoSteps {
        /// Where the steps should be.
        #[label("no `[[step]]` in this file")]
        at: SourceSpan,
    },
    /// A step id has other characters than a step id can have.
    #[error("`{id}` is not a step id")]
    #[diagnostic(help(
        "begin with a lowercase letter and go on with lowercase letters, digits, `-` and `_`"
    ))]
    BadStepId {
        /// The id.
        id: String,
        /// Where it is.
        #[label("not a step id")]
        at: SourceSpan,
    },
    /// Two steps have the same id.
    #[error("two steps have the id `{id}`")]
    #[diagnostic(help("give each step an id of its own"))]
    SameStepId {
        /// The id.
        id: String,
        /// Where the second one is.
        #[label(primary, "used again")]
        at: SourceSpan,
        /// Where the first one is.
        #[label("first used here")]
        first: SourceSpan,
    },
    /// A variable has a name that a template cannot hold.
    #[error("`{name}` is not a name for a variable")]
    #[diagnostic(help(
        "use letters, digits, `_` and `-`; `metadata` belongs to the server's metadata"
    ))]
    BadVariableName {
        /// The name.
        name: String,
        /// Where it is.
        #[label("not a variable's name")]
        at: SourceSpan,
    },
    /// Two variables have the same name.
    #[error("the variable `{name}` is already defined")]
    #[diagnostic(help(
        "only a capture may replace the value of an earlier capture: choose another name"
    ))]
    SameVariable {
        /// The name.
        name: String,
        /// Where the second one is.
        #[label(primary, "defined again")]
        at: SourceSpan,
        /// Where the first one is.
        #[label("first defined here")]
        first: SourceSpan,
    },
    /// A template uses a variable that is not defined where it is used.
    #[error("unknown variable `{name}`")]
    UnknownVariable {
        /// The name.
        name: String,
        /// Where it is used.
        #[label("not in [vars], [secrets] or an earlier capture")]
        at: SourceSpan,
        /// What to do about it.
        #[help]
        help: Option<String>,
    },
    /// A template has `${` without `}` or with something that is no name in it.
    #[error("{problem}")]
    BadTemplate {
        /// What is wrong.
        problem: &'static str,
        /// Where it is.
        #[label("in this template")]
        at: SourceSpan,
        /// What to do about it.
        #[help]
        help: Option<String>,
    },
    /// Something needs metadata that no earlier step fetches.
    #[error("{what} needs the server's metadata, and no earlier step fetches it")]
    #[diagnostic(help("put a step with `do.discover = \"openid-configuration\"` before this one"))]
    NeedsDiscovery {
        /// What needs it.
        what: String,
        /// Where that is.
        #[label("no metadata yet")]
        at: SourceSpan,
    },
    /// A capture from a step that has no response.
    #[error("a wait has no response to capture `{name}` from")]
    #[diagnostic(help("move the capture to the step whose response has the value"))]
    NothingToCapture {
        /// The variable's name.
        name: String,
        /// Where the capture is.
        #[label("nothing to capture here")]
        at: SourceSpan,
    },
    /// The credentials note names a place that no variable gets its value from.
    #[error("no variable has its value from `{place}`")]
    CredentialsUnused {
        /// The place in the configuration.
        place: String,
        /// Where the credentials are named.
        #[label("the report would name credentials that the scenario does not use")]
        at: SourceSpan,
        /// What to do about it.
        #[help]
        help: Option<String>,
    },
    /// A text does not have the form it must have.
    #[error("`{value}` is not {expected}: {problem}")]
    BadValue {
        /// The text.
        value: String,
        /// What it should be.
        expected: &'static str,
        /// What is wrong.
        problem: String,
        /// Where it is.
        #[label("not {expected}")]
        at: SourceSpan,
        /// What to do about it.
        #[help]
        help: Option<String>,
    },
    /// A secret stands in the file itself; it is hidden wherever the file is shown.
    #[error("`secrets.{name}` is the value itself")]
    #[diagnostic(help(
        "say where the value comes from, as `secrets.{name} = {{ env = \"…\" }}`; a secret belongs in no scenario"
    ))]
    SecretInFile {
        /// The variable's name.
        name: String,
        /// Where the value is.
        #[label("expected a table with `config`, `env` or `file`")]
        at: SourceSpan,
    },
    /// A value that JSON cannot hold.
    #[error("JSON has no form for {what}")]
    NotJson {
        /// What it is.
        what: &'static str,
        /// Where it is.
        #[label("no JSON for this")]
        at: SourceSpan,
        /// What to do about it.
        #[help]
        help: Option<String>,
    },
}

impl Mistake {
    /// Where the mistake is, in bytes of the file.
    pub fn at(&self) -> SourceSpan {
        match self {
            Self::Syntax { at, .. }
            | Self::UnknownKey { at, .. }
            | Self::MissingKey { at, .. }
            | Self::NotOne { at, .. }
            | Self::WrongType { at, .. }
            | Self::UnknownWord { at, .. }
            | Self::NotOneLine { at, .. }
            | Self::NoSteps { at }
            | Self::BadStepId { at, .. }
            | Self::SameStepId { at, .. }
            | Self::BadVariableName { at, .. }
            | Self::SameVariable { at, .. }
            | Self::UnknownVariable { at, .. }
            | Self::BadTemplate { at, .. }
            | Self::NeedsDiscovery { at, .. }
            | Self::NothingToCapture { at, .. }
            | Self::CredentialsUnused { at, .. }
            | Self::BadValue { at, .. }
            | Self::SecretInFile { at, .. }
            | Self::NotJson { at, .. } => *at,
        }
    }

    /// What to do about the mistake.
    pub fn advice(&self) -> Option<String> {
        self.help().map(|help| help.to_string())
    }

    /// The word whose absence this mistake is about, if it is about one.
    pub(super) fn misses(&self) -> Option<&str> {
        match self {
            Self::MissingKey { key, .. } => Some(key),
            Self::UnknownVariable { name, .. } => Some(name),
            Self::CredentialsUnused { place, .. } => Some(place),
            Self::NeedsDiscovery { .. } => Some("discover"),
            Self::NoSteps { .. } => Some("step"),
            Self::NotOne { .. } => Some(""),
            _ => None,
        }
    }
}
