//! `rfc6749-5.2-missing-grant-type`: a missing grant type is told so.

use super::shared::{GIVEN, error, is_refused_with};
use crate::check::{
    Applies, Change, Check, Fixture, Level, Mode, On, Outcome, Problem, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc6749-5.2-missing-grant-type",
    aliases: &[],
    cites: &[Citation::rfc(6749, "5.2")],
    statement: "A token request without a grant type is refused with the error invalid_request.",
    level: Level::Must,
    severity: Severity::Failure,
    note: Some(
        "The error unsupported_grant_type is a suggestion: it names the parameter at fault.",
    ),
    subject: Subject::Token,
    mode: Mode::Active,
    probes: &[Probe::NoGrantType],
    applies: Applies::Always,
    evaluate,
    remedy: "Refuse a token request without grant_type with the error invalid_request.",
    fails_on: &[
        Fixture::new(
            "invalid_grant",
            &[Change::On(
                Probe::NoGrantType,
                On::Body("/error", Some(r#""invalid_grant""#)),
            )],
        ),
        Fixture::new(
            "unsupported_grant_type",
            &[Change::On(
                Probe::NoGrantType,
                On::Body("/error", Some(r#""unsupported_grant_type""#)),
            )],
        ),
        Fixture::new(
            "a token",
            &[
                Change::On(Probe::NoGrantType, On::Status(200)),
                Change::On(Probe::NoGrantType, On::Text(GIVEN)),
            ],
        ),
    ],
    faults: &["missing-grant-type-invalid-grant"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let seen = evidence.probe(Probe::NoGrantType)?;
    let problems = is_refused_with(seen, "invalid_request")?.into_iter();
    let milder = error(seen).as_deref() == Some("unsupported_grant_type");
    let weigh = |problem: Problem| {
        if milder {
            problem.only(Severity::Suggestion)
        } else {
            problem
        }
    };
    Ok(Outcome::of(problems.map(weigh).collect()))
}
