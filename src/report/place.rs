//! The exchanges that the places of findings are in.

use std::{cell::OnceCell, collections::HashMap};

use super::text::line;
use crate::exchange::{Exchange, Outcome, ScenarioRecord};

/// The exchanges of a scenario by the names that findings have for them, which are looked up when the first is asked for.
pub(super) struct Places<'a> {
    scenario: &'a ScenarioRecord,
    by_label: OnceCell<HashMap<String, (usize, &'a Exchange)>>,
}

impl<'a> Places<'a> {
    /// The exchanges of this scenario.
    pub(super) fn of(scenario: &'a ScenarioRecord) -> Self {
        let by_label = OnceCell::new();
        Self { scenario, by_label }
    }

    /// The exchange of a place, with its index in the scenario.
    pub(super) fn find(&self, at: &str) -> Option<(usize, &'a Exchange)> {
        let by_label = self.by_label.get_or_init(|| {
            let exchanges = self.scenario.labeled_exchanges().into_iter().enumerate();
            let places = exchanges.map(|(index, (label, exchange))| (label, (index, exchange)));
            places.collect()
        });
        by_label.get(step(at)).copied()
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
