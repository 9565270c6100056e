//! The exchanges that the places of findings are in.

use std::collections::HashMap;

use serde_json::Value;

use super::text::line;
use crate::exchange::{Exchange, Outcome, ScenarioRecord};

/// The exchanges of a scenario by the names that findings have for them.
pub(super) struct Places<'a>(HashMap<String, (usize, &'a Exchange)>);

impl<'a> Places<'a> {
    /// The exchanges of this scenario.
    pub(super) fn of(scenario: &'a ScenarioRecord) -> Self {
        let mut numbers: HashMap<String, usize> = HashMap::new();
        let mut places = HashMap::new();
        for (index, exchange) in scenario.exchanges().enumerate() {
            let base = name(exchange);
            let number = numbers.entry(base.clone()).or_default();
            // As the evidence numbers exchanges that have the same name.
            let label = loop {
                *number += 1;
                let label = match *number {
                    1 => base.clone(),
                    number => format!("{base}-{number}"),
                };
                if !places.contains_key(&label) {
                    break label;
                }
            };
            places.insert(label, (index, exchange));
        }
        Self(places)
    }

    /// The exchange of a place, with its index in the scenario.
    pub(super) fn find(&self, at: &str) -> Option<(usize, &'a Exchange)> {
        self.0.get(step(at)).copied()
    }

    /// The request of a place and what came of it, in one line.
    pub(super) fn exchange(&self, at: &str) -> Option<String> {
        let (_, exchange) = self.find(at)?;
        let request = &exchange.request;
        let came = match &exchange.outcome {
            Outcome::Response(response) => response.status.to_string(),
            Outcome::Failure(failure) => format!("no response: {}", line(&failure.message)),
            Outcome::NotRecorded => "not recorded".to_owned(),
        };
        let (method, url) = (line(&request.method), line(&request.url));
        Some(format!("{method} {url} → {came}"))
    }
}

/// The step of a place, as `register` of `register#/client_id`, `register@location` and `register!status`.
pub(super) fn step(at: &str) -> &str {
    at.split(['#', '@', '!']).next().unwrap_or(at)
}

/// The step's id, or the action where the record has no step ids.
fn name(exchange: &Exchange) -> String {
    let step = exchange.step.clone();
    let action = || match serde_json::to_value(exchange.action) {
        Ok(Value::String(name)) => Some(name),
        _ => None,
    };
    step.or_else(action)
        .unwrap_or_else(|| exchange.title.clone())
}
