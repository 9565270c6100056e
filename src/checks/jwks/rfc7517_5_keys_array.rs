//! `rfc7517-5-keys-array`: the key set is an object with an array of keys.

use super::shared;
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, Outcome, Problem, Severity, Subject,
    Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Action;
use crate::spec::Citation;
use serde_json::Value;

pub(super) static CHECK: Check = Check {
    id: "rfc7517-5-keys-array",
    aliases: &[],
    cites: &[
        Citation::rfc(7517, "5"),
        Citation::rfc(7517, "5.1"),
        Citation::rfc(8414, "2"),
    ],
    statement: "The JWK set at jwks_uri is a JSON object whose member keys is an array of JSON objects.",
    level: Level::Must,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Jwks,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::When("the JWK set was asked for", asked),
    evaluate,
    remedy: r#"Serve {"keys": [...]} at jwks_uri, to everyone and without credentials."#,
    fails_on: &[
        Fixture::new(
            "a bare array of keys",
            &[Change::Text(Action::Jwks, r#"[{"kty":"RSA"}]"#)],
        ),
        Fixture::new(
            "a key that is a string",
            &[Change::Body(Action::Jwks, "/keys/1", Some(r#""""#))],
        ),
        Fixture::new("not found", &[Change::Status(Action::Jwks, 404)]),
        Fixture::new(
            "an HTML page",
            &[
                Change::Header(Action::Jwks, "content-type", Some("text/html")),
                Change::Text(Action::Jwks, "<p>keys</p>"),
            ],
        ),
    ],
    faults: &["jwks-bare-array"],
};

const EXPECTED: &str = "a JSON object with an array of keys";

fn asked(evidence: &Evidence<'_>) -> Result<bool, Blocked> {
    Ok(evidence.of(Action::Jwks).next().is_some() || evidence.jwks()?.is_some())
}

// An empty array is an array: whether it lacks a key depends on what the server signs.
fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let seen = evidence.last(Action::Jwks)?;
    let none = || Blocked::By(format!("{} got no response", seen.label));
    let status = seen.status().ok_or_else(none)?;
    if (300..400).contains(&status) {
        return Err(Blocked::NotObserved(
            "the JWK set is at another address".to_owned(),
        ));
    }
    if !seen.succeeded() {
        let problem = Problem::new(seen.at_status(), "200 and the JWK set", status.to_string());
        return Ok(Outcome::fail(problem));
    }
    let Some(body) = seen.json() else {
        let essence = seen.media_type().ok().flatten().unwrap_or_default();
        if essence.ends_with("json") {
            return Err(Blocked::By(format!(
                "{} got JSON that cannot be read",
                seen.label
            )));
        }
        return Ok(Outcome::fail(Problem::new(
            seen.at(""),
            EXPECTED,
            "no JSON text",
        )));
    };
    let Some(keys) = body.get("keys").and_then(Value::as_array) else {
        let place = if body.is_object() { "/keys" } else { "" };
        let observed = body.pointer(place).map_or("missing", shared::kind);
        return Ok(Outcome::fail(Problem::new(
            seen.at(place),
            EXPECTED,
            observed,
        )));
    };
    let strange = keys.iter().enumerate().filter(|(_, key)| !key.is_object());
    let at = |index: usize| seen.at(&format!("/keys/{index}"));
    let problem = |(index, key)| Problem::new(at(index), "a JSON object", shared::kind(key));
    Ok(Outcome::of(strange.map(problem).collect()))
}
