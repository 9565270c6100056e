//! `rfc7591-2-unknown-metadata-ignored`: a member that the server does not know does no harm.

use super::shared_probes::{Answer, answer, refused_for};
use crate::check::{
    Applies, Change, Check, Fixture, Level, Mode, On, Outcome, Problem, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc7591-2-unknown-metadata-ignored",
    aliases: &[],
    cites: &[Citation::rfc(7591, "2"), Citation::rfc(7591, "3.1")],
    statement: "A registration with a member that the server does not understand succeeds like one without it.",
    level: Level::Must,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Registration,
    mode: Mode::Active,
    probes: &[Probe::UnknownMetadata],
    applies: Applies::Always,
    evaluate,
    remedy: "Ignore members of the client metadata that are not understood.",
    fails_on: &[
        Fixture::new(
            "refused",
            &[Change::On(Probe::UnknownMetadata, On::Status(400))],
        ),
        Fixture::new(
            "a failure of the server",
            &[Change::On(Probe::UnknownMetadata, On::Status(500))],
        ),
    ],
    faults: &["registration-unknown-member-refused"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let seen = evidence.probe(Probe::UnknownMetadata)?;
    if seen.status() != Some(500)
        && let Answer::Registered(_) = answer(seen)?
    {
        return Ok(Outcome::Pass);
    }
    refused_for(evidence, seen, &["x_issuercheck_probe"])?;
    let status = seen.status().unwrap_or_default();
    Ok(Outcome::fail(Problem::new(
        seen.at_status(),
        "a registration, as without the member x_issuercheck_probe",
        status.to_string(),
    )))
}
