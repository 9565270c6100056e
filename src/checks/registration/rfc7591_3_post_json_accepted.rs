//! `rfc7591-3-post-json-accepted`: the registration endpoint reads JSON that is posted to it.

use serde_json::Value;

use super::shared::{Found, together};
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, Problem, Severity, Subject, Verdict,
};
use crate::evidence::{Evidence, Seen};
use crate::exchange::Action;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc7591-3-post-json-accepted",
    aliases: &[],
    cites: &[Citation::rfc(7591, "3"), Citation::rfc(7591, "3.1")],
    statement: "The registration endpoint takes client metadata as a JSON object in the body of a POST with Content-Type application/json.",
    level: Level::Must,
    severity: Severity::Failure,
    note: Some(
        "A refusal for another reason, as a missing initial access token, says nothing about JSON.",
    ),
    subject: Subject::Registration,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::When("client metadata was posted as JSON", |evidence| {
        Ok(posts(evidence).next().is_some())
    }),
    evaluate,
    remedy: "Accept POST at the registration_endpoint and parse application/json request bodies.",
    fails_on: &[
        Fixture::new(
            "JSON is an unsupported media type",
            &[Change::Status(Action::Register, 415)],
        ),
        Fixture::new(
            "POST is not allowed",
            &[Change::Status(Action::Register, 405)],
        ),
        Fixture::new(
            "nothing at the endpoint",
            &[Change::Status(Action::Register, 404)],
        ),
    ],
    faults: &["registration-json-unsupported"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    together(posts(evidence).map(judge))
}

fn posts<'e, 'a>(evidence: &'e Evidence<'a>) -> impl Iterator<Item = &'e Seen<'a>> {
    evidence.of(Action::Register).filter(|seen| {
        let request = &seen.exchange.request;
        let media_type = request.headers.get("content-type");
        let is_json = media_type.is_none_or(|kind| kind.starts_with("application/json"));
        request.method == "POST" && is_json && seen.sent_json().is_some_and(|sent| sent.is_object())
    })
}

fn judge(seen: &Seen<'_>) -> Found {
    let Some(status) = seen.status() else {
        return Err(Blocked::NotObserved(format!(
            "{} got no response",
            seen.label
        )));
    };
    let says_why = || {
        seen.json()
            .is_some_and(|json| json.get("error").is_some_and(Value::is_string))
    };
    match status {
        200..300 => Ok(Vec::new()),
        400 if says_why() => Ok(Vec::new()),
        404 | 405 | 415 => Ok(vec![Problem::new(
            seen.at_status(),
            "a registration, or the error of one",
            status.to_string(),
        )]),
        _ => Err(Blocked::By(format!(
            "{} was answered with {status}",
            seen.label
        ))),
    }
}
