//! `rfc6749-3.3-scope-claim-consistent`: the response and the token tell the same scope.

use super::shared;
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, Problem, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::spec::Citation;
use serde_json::Value;
use std::collections::BTreeSet;

pub(super) static CHECK: Check = Check {
    id: "rfc6749-3.3-scope-claim-consistent",
    aliases: &[],
    cites: &[Citation::rfc(6749, "3.3"), Citation::rfc(6749, "5.1")],
    statement: "The scope in the token response is the scope that the access token carries.",
    level: Level::Must,
    severity: Severity::Failure,
    note: None,
    subject: Subject::AccessToken,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::All(&[Applies::TokenHas("scope"), Applies::JwtHas("scope")]),
    evaluate,
    remedy: "Take the scope of the response and of the token from one value.",
    fails_on: &[
        Fixture::new(
            "another scope",
            &[Change::Claim("scope", Some(r#""another""#))],
        ),
        Fixture::new(
            "more than was told",
            &[Change::Claim(
                "scope",
                Some(r#""openactive-ordersfeed client-scope more""#),
            )],
        ),
        Fixture::new(
            "an array of another scope",
            &[Change::Claim("scope", Some(r#"["another"]"#))],
        ),
    ],
    faults: &["access-token-scope-of-another"],
};

// A response without scope says that all that was asked for was granted: that is another rule's.
fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    shared::each(&evidence.jwts()?, |jwt| {
        let Some((told, carried)) = jwt.token.text("scope").zip(jwt.claim("scope")) else {
            return Ok(None);
        };
        let carried: BTreeSet<&str> = match carried {
            Value::String(text) => values(text).collect(),
            Value::Array(items) => items
                .iter()
                .filter_map(Value::as_str)
                .flat_map(values)
                .collect(),
            _ => return Err(Blocked::By("the scope claim cannot be read".to_owned())),
        };
        let expected = format!("the scope of the response, {}", jwt.token.shown("scope"));
        let (at, observed) = (jwt.at_claim("scope"), jwt.shown_claim("scope"));
        let differs = values(told).collect::<BTreeSet<_>>() != carried;
        Ok(differs.then(|| Problem::new(at, expected, observed)))
    })
}

fn values(scope: &str) -> impl Iterator<Item = &str> {
    scope.split(' ').filter(|value| !value.is_empty())
}
