//! `rfc7523-3-assertion-exp-required`: an assertion says when it ends.

use super::shared::{GRANTED, OFFERED, must_refuse};
use crate::check::{Change, Check, Fixture, Level, Mode, On, Severity, Subject, Verdict};
use crate::evidence::Evidence;
use crate::exchange::Probe;
use crate::spec::{Citation, Spec};

pub(super) static CHECK: Check = Check {
    id: "rfc7523-3-assertion-exp-required",
    aliases: &[],
    cites: &[Citation::rfc(7523, "3"), Citation::of(Spec::OidcCore, "9")],
    statement: "A client assertion without exp is refused.",
    level: Level::Must,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Token,
    mode: Mode::Active,
    probes: &[Probe::AssertionWithoutExp],
    applies: OFFERED,
    evaluate,
    remedy: "Refuse assertions that have no exp.",
    fails_on: &[Fixture::new(
        "accepted without exp",
        &[
            Change::On(Probe::AssertionWithoutExp, On::Status(200)),
            Change::On(Probe::AssertionWithoutExp, On::Text(GRANTED)),
        ],
    )],
    faults: &["assertion-without-exp-accepted"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    must_refuse(evidence, &[Probe::AssertionWithoutExp], Probe::Assertion)
}
