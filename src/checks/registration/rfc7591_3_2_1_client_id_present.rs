//! `rfc7591-3.2.1-client-id-present`: a registration gives the client its identifier.

use super::shared::{ACCEPTED, Found, accepted, nested_client, shown, together, with, without};
use crate::check::{Blocked, Check, Fixture, Level, Mode, Problem, Severity, Subject, Verdict};
use crate::evidence::{Evidence, Object, Seen};
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc7591-3.2.1-client-id-present",
    aliases: &[],
    cites: &[Citation::rfc(7591, "3.2.1")],
    statement: "The registration response contains client_id as a string.",
    level: Level::Required,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Registration,
    mode: Mode::Passive,
    probes: &[],
    applies: ACCEPTED,
    evaluate,
    remedy: "Return the identifier of the new client as the string client_id.",
    fails_on: &[
        Fixture::new("missing", &[without("/client_id")]),
        Fixture::new("a number", &[with("/client_id", "42")]),
        Fixture::new("empty", &[with("/client_id", r#""""#)]),
        Fixture::new("null", &[with("/client_id", "null")]),
    ],
    faults: &["registration-client-id-missing"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    together(accepted(evidence).map(judge))
}

fn judge(seen: &Seen<'_>) -> Found {
    let blocked = || {
        Err(Blocked::By(format!(
            "{} got no client at the top level",
            seen.label
        )))
    };
    let Some(members) = seen.members() else {
        return blocked();
    };
    if nested_client(&members).is_some() {
        return blocked();
    }
    let object = Object {
        seen: seen.clone(),
        members,
    };
    if object.text("client_id").is_some_and(|id| !id.is_empty()) {
        return Ok(Vec::new());
    }
    let observed = shown(&object, "client_id");
    Ok(vec![Problem::new(
        object.at("client_id"),
        "a string that is not empty",
        observed,
    )])
}
