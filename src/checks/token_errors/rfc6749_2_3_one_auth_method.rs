//! `rfc6749-2.3-one-auth-method`: a client authenticates in one way.

use super::shared::{GIVEN, came, granted};
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, On, Outcome, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc6749-2.3-one-auth-method",
    aliases: &[],
    cites: &[Citation::rfc(6749, "2.3"), Citation::rfc(6749, "5.2")],
    statement: "A token request in which the client authenticates both in the header and in the body is refused.",
    level: Level::MustNot,
    severity: Severity::Warning,
    note: Some("The ban is on the client; RFC 6749 §5.2 has the error for a server that minds."),
    subject: Subject::Token,
    mode: Mode::Active,
    probes: &[Probe::TwoAuthMethods],
    applies: Applies::Always,
    evaluate,
    remedy: "Refuse a request with more than one authentication method with the error invalid_request.",
    fails_on: &[Fixture::new(
        "a token",
        &[
            Change::On(Probe::TwoAuthMethods, On::Status(200)),
            Change::On(Probe::TwoAuthMethods, On::Text(GIVEN)),
        ],
    )],
    faults: &["two-auth-methods-accepted"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let seen = evidence.probe(Probe::TwoAuthMethods)?;
    if let Some(problem) = granted(seen, "a refusal") {
        return Ok(Outcome::fail(problem));
    }
    if seen.refused() {
        return Ok(Outcome::Pass);
    }
    Err(Blocked::NotObserved(format!(
        "{} got {}",
        seen.label,
        came(seen)
    )))
}
