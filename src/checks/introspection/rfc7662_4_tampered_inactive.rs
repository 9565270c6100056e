//! `rfc7662-4-tampered-inactive`: introspection verifies signatures.

use super::shared::{ENDPOINT, must_be_inactive};
use crate::check::{Change, Check, Fixture, Level, Mode, On, Severity, Subject, Verdict};
use crate::evidence::Evidence;
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc7662-4-tampered-inactive",
    aliases: &[],
    cites: &[Citation::rfc(7662, "4")],
    statement: "Introspection says of a signed token whose claims were changed that it is not active.",
    level: Level::Must,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Introspection,
    mode: Mode::Active,
    probes: &[Probe::IntrospectTampered],
    applies: ENDPOINT,
    evaluate,
    remedy: "Verify the signature of a token before answering that it is active.",
    fails_on: &[Fixture::new(
        "active true",
        &[Change::On(
            Probe::IntrospectTampered,
            On::Body("/active", Some("true")),
        )],
    )],
    faults: &["introspection-tampered-active"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    must_be_inactive(evidence.probe(Probe::IntrospectTampered)?)
}
