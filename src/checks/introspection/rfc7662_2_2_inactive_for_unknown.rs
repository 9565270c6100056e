//! `rfc7662-2.2-inactive-for-unknown`: a token that is none is no error.

use super::shared::{ENDPOINT, is_let_in, said};
use crate::check::{
    Blocked, Change, Check, Fixture, Level, Mode, On, Outcome, Problem, Severity, Subject, Verdict,
};
use crate::evidence::{Evidence, Seen};
use crate::exchange::Probe;
use crate::spec::Citation;

const PROBES: &[Probe] = &[
    Probe::IntrospectUnknown,
    Probe::IntrospectExpired,
    Probe::IntrospectRevoked,
    Probe::IntrospectTampered,
    Probe::IntrospectByOtherClient,
];

pub(super) static CHECK: Check = Check {
    id: "rfc7662-2.2-inactive-for-unknown",
    aliases: &[],
    cites: &[Citation::rfc(7662, "2.2"), Citation::rfc(7662, "2.3")],
    statement: "A token that is unknown, malformed, expired, revoked, or not for the caller to know gives active false, and no error.",
    level: Level::Must,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Introspection,
    mode: Mode::Active,
    probes: PROBES,
    applies: ENDPOINT,
    evaluate,
    remedy: "Answer 200 and {\"active\":false} for every token that is not active.",
    fails_on: &[
        Fixture::new(
            "status 400",
            &[Change::On(Probe::IntrospectUnknown, On::Status(400))],
        ),
        Fixture::new(
            "status 500",
            &[Change::On(Probe::IntrospectUnknown, On::Status(500))],
        ),
        Fixture::new(
            "active true",
            &[Change::On(
                Probe::IntrospectUnknown,
                On::Body("/active", Some("true")),
            )],
        ),
        Fixture::new(
            "an error for a revoked token",
            &[Change::On(Probe::IntrospectRevoked, On::Status(400))],
        ),
        Fixture::new(
            "an error to another client",
            &[
                Change::On(Probe::IntrospectByOtherClient, On::Status(400)),
                Change::On(
                    Probe::IntrospectByOtherClient,
                    On::Text(r#"{"error":"invalid_token"}"#),
                ),
            ],
        ),
    ],
    faults: &["introspection-unknown-token-refused"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let good = evidence.probe(Probe::Introspect)?;
    is_let_in(good)?;
    let judged = evidence.probed(PROBES)?.into_iter().filter(|seen| {
        // Where even a good token is refused, others of its form may be: a made-up one shows the rule alone.
        let made_up = seen.probe() == Probe::IntrospectUnknown;
        good.status() == Some(200) || made_up && seen.status() != good.status()
    });
    let judged: Vec<_> = judged.map(judge).collect();
    if judged.is_empty() {
        return Err(Blocked::By("every token is refused".to_owned()));
    }
    Outcome::gather(judged)
}

/// That a token is called active though it is not is a rule of its own for each reason; for one that never was, it is this.
fn judge(seen: &Seen<'_>) -> Result<Vec<Problem>, Blocked> {
    is_let_in(seen)?;
    let status = seen.status().unwrap_or_default();
    if matches!(status, 400..=599) {
        let (at, expected) = (seen.at_status(), "200 and active false");
        return Ok(vec![Problem::new(at, expected, status.to_string())]);
    }
    let (object, active) = said(seen)?;
    let wrong = active && seen.probe() == Probe::IntrospectUnknown;
    let problem = || {
        Problem::new(
            object.at("active"),
            "false, because the token is made up",
            "true",
        )
    };
    Ok(wrong.then(problem).into_iter().collect())
}
