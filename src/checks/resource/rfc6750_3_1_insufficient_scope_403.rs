//! `rfc6750-3.1-insufficient-scope-403`: a token of another scope is told so.

use super::shared::{FIELD, challenge, is_protected, shown, unclear};
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, On, Outcome, Problem, Severity, Subject,
    Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc6750-3.1-insufficient-scope-403",
    aliases: &[],
    cites: &[Citation::rfc(6750, "3.1"), Citation::rfc(6749, "7")],
    statement: "A token without the scope that the resource needs is refused with status 403 and the error insufficient_scope.",
    level: Level::Should,
    severity: Severity::Warning,
    note: Some(
        "The configuration says that the scope (probes.otherScope) does not open the resource.",
    ),
    subject: Subject::Resource,
    mode: Mode::Active,
    probes: &[Probe::ResourceWrongScope],
    applies: Applies::Always,
    evaluate,
    remedy: "Answer 403 with error=\"insufficient_scope\" in the Bearer challenge.",
    fails_on: &[
        Fixture::new(
            "status 404",
            &[Change::On(Probe::ResourceWrongScope, On::Status(404))],
        ),
        Fixture::new(
            "the resource is served",
            &[Change::On(Probe::ResourceWrongScope, On::Status(200))],
        ),
        Fixture::new(
            "another error",
            &[Change::On(
                Probe::ResourceWrongScope,
                On::Header("www-authenticate", Some("Bearer error=\"invalid_token\"")),
            )],
        ),
    ],
    faults: &["orders-feed-insufficient-scope-404"],
};

// 401 with invalid_token is right for a token that is meant for another resource, which a token of another scope may be.
fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    is_protected(evidence)?;
    let seen = evidence.probe(Probe::ResourceWrongScope)?;
    let status = seen.status().unwrap_or_default();
    match status {
        401 => {
            let challenge = challenge(seen)?;
            if challenge.get("error") == Some("invalid_token") {
                let reason = "the token of another scope may be meant for another resource";
                return Err(Blocked::NotObserved(reason.to_owned()));
            }
        }
        403 => {
            let challenge = challenge(seen)?;
            if challenge.get("error") == Some("insufficient_scope") {
                return Ok(Outcome::Pass);
            }
            let at = seen.at_header(FIELD);
            let expected = "error=\"insufficient_scope\"";
            return Ok(Outcome::fail(Problem::new(at, expected, shown(seen))));
        }
        500.. => return Err(unclear(seen)),
        _ => {}
    }
    let problem = Problem::new(seen.at_status(), "403", status.to_string());
    Ok(Outcome::fail(problem))
}
