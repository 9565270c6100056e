//! What a run left out, and the clients that it registered.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Action, Exchange, Probe};

/// A step that was not run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Unsent {
    /// The id of the step.
    pub step: String,
    /// Its title.
    pub title: String,
    /// What it would have done; absent for a wait.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<Action>,
    /// What it would have asked.
    #[serde(default, skip_serializing_if = "Probe::is_plain")]
    pub probe: Probe,
    /// What kept it from being run.
    pub kind: UnsentKind,
    /// Why, as a clause.
    pub reason: String,
}

/// What kept a step from being run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum UnsentKind {
    /// The target has no use for it.
    Inapplicable,
    /// A limit of the run, or of the target, which says nothing about any rule.
    Withheld,
    /// Something that it depends on did not complete.
    Blocked,
}

/// A client that the run registered, and what became of it at the end.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RegisteredClient {
    /// The scenario that registered it.
    pub scenario: String,
    /// Its `client_id`.
    pub client_id: String,
    /// Whether it is deleted.
    pub deleted: bool,
    /// Why it is not deleted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The request that should have deleted it, where one was sent after the scenarios.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exchange: Option<Box<Exchange>>,
}
