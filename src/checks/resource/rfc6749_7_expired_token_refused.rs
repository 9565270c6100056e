//! `rfc6749-7-expired-token-refused`: a token that is no longer good opens nothing.

use super::super::revocation::shared::{Channel, channel, sight};
use super::shared::{is_protected, unclear};
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, On, Outcome, Problem, Severity, Subject,
    Verdict,
};
use crate::evidence::{Evidence, Seen};
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc6749-7-expired-token-refused",
    aliases: &[],
    cites: &[Citation::rfc(6749, "7")],
    statement: "A protected resource refuses a token that has expired or was revoked.",
    level: Level::Must,
    severity: Severity::Failure,
    note: Some(
        "A revoked token that the resource verifies by itself is a warning: what ended may take a while to be known.",
    ),
    subject: Subject::Resource,
    mode: Mode::Active,
    probes: &[Probe::ResourceExpiredToken, Probe::RevokedUsed],
    applies: Applies::Always,
    evaluate,
    remedy: "Check the lifetime of each token, and ask whether it was revoked.",
    fails_on: &[
        Fixture::new(
            "an expired token opens it",
            &[Change::On(Probe::ResourceExpiredToken, On::Status(200))],
        ),
        Fixture::new(
            "a revoked token opens it",
            &[Change::On(Probe::RevokedUsed, On::Status(200))],
        ),
    ],
    faults: &["bearer-expired-accepted"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    if evidence.has_probe(&[Probe::RevokedUsed]) {
        return revoked(evidence);
    }
    is_protected(evidence)?;
    let seen = evidence.probe(Probe::ResourceExpiredToken)?;
    if seen.refused() {
        Ok(Outcome::Pass)
    } else if seen.succeeded() {
        Ok(Outcome::fail(problem(seen)))
    } else {
        Err(unclear(seen))
    }
}

// A token that even the server calls good was not revoked, which is for another rule. What a resource verifies by itself
// may be good for a while after the server ended it.
fn revoked(evidence: &Evidence<'_>) -> Verdict {
    let used = evidence.probe(Probe::RevokedUsed)?;
    let opened = evidence.probe(Probe::LiveUsed)?;
    let introspected = evidence.probe(Probe::RevokedIntrospected)?;
    let sight = sight(Channel::Introspection, introspected);
    if channel(evidence) != Some(Channel::Introspection) || sight.is_none_or(|sight| sight.alive) {
        return Err(Blocked::By(format!(
            "{} does not show a token that ended",
            introspected.label
        )));
    }
    if !opened.succeeded() || !(used.succeeded() || used.refused()) {
        return Err(unclear(used));
    }
    let problem = used
        .succeeded()
        .then(|| problem(used).only(Severity::Warning));
    Ok(Outcome::of(problem.into_iter().collect()))
}

fn problem(seen: &Seen<'_>) -> Problem {
    let status = seen.status().unwrap_or_default();
    Problem::new(seen.at_status(), "401", status.to_string())
}
