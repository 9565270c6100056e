//! `rfc6749-5.1-expires-in-present`: a token response tells the lifetime.

use super::shared::granted;
use crate::check::{
    Applies, Change, Check, Fixture, Level, Mode, Outcome, Problem, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Action;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc6749-5.1-expires-in-present",
    aliases: &[],
    cites: &[Citation::rfc(6749, "5.1")],
    statement: "A token response tells the lifetime of the token in expires_in.",
    level: Level::Recommended,
    severity: Severity::Warning,
    note: Some("Leaving it out is fine where the lifetime is documented, which no response shows."),
    subject: Subject::Token,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::TokenIssued,
    evaluate,
    remedy: "Return expires_in, the lifetime of the token in seconds.",
    fails_on: &[
        Fixture::new(
            "missing",
            &[Change::Body(Action::Token, "/expires_in", None)],
        ),
        Fixture::new(
            "null",
            &[Change::Body(Action::Token, "/expires_in", Some("null"))],
        ),
    ],
    faults: &["token-expires-in-missing"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let mut problems = Vec::new();
    for token in granted(evidence)? {
        if !token.has("expires_in") {
            problems.push(Problem::new(
                token.at("expires_in"),
                "a number of seconds",
                token.shown("expires_in"),
            ));
        }
    }
    Ok(Outcome::of(problems))
}
