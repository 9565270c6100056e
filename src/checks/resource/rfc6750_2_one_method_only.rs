//! `rfc6750-2-one-method-only`: a request with two tokens is refused.

use super::shared::{is_protected, unclear};
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, On, Outcome, Problem, Severity, Subject,
    Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc6750-2-one-method-only",
    aliases: &[],
    cites: &[Citation::rfc(6750, "2"), Citation::rfc(6750, "3.1")],
    statement: "A request that sends the token in two ways is refused.",
    level: Level::MustNot,
    severity: Severity::Warning,
    note: Some(
        "The sentence binds the client, and §3.1 has the error for it (SHOULD), hence a warning.",
    ),
    subject: Subject::Resource,
    mode: Mode::Active,
    probes: &[Probe::ResourceTwoMethods, Probe::ResourceQueryToken],
    applies: Applies::Always,
    evaluate,
    remedy: "Answer 400 with the error invalid_request where a request has more than one token.",
    fails_on: &[Fixture::new(
        "both are accepted",
        &[
            Change::On(Probe::ResourceQueryToken, On::Status(200)),
            Change::On(Probe::ResourceTwoMethods, On::Status(200)),
        ],
    )],
    faults: &["bearer-two-tokens-accepted"],
};

// A resource that does not know the query as a place of tokens sees one way alone.
fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    is_protected(evidence)?;
    let query = evidence.probe(Probe::ResourceQueryToken)?;
    let seen = evidence.probe(Probe::ResourceTwoMethods)?;
    if !seen.succeeded() {
        return if seen.refused() {
            Ok(Outcome::Pass)
        } else {
            Err(unclear(seen))
        };
    }
    if !query.succeeded() {
        let reason = "the resource accepts tokens in the header alone".to_owned();
        return Err(Blocked::Inapplicable(reason));
    }
    let status = seen.status().unwrap_or_default();
    let problem = Problem::new(seen.at_status(), "400 invalid_request", status.to_string());
    Ok(Outcome::fail(problem))
}
