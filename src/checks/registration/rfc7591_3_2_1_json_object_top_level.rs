//! `rfc7591-3.2.1-json-object-top-level`: the registration response is the client itself.

use serde_json::Value;

use super::shared::{ACCEPTED, Found, accepted, nested_client, together};
use crate::check::{
    Blocked, Change, Check, Fixture, Level, Mode, Problem, Severity, Subject, Verdict,
};
use crate::evidence::{Evidence, Seen};
use crate::exchange::{Action, Content};
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc7591-3.2.1-json-object-top-level",
    aliases: &[],
    cites: &[Citation::rfc(7591, "3.2.1")],
    statement: "The registration response is one JSON object whose top-level members are the client information and the client metadata.",
    level: Level::Must,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Registration,
    mode: Mode::Passive,
    probes: &[],
    applies: ACCEPTED,
    evaluate,
    remedy: "Put client_id and all client metadata at the top level of one JSON object.",
    fails_on: &[
        Fixture::new(
            "the client in a member of its own",
            &[Change::Text(
                Action::Register,
                r#"{"client":{"client_id":"c"}}"#,
            )],
        ),
        Fixture::new(
            "an array",
            &[Change::Text(Action::Register, r#"[{"client_id":"c"}]"#)],
        ),
        Fixture::new("no content", &[Change::Text(Action::Register, "")]),
    ],
    faults: &["registration-members-nested"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    together(accepted(evidence).map(judge))
}

fn judge(seen: &Seen<'_>) -> Found {
    let (at, observed) = match seen.json() {
        Some(Value::Object(members)) => match nested_client(&members) {
            Some(name) => (
                seen.at(&format!("/{name}/client_id")),
                "client_id below another member",
            ),
            None => return Ok(Vec::new()),
        },
        Some(Value::Array(_)) => (seen.at(""), "an array"),
        Some(_) => (seen.at(""), "JSON that is no object"),
        None => (seen.at(""), without_json(seen)?),
    };
    let expected = "one JSON object with client_id at its top level";
    Ok(vec![Problem::new(
        super::shared::cut(at),
        expected,
        observed,
    )])
}

/// What is there instead of JSON; a body that is labeled JSON and broken is for the rule about JSON texts.
fn without_json(seen: &Seen<'_>) -> Result<&'static str, Blocked> {
    let body = seen.response().map(|response| &response.body);
    let labeled = seen.media_type().ok().flatten();
    match body.map(|body| &body.content) {
        None | Some(Content::NotRecorded) => Err(Blocked::NotObserved(format!(
            "the record does not show the body of {}",
            seen.label
        ))),
        Some(Content::Empty) => Ok("no content"),
        Some(_) if labeled.is_some_and(|kind| kind.ends_with("json")) => Err(Blocked::By(format!(
            "{} got JSON that is not valid",
            seen.label
        ))),
        Some(_) => Ok("a body that is not JSON"),
    }
}
