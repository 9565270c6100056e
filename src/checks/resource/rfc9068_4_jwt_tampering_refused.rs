//! `rfc9068-4-jwt-tampering-refused`: a JWT that the server did not sign as it is opens nothing.

use super::shared::{is_protected, unclear};
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, On, Outcome, Problem, Severity, Subject,
    Verdict,
};
use crate::evidence::{Evidence, Seen};
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc9068-4-jwt-tampering-refused",
    aliases: &[],
    cites: &[Citation::rfc(9068, "4")],
    statement: "A protected resource refuses a JWT access token that was changed, has no signature, or is of another type.",
    level: Level::Must,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Resource,
    mode: Mode::Active,
    probes: PROBES,
    applies: Applies::Rfc9068,
    evaluate,
    remedy: "Verify the signature, the algorithm and the type of each token.",
    fails_on: &[
        Fixture::new(
            "changed claims",
            &[Change::On(Probe::ResourceTamperedToken, On::Status(200))],
        ),
        Fixture::new(
            "the algorithm none",
            &[Change::On(Probe::ResourceUnsignedToken, On::Status(200))],
        ),
        Fixture::new(
            "another type",
            &[Change::On(Probe::ResourceForeignTyp, On::Status(200))],
        ),
    ],
    faults: &["bearer-unverified"],
};

const PROBES: &[Probe] = &[
    Probe::ResourceTamperedToken,
    Probe::ResourceUnsignedToken,
    Probe::ResourceForeignTyp,
];

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let answers = evidence.probed(PROBES)?;
    is_protected(evidence)?;
    Outcome::gather(answers.into_iter().map(judge))
}

fn judge(seen: &Seen<'_>) -> Result<Vec<Problem>, Blocked> {
    let status = seen.status().unwrap_or_default();
    match status {
        200..300 => {
            let problem = Problem::new(seen.at_status(), "401", status.to_string());
            Ok(vec![problem])
        }
        400..500 => Ok(Vec::new()),
        _ => Err(unclear(seen)),
    }
}
