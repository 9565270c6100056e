//! `rfc6749-5.1-expires-in-number`: `expires_in` is a number of seconds.

use super::shared::cut;
use crate::check::{
    Applies, Change, Check, Fixture, Level, Mode, Outcome, Problem, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Action;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc6749-5.1-expires-in-number",
    aliases: &[],
    cites: &[Citation::rfc(6749, "5.1"), Citation::rfc(6749, "A.14")],
    statement: "expires_in is a JSON number, a whole number of seconds.",
    level: Level::Must,
    severity: Severity::Failure,
    note: Some("The source states this without a keyword; it is taken as a MUST."),
    subject: Subject::Token,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::TokenHas("expires_in"),
    evaluate,
    remedy: "Write expires_in as a JSON number without quotes.",
    fails_on: &[
        Fixture::new(
            "a string",
            &[Change::Body(Action::Token, "/expires_in", Some(r#""900""#))],
        ),
        Fixture::new(
            "a fraction",
            &[Change::Body(Action::Token, "/expires_in", Some("900.5"))],
        ),
        Fixture::new(
            "negative",
            &[Change::Body(Action::Token, "/expires_in", Some("-1"))],
        ),
        Fixture::new(
            "an object",
            &[Change::Body(
                Action::Token,
                "/expires_in",
                Some(r#"{"seconds":900}"#),
            )],
        ),
        Fixture::new(
            "zero, which is only worth a suggestion",
            &[Change::Body(Action::Token, "/expires_in", Some("0"))],
        ),
    ],
    faults: &["token-expires-in-string"],
};

// 900.0 is the same JSON number as 900. A token that has no time to live is odd, and no rule forbids it.
fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let mut problems = Vec::new();
    for token in evidence.tokens()? {
        let Some(value) = token.get("expires_in") else {
            continue;
        };
        let problem = Problem::new(
            token.at("expires_in"),
            "a whole number of seconds",
            cut(&token.shown("expires_in")),
        );
        match value.as_f64() {
            Some(seconds) if seconds.fract() != 0.0 || seconds < 0.0 => problems.push(problem),
            Some(0.0) => problems.push(problem.only(Severity::Suggestion)),
            Some(_) => {}
            None => problems.push(problem),
        }
    }
    Ok(Outcome::of(problems))
}
