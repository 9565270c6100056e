//! `rfc7009-2.2-status-200`: a revocation is answered with 200.

use super::shared::answer;
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, On, Outcome, Problem, Severity, Subject,
    Verdict,
};
use crate::evidence::{Evidence, Seen};
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc7009-2.2-status-200",
    aliases: &[],
    cites: &[Citation::rfc(7009, "2.2")],
    statement: "A successful revocation is answered with status 200.",
    level: Level::Must,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Revocation,
    mode: Mode::Active,
    probes: PROBES,
    applies: Applies::MetadataHas("revocation_endpoint"),
    evaluate,
    remedy: "Answer a successful revocation with 200.",
    fails_on: &[
        Fixture::new("status 204", &[Change::On(Probe::Revoke, On::Status(204))]),
        Fixture::new(
            "status 202 for a refresh token",
            &[Change::On(Probe::RevokeRefreshToken, On::Status(202))],
        ),
    ],
    faults: &["revocation-status-204"],
};

const PROBES: &[Probe] = &[
    Probe::Revoke,
    Probe::RevokeRefreshToken,
    Probe::RevokeAgain,
    Probe::RevokeUnknown,
    Probe::RevokeWrongHint,
    Probe::RevokeUnknownHint,
];

// What is not answered as a success is for other rules.
fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let mut answers = evidence.probed(PROBES)?;
    answers.retain(|seen| seen.succeeded());
    if answers.is_empty() {
        let reason = "no revocation succeeded".to_owned();
        return Err(Blocked::NotObserved(reason));
    }
    answers.retain(|seen| seen.status() != Some(200));
    let problem = |seen: &&Seen<'_>| Problem::new(seen.at_status(), "200", answer(seen));
    Ok(Outcome::of(answers.iter().map(problem).collect()))
}
