//! `rfc7662-2.2-scope-string`: scope is a string.

use super::shared::{ENDPOINT, GOOD, each};
use crate::check::{Change, Check, Fixture, Level, Mode, On, Problem, Severity, Subject, Verdict};
use crate::evidence::Evidence;
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc7662-2.2-scope-string",
    aliases: &[],
    cites: &[Citation::rfc(7662, "2.2"), Citation::rfc(6749, "3.3")],
    statement: "scope in an introspection response is a string of scope values with spaces between them.",
    level: Level::Must,
    severity: Severity::Failure,
    note: Some("The source states this without a keyword; it is taken as a MUST."),
    subject: Subject::Introspection,
    mode: Mode::Active,
    probes: GOOD,
    applies: ENDPOINT,
    evaluate,
    remedy: "Join the scope values with spaces into one string.",
    fails_on: &[
        Fixture::new(
            "an array",
            &[Change::On(
                Probe::Introspect,
                On::Body("/scope", Some(r#"["openactive-ordersfeed"]"#)),
            )],
        ),
        Fixture::new(
            "two spaces",
            &[Change::On(
                Probe::Introspect,
                On::Body("/scope", Some(r#""a  b""#)),
            )],
        ),
        Fixture::new(
            "a quotation mark",
            &[Change::On(
                Probe::Introspect,
                On::Body("/scope", Some(r#""\"a\"""#)),
            )],
        ),
    ],
    faults: &["introspection-scope-array"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let allowed = |c: char| matches!(c, '!' | '#'..='[' | ']'..='~');
    let is_value = |value: &str| !value.is_empty() && value.chars().all(allowed);
    let is_scope = |text: &str| text.is_empty() || text.split(' ').all(is_value);
    each(evidence, GOOD, true, |object| {
        let wrong = object.has("scope") && !object.text("scope").is_some_and(is_scope);
        let expected = "a string of scope values with single spaces between them";
        let problem = || Problem::new(object.at("scope"), expected, object.shown("scope"));
        Ok(wrong.then(problem).into_iter().collect())
    })
}
