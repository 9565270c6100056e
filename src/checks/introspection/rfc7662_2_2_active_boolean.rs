//! `rfc7662-2.2-active-boolean`: active is a boolean.

use super::shared::{ASKED, ENDPOINT, let_in};
use crate::check::{
    Blocked, Change, Check, Fixture, Level, Mode, On, Outcome, Problem, Severity, Subject, Verdict,
};
use crate::evidence::{Evidence, Object};
use crate::exchange::Probe;
use crate::spec::Citation;
use serde_json::Value;

pub(super) static CHECK: Check = Check {
    id: "rfc7662-2.2-active-boolean",
    aliases: &[],
    cites: &[Citation::rfc(7662, "2.2")],
    statement: "The introspection response has active, and it is a JSON boolean.",
    level: Level::Required,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Introspection,
    mode: Mode::Active,
    probes: ASKED,
    applies: ENDPOINT,
    evaluate,
    remedy: "Return active as a JSON boolean.",
    fails_on: &[
        Fixture::new(
            "a string",
            &[Change::On(
                Probe::Introspect,
                On::Body("/active", Some(r#""true""#)),
            )],
        ),
        Fixture::new(
            "missing",
            &[Change::On(Probe::Introspect, On::Body("/active", None))],
        ),
        Fixture::new(
            "a number, of an unknown token",
            &[Change::On(
                Probe::IntrospectUnknown,
                On::Body("/active", Some("0")),
            )],
        ),
    ],
    faults: &["introspection-active-string"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let_in(evidence)?;
    let mut objects = Vec::new();
    for seen in evidence.probed(ASKED)? {
        if seen.status() == Some(200)
            && let Ok(object) = seen.object()
        {
            objects.push(object);
        }
    }
    if objects.is_empty() {
        let reason = "no answer is a JSON object with status 200";
        return Err(Blocked::By(reason.to_owned()));
    }
    let wrong = |object: &Object<'_>| !object.get("active").is_some_and(Value::is_boolean);
    let problem = |object: Object<'_>| {
        let expected = "true or false";
        Problem::new(object.at("active"), expected, object.shown("active"))
    };
    Ok(Outcome::of(
        objects.into_iter().filter(wrong).map(problem).collect(),
    ))
}
