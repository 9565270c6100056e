//! `rfc7523-3-assertion-expired`: an assertion has an end.

use super::shared::{GRANTED, OFFERED, must_refuse};
use crate::check::{Change, Check, Fixture, Level, Mode, On, Severity, Subject, Verdict};
use crate::evidence::Evidence;
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc7523-3-assertion-expired",
    aliases: &[],
    cites: &[Citation::rfc(7523, "3")],
    statement: "A client assertion whose exp has passed is refused.",
    level: Level::Must,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Token,
    mode: Mode::Active,
    probes: &[Probe::AssertionExpired],
    applies: OFFERED,
    evaluate,
    remedy: "Compare exp with the clock, with a small allowance for clocks that differ.",
    fails_on: &[Fixture::new(
        "accepted five minutes after its exp",
        &[
            Change::On(Probe::AssertionExpired, On::Status(200)),
            Change::On(Probe::AssertionExpired, On::Text(GRANTED)),
        ],
    )],
    faults: &["assertion-expired-accepted"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    must_refuse(evidence, &[Probe::AssertionExpired], Probe::Assertion)
}
