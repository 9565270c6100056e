//! The names of exchanges in findings.

use std::collections::HashMap;

use super::{Action, Exchange, ScenarioRecord};

impl Action {
    /// The name of an action in the places of findings.
    pub fn name(self) -> &'static str {
        match self {
            Self::Discover => "discover",
            Self::Jwks => "jwks",
            Self::Register => "register",
            Self::ReadClient => "read-client",
            Self::UpdateClient => "update-client",
            Self::DeleteClient => "delete-client",
            Self::Token => "token",
            Self::Introspect => "introspect",
            Self::Revoke => "revoke",
            Self::Resource => "resource",
            Self::Raw => "raw",
        }
    }
}

impl ScenarioRecord {
    /// Every exchange with its name in findings, in order: the step's id, or the action where the record has no step ids,
    /// or the title where it has no action either; with a number from the second of a name on.
    pub fn labeled_exchanges(&self) -> Vec<(String, &Exchange)> {
        // Every name, with the last number that was put behind it.
        let mut taken: HashMap<String, usize> = HashMap::new();
        let mut labeled = Vec::new();
        for exchange in self.exchanges() {
            let action = exchange.action.map(Action::name);
            let base = exchange.step.as_deref().or(action);
            let base = base.unwrap_or(&exchange.title);
            let mut label = base.to_owned();
            if let Some(last) = taken.get(base).copied() {
                let mut number = last;
                while taken.contains_key(&label) {
                    number += 1;
                    label = format!("{base}-{number}");
                }
                taken.insert(base.to_owned(), number);
            }
            taken.insert(label.clone(), 1);
            labeled.push((label, exchange));
        }
        labeled
    }
}
