//! `rfc7521-4.2-assertion-client-id-match`: a `client_id` beside an assertion is the same.

use super::shared::{GRANTED, OFFERED, must_refuse};
use crate::check::{Change, Check, Fixture, Level, Mode, On, Severity, Subject, Verdict};
use crate::evidence::Evidence;
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc7521-4.2-assertion-client-id-match",
    aliases: &[],
    cites: &[Citation::rfc(7521, "4.2")],
    statement: "A client_id parameter beside a client assertion names the client that the assertion names.",
    level: Level::Must,
    severity: Severity::Warning,
    note: Some(
        "The requirement is on the value of the parameter, which the client sends; that the server refuses another one follows from it.",
    ),
    subject: Subject::Token,
    mode: Mode::Active,
    probes: &[Probe::AssertionOtherClientId],
    applies: OFFERED,
    evaluate,
    remedy: "Refuse a client_id that differs from the subject of the assertion.",
    fails_on: &[Fixture::new(
        "the client_id of another client is passed over",
        &[
            Change::On(Probe::AssertionOtherClientId, On::Status(200)),
            Change::On(Probe::AssertionOtherClientId, On::Text(GRANTED)),
        ],
    )],
    faults: &["assertion-client-id-unchecked"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    must_refuse(evidence, &[Probe::AssertionOtherClientId], Probe::Assertion)
}
