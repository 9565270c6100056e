//! The secrets that a run received, because its scenarios say that they are.

use super::capture::captured;
use crate::{
    exchange::{Exchange, Record},
    plan::{Plan, Planned},
    scenario::Step,
};

/// Every value that a step of the plan captures as secret, with the name of its variable, in the order of the record.
pub fn captured_secrets(plan: &Plan, record: &Record) -> Vec<(String, String)> {
    let mut secrets = Vec::new();
    for (planned, scenario) in plan.scenarios.iter().zip(&record.scenarios) {
        for exchange in scenario.exchanges() {
            let step = step(planned, exchange);
            secrets.extend(step.into_iter().flat_map(|step| captures(step, exchange)));
        }
    }
    secrets
}

fn step<'a>(planned: &'a Planned, exchange: &Exchange) -> Option<&'a Step> {
    let steps = &planned.scenario.steps;
    steps
        .iter()
        .find(|step| Some(&step.id) == exchange.step.as_ref())
}

fn captures(step: &Step, exchange: &Exchange) -> Vec<(String, String)> {
    let mut secret = step
        .captures
        .iter()
        .filter(|capture| capture.secret)
        .peekable();
    if secret.peek().is_none() {
        return Vec::new();
    }
    let response = exchange.response();
    let document = response.and_then(|response| response.body.json());
    let found = secret.filter_map(|capture| {
        let (value, ..) = captured(capture, exchange, document.as_ref());
        Some((capture.name.clone(), value?))
    });
    found.collect()
}
