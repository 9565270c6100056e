//! `rfc6749-3.2-post-only`: GET gives no token.

use super::shared::{GIVEN, granted, is_of_gateway};
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, On, Outcome, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc6749-3.2-post-only",
    aliases: &[],
    cites: &[Citation::rfc(6749, "3.2")],
    statement: "A token request with GET gives no token.",
    level: Level::Must,
    severity: Severity::Failure,
    note: Some(
        "The keyword binds the client. A token that GET gives is in caches and in the history of browsers.",
    ),
    subject: Subject::Token,
    mode: Mode::Active,
    probes: &[Probe::GetToken],
    applies: Applies::Always,
    evaluate,
    remedy: "Answer GET at the token endpoint with 405 and Allow: POST.",
    fails_on: &[Fixture::new(
        "a token",
        &[
            Change::On(Probe::GetToken, On::Status(200)),
            Change::On(Probe::GetToken, On::Text(GIVEN)),
        ],
    )],
    faults: &["get-token-answered"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let seen = evidence.probe(Probe::GetToken)?;
    if is_of_gateway(seen) {
        let reason = format!("{} got an answer of a gateway", seen.label);
        return Err(Blocked::NotObserved(reason));
    }
    Ok(Outcome::of(
        granted(seen, "no token; 405 is best").into_iter().collect(),
    ))
}
