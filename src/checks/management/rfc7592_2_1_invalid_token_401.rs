//! `rfc7592-2.1-invalid-token-401`: a wrong registration access token gets 401.

use super::shared_probes::unclear;
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, On, Outcome, Problem, Severity, Subject,
    Verdict,
};
use crate::evidence::{Evidence, Seen};
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc7592-2.1-invalid-token-401",
    aliases: &[],
    cites: &[
        Citation::rfc(7592, "2.1"),
        Citation::rfc(7592, "2.2"),
        Citation::rfc(7592, "2.3"),
    ],
    statement: "A registration access token that is not valid is refused with status 401, whatever the method.",
    level: Level::Must,
    severity: Severity::Failure,
    note: Some(
        "The sections refer to RFC 6750, whose §3.1 has 401 for it. What the challenge has to say is for rules of RFC 6750.",
    ),
    subject: Subject::RegistrationManagement,
    mode: Mode::Active,
    probes: PROBES,
    applies: Applies::Always,
    evaluate,
    remedy: "Answer 401 with a Bearer challenge and the error invalid_token.",
    fails_on: &[
        Fixture::new(
            "a read gets 404",
            &[Change::On(Probe::ReadWrongToken, On::Status(404))],
        ),
        Fixture::new(
            "an update gets 403",
            &[Change::On(Probe::UpdateWrongToken, On::Status(403))],
        ),
        Fixture::new(
            "a client is deleted",
            &[Change::On(Probe::DeleteWrongToken, On::Status(204))],
        ),
    ],
    faults: &["client-update-wrong-token-403"],
};

const PROBES: &[Probe] = &[
    Probe::ReadWrongToken,
    Probe::UpdateWrongToken,
    Probe::DeleteWrongToken,
];

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    Outcome::gather(evidence.probed(PROBES)?.into_iter().map(judge))
}

// A method that is not offered needs no token to be refused.
fn judge(seen: &Seen<'_>) -> Result<Vec<Problem>, Blocked> {
    match seen.status().unwrap_or_default() {
        401 | 405 | 501 => Ok(Vec::new()),
        status @ 200..=499 => {
            let problem = Problem::new(seen.at_status(), "401", status.to_string());
            Ok(vec![problem])
        }
        _ => Err(unclear(seen)),
    }
}
