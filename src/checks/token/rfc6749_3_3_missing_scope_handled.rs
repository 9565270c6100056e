//! `rfc6749-3.3-missing-scope-handled`: a request without a scope is processed or refused for that.

use super::super::token_errors::shared::{came, coded, is_of_gateway};
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, On, Outcome, Problem, Severity, Subject,
    Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc6749-3.3-missing-scope-handled",
    aliases: &[],
    cites: &[Citation::rfc(6749, "3.3")],
    statement: "A token request without a scope is processed with a default one, or refused with the error invalid_scope.",
    level: Level::Must,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Token,
    mode: Mode::Active,
    probes: &[Probe::NoScope],
    applies: Applies::Always,
    evaluate,
    remedy: "Grant a default scope, or refuse with status 400 and invalid_scope.",
    fails_on: &[
        Fixture::new("status 500", &[Change::On(Probe::NoScope, On::Status(500))]),
        Fixture::new(
            "invalid_request",
            &[
                Change::On(Probe::NoScope, On::Status(400)),
                Change::On(Probe::NoScope, On::Text(r#"{"error":"invalid_request"}"#)),
            ],
        ),
        Fixture::new(
            "status 403",
            &[
                Change::On(Probe::NoScope, On::Status(403)),
                Change::On(Probe::NoScope, On::Text(r#"{"error":"invalid_scope"}"#)),
            ],
        ),
    ],
    faults: &["missing-scope-500"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let seen = evidence.probe(Probe::NoScope)?;
    if seen.succeeded() {
        return Ok(Outcome::Pass);
    }
    if is_of_gateway(seen) {
        let reason = format!("{} got an answer of a gateway", seen.label);
        return Err(Blocked::NotObserved(reason));
    }
    if matches!(seen.status(), Some(400 | 401)) {
        let refusal = coded(seen)?;
        if refusal.error == "invalid_scope" && seen.status() == Some(400) {
            return Ok(Outcome::Pass);
        }
    }
    let expected = "200, or 400 with error invalid_scope";
    Ok(Outcome::fail(Problem::new(
        seen.at_status(),
        expected,
        came(seen),
    )))
}
