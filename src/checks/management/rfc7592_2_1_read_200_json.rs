//! `rfc7592-2.1-read-200-json`: a client can read what is registered for it.

use super::shared::{MANAGED, each};
use crate::check::{
    Blocked, Change, Check, Fixture, Level, Mode, Problem, Severity, Subject, Verdict,
};
use crate::checks::registration::shared::{Found, sent_as_json};
use crate::evidence::{ClientView, Evidence};
use crate::exchange::{Action, Content};
use crate::spec::{Citation, Spec};

pub(super) static CHECK: Check = Check {
    id: "rfc7592-2.1-read-200-json",
    aliases: &[],
    cites: &[
        Citation::rfc(7592, "2.1"),
        Citation::of(Spec::OidcRegistration, "4.2"),
    ],
    statement: "Reading a client with its registration access token gives status 200 and the client information as JSON.",
    level: Level::Must,
    severity: Severity::Failure,
    note: Some(
        "A server may refuse the method (RFC 7592 §2) or the permission to read (403), which is no failure.",
    ),
    subject: Subject::RegistrationManagement,
    mode: Mode::Passive,
    probes: &[],
    applies: MANAGED,
    evaluate,
    remedy: "Answer GET at the registration_client_uri with 200 and the client as an application/json object.",
    fails_on: &[
        Fixture::new("no content", &[Change::Status(Action::ReadClient, 204)]),
        Fixture::new(
            "the token is refused",
            &[Change::Status(Action::ReadClient, 401)],
        ),
        Fixture::new("an array", &[Change::Text(Action::ReadClient, "[]")]),
        Fixture::new(
            "text/plain",
            &[Change::Header(
                Action::ReadClient,
                "content-type",
                Some("text/plain"),
            )],
        ),
    ],
    faults: &["client-read-status-204"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    each(evidence, judge)
}

fn judge(view: &ClientView<'_>) -> Found {
    let seen = &view.seen;
    if seen.action() != Some(Action::ReadClient) {
        return Ok(Vec::new());
    }
    let unclear = |why: &str| Err(Blocked::NotObserved(format!("{} {why}", seen.label)));
    let Some(status) = seen.status() else {
        return unclear("got no response");
    };
    match status {
        200 => {}
        403 | 405 | 501 => return unclear("shows a server that does not offer reading here"),
        500.. => return Err(Blocked::By(format!("{} failed with {status}", seen.label))),
        _ if !view.authorized => return unclear("did not carry the token in force"),
        _ => {
            return Ok(vec![Problem::new(
                seen.at_status(),
                "200",
                status.to_string(),
            )]);
        }
    }
    let json = seen.json();
    if json.as_ref().is_some_and(|json| !json.is_object()) {
        return Ok(vec![Problem::new(
            seen.at(""),
            "a JSON object",
            "JSON that is no object",
        )]);
    }
    let hidden = seen
        .response()
        .is_none_or(|response| response.body.content == Content::NotRecorded);
    if json.is_none() && hidden {
        return unclear("is recorded without its body");
    }
    let labeled = sent_as_json(seen)?;
    if labeled.is_empty() && json.is_none() {
        return Err(Blocked::By(format!(
            "{} got JSON that is not valid",
            seen.label
        )));
    }
    Ok(labeled)
}
