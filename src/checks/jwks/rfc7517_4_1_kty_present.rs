//! `rfc7517-4.1-kty-present`: every key states its type.

use super::shared;
use crate::check::{
    Applies, Change, Check, Fixture, Level, Mode, Problem, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Action;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc7517-4.1-kty-present",
    aliases: &[],
    cites: &[Citation::rfc(7517, "4.1")],
    statement: "Each key of the JWK set names its type in kty, as a string.",
    level: Level::Must,
    severity: Severity::Failure,
    note: Some(
        "A type that is not registered only makes others ignore the key: that is a suggestion.",
    ),
    subject: Subject::Jwks,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::Jwks,
    evaluate,
    remedy: "Add kty to each published key, as RSA, EC or OKP.",
    fails_on: &[
        Fixture::new(
            "a key without kty",
            &[Change::Body(Action::Jwks, "/keys/1/kty", None)],
        ),
        Fixture::new(
            "kty is a number",
            &[Change::Body(Action::Jwks, "/keys/0/kty", Some("2"))],
        ),
        Fixture::new(
            "a type in lower case",
            &[Change::Body(Action::Jwks, "/keys/0/kty", Some(r#""rsa""#))],
        ),
    ],
    faults: &["jwks-kty-missing"],
};

/// The types of the IANA registry "JSON Web Key Types".
const KNOWN: &[&str] = &["RSA", "EC", "OKP", "oct", "AKP"];

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    shared::each_key(evidence, |jwks, key| {
        let problem =
            |expected: &str| Problem::new(jwks.at(key.index, "kty"), expected, key.shown("kty"));
        let Some(kty) = key.text("kty") else {
            return Some(problem("the type of the key, as a string"));
        };
        // Names of one's own are collision-resistant: they hold a domain name or are a URI.
        let unknown = !KNOWN.contains(&kty) && !kty.contains(['.', ':', '/']);
        unknown.then(|| problem("a registered type").only(Severity::Suggestion))
    })
}
