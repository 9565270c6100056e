//! `rfc7523-3.2-assertion-error-code`: a refused assertion is an `invalid_client`.

use super::shared::{Fate, OFFERED, control, fate};
use crate::check::{
    Blocked, Change, Check, Fixture, Level, Mode, On, Outcome, Problem, Severity, Subject, Verdict,
};
use crate::evidence::{Evidence, Seen};
use crate::exchange::Probe;
use crate::spec::Citation;

const PROBES: &[Probe] = &[
    Probe::AssertionOtherAudience,
    Probe::AssertionExpired,
    Probe::AssertionWithoutExp,
    Probe::AssertionOtherSubject,
    Probe::AssertionOtherIssuer,
    Probe::AssertionWithoutSubject,
    Probe::AssertionBrokenSignature,
    Probe::AssertionOtherKey,
    Probe::AssertionUnsigned,
    Probe::AssertionNotYetValid,
    Probe::AssertionReplayed,
    Probe::AssertionOtherAlgorithm,
    Probe::AssertionPublicKeyAsSecret,
];

pub(super) static CHECK: Check = Check {
    id: "rfc7523-3.2-assertion-error-code",
    aliases: &[],
    cites: &[Citation::rfc(7523, "3.2"), Citation::rfc(6749, "5.2")],
    statement: "A client assertion that is not valid is answered with the error invalid_client, and status 400 or 401.",
    level: Level::Must,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Token,
    mode: Mode::Active,
    probes: PROBES,
    applies: OFFERED,
    evaluate,
    remedy: "Answer a client assertion that is not valid with the error invalid_client.",
    fails_on: &[
        Fixture::new(
            "invalid_grant for an expired one",
            &[Change::On(
                Probe::AssertionExpired,
                On::Body("/error", Some(r#""invalid_grant""#)),
            )],
        ),
        Fixture::new(
            "invalid_request for one without a signature",
            &[Change::On(
                Probe::AssertionUnsigned,
                On::Body("/error", Some(r#""invalid_request""#)),
            )],
        ),
        Fixture::new(
            "status 403",
            &[Change::On(Probe::AssertionOtherAudience, On::Status(403))],
        ),
        Fixture::new(
            "status 200",
            &[Change::On(Probe::AssertionOtherKey, On::Status(200))],
        ),
    ],
    faults: &["assertion-error-invalid-grant"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let mut refused: Vec<&Seen<'_>> = Vec::new();
    for seen in evidence.probed(PROBES)? {
        if let Ok(Fate::Refused) = fate(seen) {
            refused.push(seen);
        }
    }
    if refused.is_empty() {
        return Err(Blocked::NotObserved("no assertion was refused".to_owned()));
    }
    control(evidence, Probe::Assertion)?;
    Outcome::gather(refused.into_iter().map(judge))
}

fn judge(seen: &Seen<'_>) -> Result<Vec<Problem>, Blocked> {
    let refusal = seen.refusal()?;
    let mut problems = Vec::new();
    if refusal.error != "invalid_client" {
        let (at, observed) = (refusal.at("error"), refusal.shown("error"));
        problems.push(Problem::new(at, "invalid_client", observed));
    } else if let Some(status) = seen.status().filter(|status| !matches!(status, 400 | 401)) {
        problems.push(Problem::new(
            seen.at_status(),
            "400 or 401",
            status.to_string(),
        ));
    }
    Ok(problems)
}
