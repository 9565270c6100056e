//! `rfc7518-6.2.1-ec-parameters`: an EC key has its curve and both coordinates in full.

use super::shared;
use crate::check::{
    Applies, Change, Check, Fixture, Level, Mode, Problem, Severity, Subject, Verdict,
};
use crate::evidence::{Evidence, is_on_curve};
use crate::exchange::Action;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc7518-6.2.1-ec-parameters",
    aliases: &[],
    cites: &[Citation::rfc(7518, "6.2.1")],
    statement: "An EC key has crv, x and y, each coordinate as long as the field of the curve asks for, and together they are a point on it.",
    level: Level::Must,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Jwks,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::KeyType("EC"),
    evaluate,
    remedy: "Write x and y with zeros in front up to the size of the field: 32 octets for P-256, 48 for P-384, 66 for P-521.",
    fails_on: &[
        Fixture::new(
            "x of 31 octets",
            &[Change::Body(
                Action::Jwks,
                "/keys/1/x",
                Some(r#""zBzrbH_-1WDQhxMUgWP_oUypTZp2SvoH0sdEBl-A""#),
            )],
        ),
        Fixture::new(
            "y is missing",
            &[Change::Body(Action::Jwks, "/keys/1/y", None)],
        ),
        Fixture::new(
            "crv is missing",
            &[Change::Body(Action::Jwks, "/keys/1/crv", None)],
        ),
        Fixture::new(
            "a point that is not on the curve",
            &[Change::Body(
                Action::Jwks,
                "/keys/1/x",
                Some(r#""czhBzrbH_-1WDQhxMUgWP_oUypTZp2SvoH0sdEBl-KE""#),
            )],
        ),
    ],
    faults: &["jwks-ec-coordinate-short"],
};

/// Octets of a coordinate (RFC 7518 §6.2.1.2, RFC 8812 §3.1).
fn size(curve: &str) -> Option<usize> {
    match curve {
        "P-256" | "secp256k1" => Some(32),
        "P-384" => Some(48),
        "P-521" => Some(66),
        _ => None,
    }
}

// Curves that are not known here need not have a y.
fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    shared::each_key(evidence, |jwks, key| {
        if key.text("kty") != Some("EC") {
            return Vec::new();
        }
        let problem = |name: &str, expected: &str, observed: String| {
            Problem::new(jwks.at(key.index, name), expected, observed)
        };
        let Some(curve) = key.text("crv") else {
            return vec![problem("crv", "the name of a curve", key.shown("crv"))];
        };
        let expected = match size(curve) {
            Some(size) => format!("{size} octets in base64url without padding"),
            None => "octets in base64url without padding".to_owned(),
        };
        let asked = |name: &&str| *name == "x" || size(curve).is_some() || key.has(name);
        let coordinate = |name| match shared::octets(key, name) {
            Ok(octets) if size(curve).is_none_or(|size| size == octets.len()) => None,
            Ok(octets) => Some(problem(name, &expected, format!("{} octets", octets.len()))),
            Err(observed) => Some(problem(name, &expected, observed)),
        };
        let coordinates = ["x", "y"].into_iter().filter(asked).filter_map(coordinate);
        let mut problems: Vec<Problem> = coordinates.collect();
        if problems.is_empty() && is_on_curve(key) == Some(false) {
            let observed = "x and y of no such point".to_owned();
            problems.push(problem("x", &format!("a point on {curve}"), observed));
        }
        problems
    })
}
