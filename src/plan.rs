//! Scenarios and settings → what will be done. Pure: nothing is sent, nothing is read.

use std::time::Duration;

use crate::{
    clock::Clock,
    exchange::{Note, Target},
    run::Transport,
    scenario::Scenario,
};

/// A run, resolved.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The issuer identifier to ask.
    pub issuer: String,
    /// What the record says of the target.
    pub target: Target,
    /// How requests are sent.
    pub transport: Transport,
    /// Scenarios that run side by side.
    pub jobs: usize,
    /// The time that the whole run may take.
    pub time_limit: Duration,
    /// The clock.
    pub clock: Clock,
    /// The scenarios, in the order of the report.
    pub scenarios: Vec<Planned>,
}

/// One scenario, resolved.
#[derive(Clone, Debug)]
pub struct Planned {
    /// The scenario.
    pub scenario: Scenario,
    /// Its variables and secrets, in order.
    pub bindings: Vec<Binding>,
    /// The note on its credentials.
    pub note: Option<Note>,
    /// The command that runs only this scenario again.
    pub command: String,
}

/// A variable and its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binding {
    /// The variable's name.
    pub name: String,
    /// Its value; absent for an optional secret that is not configured.
    pub value: Option<String>,
}
