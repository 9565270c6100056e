//! `rfc7517-4.5-kid-distinct`: different keys have different ids.

use crate::check::{
    Applies, Change, Check, Fixture, Level, Mode, Outcome, Problem, Severity, Subject, Verdict,
};
use crate::evidence::{Evidence, Key};
use crate::exchange::Action;
use crate::spec::Citation;
use std::collections::BTreeMap;

pub(super) static CHECK: Check = Check {
    id: "rfc7517-4.5-kid-distinct",
    aliases: &[],
    cites: &[Citation::rfc(7517, "4.5")],
    statement: "Different keys of one type in the JWK set have different kid values.",
    level: Level::Should,
    severity: Severity::Warning,
    note: None,
    subject: Subject::Jwks,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::KeyHas("kid"),
    evaluate,
    remedy: "Give each key a kid of its own, as its RFC 7638 thumbprint.",
    fails_on: &[Fixture::new(
        "two EC keys of one kid",
        &[
            Change::Body(Action::Jwks, "/keys/0/kid", Some(r#""1""#)),
            Change::Body(Action::Jwks, "/keys/1/kid", Some(r#""1""#)),
            Change::Body(
                Action::Jwks,
                "/keys/-",
                Some(
                    r#"{"kty":"EC","crv":"P-256","kid":"1","x":"czhBzrbH_-1WDQhxMUgWP_oUypTZp2SvoH0sdEBl-KE","y":"G6BVRZRTeuI_C989uYpr3DpSw1MH9_0mI8Eir1eInb4"}"#,
                ),
            ),
        ],
    )],
    faults: &["jwks-kid-twice"],
};

/// The members that make a key what it is.
const MATERIAL: &[&str] = &["n", "e", "crv", "x", "y", "pub"];

// Keys of different types may be equivalent alternatives, and one key may be listed for several algorithms.
fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let jwks = evidence.key_set()?;
    let mut first: BTreeMap<(&str, &str), Key<'_>> = BTreeMap::new();
    let mut problems = Vec::new();
    for key in jwks.objects() {
        let Some(named) = key.text("kty").zip(key.text("kid")) else {
            continue;
        };
        let Some(other) = first.get(&named) else {
            first.insert(named, key);
            continue;
        };
        if MATERIAL.iter().any(|name| key.get(name) != other.get(name)) {
            let observed = format!("{}, as /keys/{} has", key.shown("kid"), other.index);
            let expected = format!("a kid that no other {} key has", named.0);
            problems.push(Problem::new(jwks.at(key.index, "kid"), expected, observed));
        }
    }
    Ok(Outcome::of(problems))
}
