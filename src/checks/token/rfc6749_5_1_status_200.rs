//! `rfc6749-5.1-status-200`: a token response has status 200.

use super::shared::granted;
use crate::check::{
    Applies, Change, Check, Fixture, Level, Mode, Outcome, Problem, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Action;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc6749-5.1-status-200",
    aliases: &[],
    cites: &[Citation::rfc(6749, "5.1")],
    statement: "A response that gives a token has status 200.",
    level: Level::Must,
    severity: Severity::Failure,
    note: Some("The source states this without a keyword; it is taken as a MUST."),
    subject: Subject::Token,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::TokenIssued,
    evaluate,
    remedy: "Answer a token request that succeeds with status 200.",
    fails_on: &[
        Fixture::new("status 201", &[Change::Status(Action::Token, 201)]),
        Fixture::new("status 203", &[Change::Status(Action::Token, 203)]),
    ],
    faults: &["token-status-201"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let mut problems = Vec::new();
    for token in granted(evidence)? {
        let status = token.seen.status().unwrap_or_default();
        if status != 200 {
            problems.push(Problem::new(
                token.seen.at_status(),
                "200",
                status.to_string(),
            ));
        }
    }
    Ok(Outcome::of(problems))
}
