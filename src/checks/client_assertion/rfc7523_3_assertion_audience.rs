//! `rfc7523-3-assertion-audience`: an assertion is meant for this server.

use super::shared::{GRANTED, OFFERED, must_refuse};
use crate::check::{Change, Check, Fixture, Level, Mode, On, Severity, Subject, Verdict};
use crate::evidence::Evidence;
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc7523-3-assertion-audience",
    aliases: &[],
    cites: &[Citation::rfc(7523, "3")],
    statement: "A client assertion that does not name the server in aud is refused.",
    level: Level::Must,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Token,
    mode: Mode::Active,
    probes: &[Probe::AssertionOtherAudience],
    applies: OFFERED,
    evaluate,
    remedy: "Refuse assertions whose aud does not name this server.",
    fails_on: &[Fixture::new(
        "accepted for another server",
        &[
            Change::On(Probe::AssertionOtherAudience, On::Status(200)),
            Change::On(Probe::AssertionOtherAudience, On::Text(GRANTED)),
        ],
    )],
    faults: &["assertion-audience-unchecked"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    must_refuse(evidence, &[Probe::AssertionOtherAudience], Probe::Assertion)
}
