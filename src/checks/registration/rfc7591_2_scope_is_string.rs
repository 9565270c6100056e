//! `rfc7591-2-scope-is-string`: the scope of a client is one string.

use super::shared::{each, shown, with};
use crate::check::{Applies, Check, Fixture, Level, Mode, Problem, Severity, Subject, Verdict};
use crate::evidence::{Evidence, Registration};
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc7591-2-scope-is-string",
    aliases: &[],
    cites: &[Citation::rfc(7591, "2"), Citation::rfc(6749, "3.3")],
    statement: "The scope of a registered client is one string of scope values with single spaces between them.",
    level: Level::Must,
    severity: Severity::Failure,
    note: Some(
        "An empty string, which some servers return for a client without scope, weighs as a warning.",
    ),
    subject: Subject::Registration,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::RegistrationHas("scope"),
    evaluate,
    remedy: "Join the scope values with single spaces, and leave scope out where there are none.",
    fails_on: &[
        Fixture::new("an array", &[with("/scope", r#"["a","b"]"#)]),
        Fixture::new("commas and quotes", &[with("/scope", r#""\"a\",b""#)]),
        Fixture::new("two spaces", &[with("/scope", r#""a  b""#)]),
        Fixture::new("empty", &[with("/scope", r#""""#)]),
    ],
    faults: &["registration-scope-array"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    each(evidence, judge)
}

fn judge(registration: &Registration<'_>) -> Option<Problem> {
    let value = registration.get("scope")?;
    if value
        .as_str()
        .is_some_and(|scope| scope.split(' ').all(is_scope_token))
    {
        return None;
    }
    let observed = shown(registration, "scope");
    let expected = "a string of scope values with single spaces between them";
    let problem = Problem::new(registration.at("scope"), expected, observed);
    Some(if value == "" {
        problem.only(Severity::Warning)
    } else {
        problem
    })
}

/// Whether a text is a scope-token (RFC 6749 §3.3).
fn is_scope_token(text: &str) -> bool {
    let fits = |c: char| matches!(c, '!' | '#'..='[' | ']'..='~');
    !text.is_empty() && text.chars().all(fits)
}
