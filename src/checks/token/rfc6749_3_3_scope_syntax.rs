//! `rfc6749-3.3-scope-syntax`: the scope in a response is a scope.

use super::shared::cut;
use crate::check::{
    Applies, Change, Check, Fixture, Level, Mode, Outcome, Problem, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Action;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc6749-3.3-scope-syntax",
    aliases: &[],
    cites: &[Citation::rfc(6749, "3.3"), Citation::rfc(6749, "A.4")],
    statement: "The scope in a token response is one string of scope values with single spaces between them.",
    level: Level::Must,
    severity: Severity::Failure,
    note: Some("The source states this without a keyword; it is taken as a MUST."),
    subject: Subject::Token,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::TokenHas("scope"),
    evaluate,
    remedy: "Join the scope values with single spaces into one string.",
    fails_on: &[
        Fixture::new(
            "an array",
            &[Change::Body(
                Action::Token,
                "/scope",
                Some(r#"["openactive-ordersfeed"]"#),
            )],
        ),
        Fixture::new(
            "two spaces",
            &[Change::Body(Action::Token, "/scope", Some(r#""a  b""#))],
        ),
        Fixture::new(
            "a space at the end",
            &[Change::Body(Action::Token, "/scope", Some(r#""a ""#))],
        ),
        Fixture::new(
            "empty",
            &[Change::Body(Action::Token, "/scope", Some(r#""""#))],
        ),
        Fixture::new(
            "a quotation mark",
            &[Change::Body(Action::Token, "/scope", Some(r#""\"a\"""#))],
        ),
    ],
    faults: &["token-scope-array"],
};

// A comma is an allowed character, so "a,b" is one value. What is forbidden is ", \\, controls and all beyond ASCII.
fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let allowed = |c: char| matches!(c, '!' | '#'..='[' | ']'..='~');
    let is_value = |value: &str| !value.is_empty() && value.chars().all(allowed);
    let mut problems = Vec::new();
    for token in evidence.tokens()? {
        let text = token.text("scope");
        if token.has("scope") && !text.is_some_and(|text| text.split(' ').all(is_value)) {
            let observed = cut(&token.shown("scope"));
            problems.push(Problem::new(
                token.at("scope"),
                "scope values with single spaces between them",
                observed,
            ));
        }
    }
    Ok(Outcome::of(problems))
}
