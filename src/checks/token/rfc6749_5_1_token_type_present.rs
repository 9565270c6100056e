//! `rfc6749-5.1-token-type-present`: a token response has `token_type`.

use super::shared::granted;
use crate::check::{
    Applies, Change, Check, Fixture, Level, Mode, Outcome, Problem, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Action;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc6749-5.1-token-type-present",
    aliases: &[],
    cites: &[Citation::rfc(6749, "5.1")],
    statement: "A token response contains token_type, and it is not empty.",
    level: Level::Required,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Token,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::TokenIssued,
    evaluate,
    remedy: "Return token_type, which is Bearer for a token that whoever holds it may use.",
    fails_on: &[
        Fixture::new(
            "missing",
            &[Change::Body(Action::Token, "/token_type", None)],
        ),
        Fixture::new(
            "null",
            &[Change::Body(Action::Token, "/token_type", Some("null"))],
        ),
        Fixture::new(
            "empty",
            &[Change::Body(Action::Token, "/token_type", Some(r#""""#))],
        ),
    ],
    faults: &["token-type-missing"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let mut problems = Vec::new();
    for token in granted(evidence)? {
        if token.get("token_type").is_none_or(|value| value == "") {
            problems.push(Problem::new(
                token.at("token_type"),
                "a string",
                token.shown("token_type"),
            ));
        }
    }
    Ok(Outcome::of(problems))
}
