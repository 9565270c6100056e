//! `rfc6749-a.1-client-id-charset`: identifiers and secrets stay within visible ASCII and space.

use super::shared::{Found, each_found, shown, with};
use crate::check::{Applies, Check, Fixture, Level, Mode, Problem, Severity, Subject, Verdict};
use crate::evidence::{Evidence, Registration};
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc6749-a.1-client-id-charset",
    aliases: &[],
    cites: &[Citation::rfc(6749, "A.1"), Citation::rfc(6749, "A.2")],
    statement: "A client identifier and a client secret consist of visible ASCII characters and spaces only.",
    level: Level::Must,
    severity: Severity::Failure,
    note: Some("The grammar's VSCHAR; a grammar has no keyword and is read as MUST."),
    subject: Subject::Registration,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::Registered,
    evaluate,
    remedy: "Generate identifiers and secrets from the base64url alphabet.",
    fails_on: &[
        Fixture::new(
            "a letter beyond ASCII in client_id",
            &[with("/client_id", r#""café""#)],
        ),
        Fixture::new(
            "a tab in client_secret",
            &[with("/client_secret", r#""a\tb""#)],
        ),
    ],
    faults: &["client-secret-not-ascii"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    each_found(evidence, |registration| judge(evidence, registration))
}

fn judge(evidence: &Evidence<'_>, registration: &Registration<'_>) -> Found {
    let expected = "characters from %x20 to %x7E";
    let id = registration.text("client_id").and_then(outside);
    if id.is_some() {
        let observed = shown(registration, "client_id");
        return Ok(vec![Problem::new(
            registration.at("client_id"),
            expected,
            observed,
        )]);
    }
    let Some(secret) = registration.text("client_secret") else {
        return Ok(Vec::new());
    };
    let place = outside(evidence.secret(secret)?);
    let problem = |place: usize| {
        let observed = format!("another character in place {place}");
        Problem::new(registration.at("client_secret"), expected, observed)
    };
    Ok(place.map(problem).into_iter().collect())
}

/// The place of the first character outside VSCHAR, counted from 1.
fn outside(text: &str) -> Option<usize> {
    let place = text.chars().position(|c| !matches!(c, ' '..='~'));
    place.map(|place| place + 1)
}
