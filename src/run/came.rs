//! What an answer comes to, for the steps after it.

use std::time::Duration;

use serde_json::Value;

use super::{
    capture::captured,
    complete::Completed,
    values::{Lack, Values},
};
use crate::{
    exchange::{Action, Exchange, Outcome, UnsentKind},
    scenario::{Act, Scenario, Step, WellKnown},
};

/// What a step of a flow came to.
#[derive(Clone, Debug)]
pub(super) enum Came {
    /// It completed.
    Completed(Completed),
    /// It did not, for these reasons.
    Failed(Vec<String>),
    /// It was not run.
    NotRun(NotRun),
}

/// Why a step was not run.
#[derive(Clone, Debug)]
pub(super) struct NotRun {
    /// The reason, as a clause.
    pub(super) reason: String,
    /// The step to blame, where one is.
    pub(super) cause: Option<String>,
    pub(super) kind: UnsentKind,
}

/// The wait before asking later where the server does not say how long.
const RETRY: Duration = Duration::from_secs(1);

/// The answer to a probe is whatever came; what it gives to later steps is kept where it is there.
pub(super) fn answered(step: &Step, exchange: &Exchange) -> Came {
    let Some(response) = exchange.response() else {
        let Outcome::Failure(failure) = &exchange.outcome else {
            return Came::Completed(Completed::default());
        };
        return Came::Failed(vec![failure.message.clone()]);
    };
    let document = response.body.json().filter(Value::is_object);
    let mut given = Completed::default();
    for capture in &step.captures {
        let (value, ..) = captured(capture, exchange, document.as_ref());
        match value.filter(|value| !value.is_empty()) {
            Some(value) => given.captured.push((capture.name.clone(), value)),
            None => given.not_captured.push(capture.name.clone()),
        }
    }
    Came::Completed(given)
}

/// How long the server asks to wait, where it does (RFC 9110 §10.2.3); a date is not waited for.
pub(super) fn later(exchange: &Exchange) -> Option<Duration> {
    let response = exchange
        .response()
        .filter(|response| response.is_throttled())?;
    match response.headers.get("retry-after") {
        Some(value) => value.trim().parse().ok().map(Duration::from_secs),
        None => Some(RETRY),
    }
}

/// A server may say that it revokes no tokens of this type (RFC 7009 §2.2.1): the step then does not apply.
pub(super) fn not_supported(exchange: &Exchange) -> Option<String> {
    let response = exchange
        .response()
        .filter(|response| response.status == 400 && exchange.probe.is_plain())?;
    let json = response
        .body
        .json()
        .filter(|_| exchange.action == Some(Action::Revoke))?;
    let unsupported = json.get("error")?.as_str()? == "unsupported_token_type";
    unsupported.then(|| "the server revokes no tokens of this type (`unsupported_token_type`), so it does not apply".to_owned())
}

/// A client that was just registered may not be known everywhere yet.
pub(super) fn unsettled(
    scenario: &Scenario,
    step: &Step,
    exchange: &Exchange,
    notes: &[String],
) -> Option<String> {
    const NOTE: &str = "the client that was just registered was not known; asked again after a pause (`settle` in the \
                        configuration makes it longer)";
    let mut steps = scenario.steps.iter();
    let registered = steps.any(|step| matches!(step.act, Act::Register { .. }));
    let token = exchange.action == Some(Action::Token) && step.probe.is_plain() && registered;
    let refusal = exchange.response();
    let refusal = refusal.filter(|response| token && matches!(response.status, 400 | 401));
    let json = refusal?.body.json()?;
    let unknown = json.get("error")?.as_str()? == "invalid_client";
    (unknown && !notes.iter().any(|note| note == NOTE)).then(|| NOTE.to_owned())
}

/// Says that a step's conditions hold.
pub(super) fn applies(step: &Step, values: &Values) -> Result<(), Lack> {
    for member in &step.when.metadata {
        values.metadata(member)?;
    }
    for (member, value) in &step.when.lists {
        values.lists(member, value)?;
    }
    for name in &step.when.has {
        values.has(name)?;
    }
    if step.when.https {
        values.https()
    } else {
        Ok(())
    }
}

/// Whether a probe would stand in for another one that asks the same, and need not.
pub(super) fn is_spare(step: &Step, values: &Values) -> bool {
    let mut lacks = step.when.lacks.iter();
    !step.probe.is_plain() && lacks.any(|name| values.has(name).is_ok())
}

/// Whether a step is to be tried in another way: it failed, or it should have registered a client that other probes need.
pub(super) fn wanting(step: &Step, came: &Came) -> bool {
    let needed = |name: &String| {
        let mut captures = step.captures.iter();
        captures.any(|capture| capture.name == *name && !capture.optional)
    };
    match came {
        Came::Failed(_) => true,
        Came::Completed(given) => {
            let registers = matches!(step.act, Act::Register { .. }) && !step.probe.is_plain();
            registers && given.not_captured.iter().any(needed)
        }
        Came::NotRun(_) => false,
    }
}

pub(super) fn withheld(reason: String, cause: Option<String>) -> Came {
    Came::NotRun(NotRun {
        reason,
        cause,
        kind: UnsentKind::Withheld,
    })
}

/// A step lacks a value; where its conditions name it, the step does not apply.
pub(super) fn lacking(lack: &Lack, condition: bool) -> Came {
    let blamed = lack.step().map(str::to_owned);
    let (kind, reason) = match (&blamed, condition) {
        _ if matches!(lack, Lack::Withheld(_)) => (UnsentKind::Withheld, lack.reason()),
        (None, true) => (
            UnsentKind::Inapplicable,
            format!("it does not apply, because {}", lack.reason()),
        ),
        _ => (UnsentKind::Blocked, lack.reason()),
    };
    Came::NotRun(NotRun {
        reason,
        cause: blamed,
        kind,
    })
}

/// A discovery that may be answered at either location, asked at the other one.
pub(super) fn at_the_other_location(step: &Step) -> Option<Step> {
    matches!(step.act, Act::Discover(WellKnown::Either)).then(|| Step {
        act: Act::Discover(WellKnown::OauthAuthorizationServer),
        ..step.clone()
    })
}
