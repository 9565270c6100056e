//! `rfc7662-4-revoked-inactive`: introspection knows what was revoked.

use super::shared::{ENDPOINT, must_be_inactive};
use crate::check::{
    Blocked, Change, Check, Fixture, Level, Mode, On, Outcome, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc7662-4-revoked-inactive",
    aliases: &[],
    cites: &[Citation::rfc(7662, "4")],
    statement: "Introspection says of a token that was revoked that it is not active.",
    level: Level::Must,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Introspection,
    mode: Mode::Active,
    probes: &[Probe::IntrospectRevoked],
    applies: ENDPOINT,
    evaluate,
    remedy: "Look up whether the token was revoked before answering that it is active.",
    fails_on: &[Fixture::new(
        "active true, though the token is dead elsewhere",
        &[Change::On(
            Probe::IntrospectRevoked,
            On::Body("/active", Some("true")),
        )],
    )],
    faults: &["introspection-revoked-active"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let revoked = evidence.probe(Probe::RevokeToIntrospect)?;
    if revoked.status() != Some(200) {
        let reason = format!("{} did not revoke the token", revoked.label);
        return Err(Blocked::NotObserved(reason));
    }
    let outcome = must_be_inactive(evidence.probe(Probe::IntrospectRevoked)?)?;
    // One cause, one finding: where the token lives on everywhere, it is revocation that does nothing.
    if outcome != Outcome::Pass && !is_dead_elsewhere(evidence) {
        let reason = "nothing else shows that the revocation had an effect";
        return Err(Blocked::By(reason.to_owned()));
    }
    Ok(outcome)
}

fn is_dead_elsewhere(evidence: &Evidence<'_>) -> bool {
    let used = evidence.probe(Probe::UseBesideIntrospection);
    used.is_ok_and(|seen| seen.status() == Some(401))
}
