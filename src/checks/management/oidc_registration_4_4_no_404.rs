//! `oidc-registration-4.4-no-404`: no answer tells that a client does not exist.

use super::shared_probes::unclear;
use crate::check::{
    Applies, Change, Check, Fixture, Level, Mode, On, Outcome, Problem, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Probe;
use crate::spec::{Citation, Spec};

pub(super) static CHECK: Check = Check {
    id: "oidc-registration-4.4-no-404",
    aliases: &[],
    cites: &[Citation::of(Spec::OidcRegistration, "4.4")],
    statement: "The client configuration endpoint never answers 404, so that nobody can find out which clients exist.",
    level: Level::MustNot,
    severity: Severity::Failure,
    note: Some("A client that was deleted is for RFC 7592 §5, which asks for 401 there."),
    subject: Subject::RegistrationManagement,
    mode: Mode::Active,
    probes: &[Probe::ReadUnknownClient],
    applies: Applies::Always,
    evaluate,
    remedy: "Answer 401 with a Bearer challenge where there is no such client.",
    fails_on: &[Fixture::new(
        "404",
        &[Change::On(Probe::ReadUnknownClient, On::Status(404))],
    )],
    faults: &["client-unknown-status-404"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let seen = evidence.probe(Probe::ReadUnknownClient)?;
    match seen.status().unwrap_or_default() {
        404 => Ok(Outcome::fail(Problem::new(seen.at_status(), "401", "404"))),
        400..500 => Ok(Outcome::Pass),
        _ => Err(unclear(seen)),
    }
}
