//! `rfc6749-5.2-unsupported-grant-type`: an unknown grant type is told so.

use super::shared::{GIVEN, is_refused_with};
use crate::check::{
    Applies, Change, Check, Fixture, Level, Mode, On, Outcome, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc6749-5.2-unsupported-grant-type",
    aliases: &[],
    cites: &[Citation::rfc(6749, "5.2")],
    statement: "A token request with a grant type that the server does not know is refused with the error unsupported_grant_type.",
    level: Level::Must,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Token,
    mode: Mode::Active,
    probes: &[Probe::UnknownGrantType],
    applies: Applies::Always,
    evaluate,
    remedy: "Refuse an unknown grant type with the error unsupported_grant_type.",
    fails_on: &[
        Fixture::new(
            "invalid_request",
            &[Change::On(
                Probe::UnknownGrantType,
                On::Body("/error", Some(r#""invalid_request""#)),
            )],
        ),
        Fixture::new(
            "a token",
            &[
                Change::On(Probe::UnknownGrantType, On::Status(200)),
                Change::On(Probe::UnknownGrantType, On::Text(GIVEN)),
            ],
        ),
    ],
    faults: &["unknown-grant-type-invalid-request"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let seen = evidence.probe(Probe::UnknownGrantType)?;
    is_refused_with(seen, "unsupported_grant_type").map(Outcome::of)
}
