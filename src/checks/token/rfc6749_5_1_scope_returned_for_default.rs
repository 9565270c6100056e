//! `rfc6749-5.1-scope-returned-for-default`: a default scope is told.

use super::shared::scope_values;
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, On, Outcome, Problem, Severity, Subject,
    Verdict,
};
use crate::evidence::{Evidence, cut};
use crate::exchange::Probe;
use crate::spec::Citation;
use serde_json::Value;

pub(super) static CHECK: Check = Check {
    id: "rfc6749-5.1-scope-returned-for-default",
    aliases: &[],
    cites: &[Citation::rfc(6749, "5.1"), Citation::rfc(6749, "3.3")],
    statement: "A token response contains scope when the client asked for none and got a default one.",
    level: Level::Required,
    severity: Severity::Warning,
    note: Some(
        "\"Identical to the scope requested\" cannot hold where none was requested; some read the section otherwise.",
    ),
    subject: Subject::Token,
    mode: Mode::Active,
    probes: &[Probe::NoScope],
    applies: Applies::Always,
    evaluate,
    remedy: "Always return the granted scope in the token response.",
    fails_on: &[
        Fixture::new(
            "no scope",
            &[Change::On(Probe::NoScope, On::Body("/scope", None))],
        ),
        Fixture::new(
            "null",
            &[Change::On(Probe::NoScope, On::Body("/scope", Some("null")))],
        ),
    ],
    faults: &["default-scope-unstated", "token-scope-untold"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let seen = evidence.probe(Probe::NoScope)?;
    if seen.access_token().is_none() {
        let reason = "a request without a scope gets no token".to_owned();
        return Err(Blocked::Inapplicable(reason));
    }
    let object = seen.object()?;
    if object.has("scope") {
        return Ok(Outcome::Pass);
    }
    let unknown = || Blocked::NotObserved("nothing shows which scope was granted".to_owned());
    let jwt = evidence.jwt_of(seen)?.ok_or_else(unknown)?;
    let none = Value::Null;
    let granted = jwt.claim("scope").unwrap_or(&none);
    if scope_values(granted).is_empty() {
        return Ok(Outcome::Pass);
    }
    let expected = cut(&granted.to_string());
    Ok(Outcome::fail(Problem::new(
        object.at("scope"),
        expected,
        object.shown("scope"),
    )))
}
