//! `rfc8693-4.2-scope-claim-string`: the scope claim is one string.

use super::shared;
use crate::check::{
    Applies, Change, Check, Fixture, Level, Mode, Problem, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc8693-4.2-scope-claim-string",
    aliases: &[],
    cites: &[
        Citation::rfc(8693, "4.2"),
        Citation::rfc(9068, "2.2.3"),
        Citation::rfc(6749, "3.3"),
    ],
    statement: "The scope claim of a JWT access token is one string of scope values with a space between them.",
    level: Level::Must,
    severity: Severity::Failure,
    note: Some(
        "The source states it without a keyword; RFC 9068 refers to it for its scope claim.",
    ),
    subject: Subject::AccessToken,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::Rfc9068Has("scope"),
    evaluate,
    remedy: "Join the scope values with spaces into one string.",
    fails_on: &[
        Fixture::new(
            "an array",
            &[Change::Claim("scope", Some(r#"["openactive-ordersfeed"]"#))],
        ),
        Fixture::new("two spaces", &[Change::Claim("scope", Some(r#""a  b""#))]),
        Fixture::new(
            "a comma with a quote",
            &[Change::Claim("scope", Some(r#""a,\"b\"""#))],
        ),
        Fixture::new("empty", &[Change::Claim("scope", Some(r#""""#))]),
    ],
    faults: &["access-token-scope-array"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    shared::each(&evidence.rfc9068()?, |jwt| {
        let claim = jwt.claim("scope");
        let good = claim.is_none_or(|claim| claim.as_str().is_some_and(is_scope));
        let expected = "a string of scope values, one space between them";
        let problem = || Problem::new(jwt.at_claim("scope"), expected, jwt.shown_claim("scope"));
        Ok((!good).then(problem))
    })
}

/// The grammar of RFC 6749 §3.3.
fn is_scope(text: &str) -> bool {
    let allowed = |c: char| matches!(c, '!' | '#'..='[' | ']'..='~');
    text.split(' ')
        .all(|value| !value.is_empty() && value.chars().all(allowed))
}
