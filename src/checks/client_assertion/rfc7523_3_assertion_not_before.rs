//! `rfc7523-3-assertion-not-before`: an assertion has a beginning.

use super::shared::{GRANTED, OFFERED, must_refuse};
use crate::check::{Change, Check, Fixture, Level, Mode, On, Severity, Subject, Verdict};
use crate::evidence::Evidence;
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc7523-3-assertion-not-before",
    aliases: &[],
    cites: &[Citation::rfc(7523, "3")],
    statement: "A client assertion is not accepted before its nbf.",
    level: Level::MustNot,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Token,
    mode: Mode::Active,
    probes: &[Probe::AssertionNotYetValid],
    applies: OFFERED,
    evaluate,
    remedy: "Refuse assertions before their nbf, with a small allowance for clocks that differ.",
    fails_on: &[Fixture::new(
        "accepted ten minutes before its nbf",
        &[
            Change::On(Probe::AssertionNotYetValid, On::Status(200)),
            Change::On(Probe::AssertionNotYetValid, On::Text(GRANTED)),
        ],
    )],
    faults: &["assertion-not-before-unchecked"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    must_refuse(evidence, &[Probe::AssertionNotYetValid], Probe::Assertion)
}
