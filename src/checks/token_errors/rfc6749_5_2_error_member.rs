//! `rfc6749-5.2-error-member`: a refused token request names its error.

use super::shared::{TOKEN, errors};
use crate::check::{
    Applies, Change, Check, Fixture, Level, Mode, On, Outcome, Problem, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc6749-5.2-error-member",
    aliases: &[],
    cites: &[Citation::rfc(6749, "5.2")],
    statement: "The answer to a token request that is refused has the error code as a string in the member error.",
    level: Level::Required,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Token,
    mode: Mode::Active,
    probes: TOKEN,
    applies: Applies::Always,
    evaluate,
    remedy: "Put the error code into the top-level member error, as a string.",
    fails_on: &[
        Fixture::new(
            "no error",
            &[Change::On(
                Probe::UnknownGrantType,
                On::Body("/error", None),
            )],
        ),
        Fixture::new(
            "an object",
            &[Change::On(
                Probe::UnknownScope,
                On::Body("/error", Some(r#"{"code":"invalid_scope"}"#)),
            )],
        ),
        Fixture::new(
            "an empty string",
            &[Change::On(
                Probe::UnknownScope,
                On::Body("/error", Some(r#""""#)),
            )],
        ),
    ],
    faults: &["token-error-nested"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let problems = errors(evidence)?.into_iter().filter_map(|object| {
        let given = object.text("error").is_some_and(|error| !error.is_empty());
        let expected = "an error code, as a string";
        let problem = || Problem::new(object.at("error"), expected, object.shown("error"));
        (!given).then(problem)
    });
    Ok(Outcome::of(problems.collect()))
}
