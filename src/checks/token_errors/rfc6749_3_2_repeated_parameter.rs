//! `rfc6749-3.2-repeated-parameter`: a repeated parameter is told so.

use super::shared::{GIVEN, coded, granted, together, wrong_code};
use crate::check::{Applies, Change, Check, Fixture, Level, Mode, On, Severity, Subject, Verdict};
use crate::evidence::Evidence;
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc6749-3.2-repeated-parameter",
    aliases: &[],
    cites: &[Citation::rfc(6749, "3.2"), Citation::rfc(6749, "5.2")],
    statement: "A token request that repeats a parameter is refused with the error invalid_request.",
    level: Level::MustNot,
    severity: Severity::Warning,
    note: Some(
        "The ban is on the client; a server that takes one of the values and says nothing may take another one than a gateway before it. A refusal with another error is a suggestion.",
    ),
    subject: Subject::Token,
    mode: Mode::Active,
    probes: PROBES,
    applies: Applies::Always,
    evaluate,
    remedy: "Refuse a token request with a parameter given twice with the error invalid_request.",
    fails_on: &[
        Fixture::new(
            "a token",
            &[
                Change::On(Probe::RepeatedGrantType, On::Status(200)),
                Change::On(Probe::RepeatedGrantType, On::Text(GIVEN)),
            ],
        ),
        Fixture::new(
            "one of the scopes is used",
            &[
                Change::On(Probe::RepeatedScope, On::Status(200)),
                Change::On(Probe::RepeatedScope, On::Text(GIVEN)),
            ],
        ),
        Fixture::new(
            "invalid_scope",
            &[Change::On(
                Probe::RepeatedScope,
                On::Body("/error", Some(r#""invalid_scope""#)),
            )],
        ),
    ],
    faults: &["repeated-parameter-accepted"],
};

const PROBES: &[Probe] = &[Probe::RepeatedGrantType, Probe::RepeatedScope];

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    together(evidence.probed(PROBES)?.into_iter().map(|seen| {
        if let Some(problem) = granted(seen, "a refusal with error invalid_request") {
            return Ok(vec![problem]);
        }
        let refusal = coded(seen)?;
        let problem = wrong_code(&refusal, "invalid_request").only(Severity::Suggestion);
        let other = refusal.error != "invalid_request";
        Ok(other.then_some(problem).into_iter().collect())
    }))
}
