//! `rfc7662-4-expired-inactive`: introspection knows what expired.

use super::shared::{ENDPOINT, must_be_inactive};
use crate::check::{Change, Check, Fixture, Level, Mode, On, Severity, Subject, Verdict};
use crate::evidence::Evidence;
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc7662-4-expired-inactive",
    aliases: &[],
    cites: &[Citation::rfc(7662, "4")],
    statement: "Introspection says of a token that has expired that it is not active.",
    level: Level::Must,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Introspection,
    mode: Mode::Active,
    probes: &[Probe::IntrospectExpired],
    applies: ENDPOINT,
    evaluate,
    remedy: "Compare exp with the clock before answering that a token is active.",
    fails_on: &[Fixture::new(
        "active true",
        &[Change::On(
            Probe::IntrospectExpired,
            On::Body("/active", Some("true")),
        )],
    )],
    faults: &["introspection-expired-active"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    must_be_inactive(evidence.probe(Probe::IntrospectExpired)?)
}
