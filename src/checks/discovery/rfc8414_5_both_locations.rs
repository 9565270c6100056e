//! `rfc8414-5-both-locations`: an issuer with a path can be found at both locations.

use super::shared_locations::{is_metadata, usual};
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, On, Outcome, Problem, Severity, Subject,
    Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc8414-5-both-locations",
    aliases: &[],
    cites: &[Citation::rfc(8414, "5")],
    statement: "An issuer with a path publishes its OpenID Provider metadata at the location of RFC 8414 too, so that clients of either document find it.",
    level: Level::May,
    severity: Severity::Suggestion,
    note: None,
    subject: Subject::Discovery,
    mode: Mode::Active,
    probes: &[Probe::OpenidInserted],
    applies: Applies::Always,
    evaluate,
    remedy: "Serve the same document at both locations.",
    fails_on: &[Fixture::new(
        "not found",
        &[Change::On(Probe::OpenidInserted, On::Status(404))],
    )],
    faults: &["openid-metadata-not-inserted"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let seen = evidence.probe(Probe::OpenidInserted)?;
    if !is_metadata(usual(evidence, true)?) {
        let reason = "the server publishes no metadata at openid-configuration";
        return Err(Blocked::Inapplicable(reason.to_owned()));
    }
    let status = seen.status().unwrap_or_default();
    if is_metadata(seen) {
        return Ok(Outcome::Pass);
    }
    if status >= 500 {
        let reason = format!("{} got status {status}", seen.label);
        return Err(Blocked::NotObserved(reason));
    }
    let expected = format!("metadata at {}", seen.exchange.request.url);
    Ok(Outcome::fail(Problem::new(
        seen.at_status(),
        expected,
        status.to_string(),
    )))
}
