//! `rfc7662-2.3-invalid-credentials-401`: wrong credentials are answered with 401.

use super::shared::ENDPOINT;
use crate::check::{
    Blocked, Change, Check, Fixture, Level, Mode, On, Outcome, Problem, Severity, Subject, Verdict,
};
use crate::evidence::{Evidence, Seen, cut};
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc7662-2.3-invalid-credentials-401",
    aliases: &[],
    cites: &[Citation::rfc(7662, "2.3"), Citation::rfc(6749, "5.2")],
    statement: "Wrong client credentials are answered with 401 and the error invalid_client.",
    level: Level::Must,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Introspection,
    mode: Mode::Active,
    probes: &[Probe::IntrospectWrongSecret],
    applies: ENDPOINT,
    evaluate,
    remedy: "Answer wrong credentials with 401, a Basic challenge and the error invalid_client.",
    fails_on: &[
        Fixture::new(
            "active false",
            &[
                Change::On(Probe::IntrospectWrongSecret, On::Status(200)),
                Change::On(
                    Probe::IntrospectWrongSecret,
                    On::Text(r#"{"active":false}"#),
                ),
            ],
        ),
        Fixture::new(
            "status 400",
            &[Change::On(Probe::IntrospectWrongSecret, On::Status(400))],
        ),
        Fixture::new(
            "status 403",
            &[Change::On(Probe::IntrospectWrongSecret, On::Status(403))],
        ),
        Fixture::new(
            "another error",
            &[Change::On(
                Probe::IntrospectWrongSecret,
                On::Body("/error", Some(r#""invalid_token""#)),
            )],
        ),
        Fixture::new(
            "a challenge for another scheme",
            &[Change::On(
                Probe::IntrospectWrongSecret,
                On::Header("www-authenticate", Some("Bearer")),
            )],
        ),
    ],
    faults: &["introspection-strangers-answered"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let seen = evidence.probe(Probe::IntrospectWrongSecret)?;
    let status = seen.status().unwrap_or_default();
    if matches!(status, 404 | 405 | 500..) {
        let reason = format!("{} got status {status}", seen.label);
        return Err(Blocked::NotObserved(reason));
    }
    if status != 401 {
        let (at, observed) = (seen.at_status(), status.to_string());
        return Ok(Outcome::fail(Problem::new(at, "401", observed)));
    }
    let mut problems = Vec::new();
    if let Ok(refusal) = seen.refusal()
        && refusal.error != "invalid_client"
    {
        let (at, observed) = (refusal.at("error"), refusal.shown("error"));
        problems.push(Problem::new(at, "invalid_client", observed));
    }
    problems.extend(other_challenge(seen));
    Ok(Outcome::of(problems))
}

/// The challenge names the scheme that the client used (RFC 6749 §5.2); that there is none at all is a rule of HTTP.
fn other_challenge(seen: &Seen<'_>) -> Option<Problem> {
    const NAME: &str = "www-authenticate";
    let fields: Vec<&str> = seen.headers().ok()?.all(NAME).collect();
    let challenges = fields.join(", ");
    let names_basic = |part: &str| part.trim_start().to_ascii_lowercase().starts_with("basic");
    if fields.is_empty() || challenges.split(',').any(names_basic) {
        return None;
    }
    let expected = "a challenge of the scheme Basic, which the client used";
    Some(Problem::new(
        seen.at_header(NAME),
        expected,
        cut(&challenges),
    ))
}
