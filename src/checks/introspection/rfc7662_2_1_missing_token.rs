//! `rfc7662-2.1-missing-token`: without a token there is nothing to introspect.

use super::shared::{ENDPOINT, is_let_in, let_in, said};
use crate::check::{
    Change, Check, Fixture, Level, Mode, On, Outcome, Problem, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc7662-2.1-missing-token",
    aliases: &[],
    cites: &[Citation::rfc(7662, "2.1"), Citation::rfc(6749, "5.2")],
    statement: "An introspection request without token, which is a required parameter, is refused as malformed.",
    level: Level::Must,
    severity: Severity::Warning,
    note: Some("RFC 7662 requires the parameter and names no error for its absence."),
    subject: Subject::Introspection,
    mode: Mode::Active,
    probes: &[Probe::IntrospectWithoutToken],
    applies: ENDPOINT,
    evaluate,
    remedy: "Answer an introspection request without token with 400 and the error invalid_request.",
    fails_on: &[
        Fixture::new(
            "status 500",
            &[Change::On(Probe::IntrospectWithoutToken, On::Status(500))],
        ),
        Fixture::new(
            "active true",
            &[
                Change::On(Probe::IntrospectWithoutToken, On::Status(200)),
                Change::On(
                    Probe::IntrospectWithoutToken,
                    On::Text(r#"{"active":true}"#),
                ),
            ],
        ),
        Fixture::new(
            "active false",
            &[
                Change::On(Probe::IntrospectWithoutToken, On::Status(200)),
                Change::On(
                    Probe::IntrospectWithoutToken,
                    On::Text(r#"{"active":false}"#),
                ),
            ],
        ),
    ],
    faults: &["introspection-without-token-status-500"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let_in(evidence)?;
    let seen = evidence.probe(Probe::IntrospectWithoutToken)?;
    is_let_in(seen)?;
    let status = seen.status().unwrap_or_default();
    if (400..500).contains(&status) {
        return Ok(Outcome::Pass);
    }
    let mut problem = Problem::new(
        seen.at_status(),
        "400 and the error invalid_request",
        status.to_string(),
    );
    if said(seen).is_ok_and(|(_, active)| !active) {
        "active false".clone_into(&mut problem.observed);
        problem.severity = Some(Severity::Suggestion);
    }
    Ok(Outcome::fail(problem))
}
