//! `rfc7519-4.1-claim-types`: registered claims have their types.

use super::shared;
use crate::check::{
    Applies, Change, Check, Fixture, Level, Mode, Problem, Severity, Subject, Verdict,
};
use crate::evidence::{Evidence, base64url_defect, brief};
use crate::spec::Citation;
use serde_json::Value;

pub(super) static CHECK: Check = Check {
    id: "rfc7519-4.1-claim-types",
    aliases: &[],
    cites: &[
        Citation::rfc(7519, "4.1"),
        Citation::rfc(7519, "7.2"),
        Citation::rfc(8693, "4.3"),
    ],
    statement: "The claims of a JWT have the types that they are registered with: iss, sub, jti and client_id are strings, aud is a string or an array of strings, exp, nbf and iat are numbers.",
    level: Level::Must,
    severity: Severity::Failure,
    note: None,
    subject: Subject::AccessToken,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::JwtShaped,
    evaluate,
    remedy: "Write times as numbers of seconds and identifiers as strings.",
    fails_on: &[
        Fixture::new(
            "exp is a string",
            &[Change::Claim("exp", Some(r#""1767226500""#))],
        ),
        Fixture::new(
            "iat is a string",
            &[Change::Claim("iat", Some(r#""2026-01-01T00:00:00Z""#))],
        ),
        Fixture::new("jti is a number", &[Change::Claim("jti", Some("7"))]),
        Fixture::new("aud is an object", &[Change::Claim("aud", Some("{}"))]),
        Fixture::new("aud holds a number", &[Change::Claim("aud", Some("[7]"))]),
        Fixture::new("the claims are an array", &[Change::TokenPart(1, "W10")]),
    ],
    faults: &["access-token-jti-number"],
};

const STRING: &str = "a string";
const NUMBER: &str = "a number of seconds since the epoch";
const AUDIENCE: &str = "a string or an array of strings";

/// A claim, its type in words, and whether a value is of it.
type Typed = (&'static str, &'static str, fn(&Value) -> bool);

const TYPES: &[Typed] = &[
    ("iss", STRING, Value::is_string),
    ("sub", STRING, Value::is_string),
    ("aud", AUDIENCE, is_audience),
    ("exp", NUMBER, Value::is_number),
    ("nbf", NUMBER, Value::is_number),
    ("iat", NUMBER, Value::is_number),
    ("jti", STRING, Value::is_string),
    ("client_id", STRING, Value::is_string),
];

fn is_audience(value: &Value) -> bool {
    let strings = value
        .as_array()
        .is_some_and(|all| all.iter().all(Value::is_string));
    value.is_string() || strings
}

// What only looks like a JWT may hold anything; what says that it is one holds a JSON object.
fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    shared::each(&evidence.jwts()?, |jwt| {
        let part = jwt.parts().get(1).copied().unwrap_or_default();
        if jwt.claims.is_none() && jwt.is_rfc9068() && base64url_defect(part).is_none() {
            let at = jwt.token.at("access_token/claims");
            return Ok(vec![Problem::new(at, "a JSON object", "something else")]);
        }
        let wrong = |(name, expected, is): &Typed| {
            let observed = jwt.claim(name).filter(|claim| !is(claim))?;
            Some(Problem::new(jwt.at_claim(name), *expected, brief(observed)))
        };
        shared::claims(jwt)?;
        Ok(TYPES.iter().filter_map(wrong).collect::<Vec<_>>())
    })
}
