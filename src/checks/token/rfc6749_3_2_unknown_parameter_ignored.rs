//! `rfc6749-3.2-unknown-parameter-ignored`: unknown parameters are ignored.

use super::shared_probes::succeeds;
use crate::check::{Applies, Change, Check, Fixture, Level, Mode, On, Severity, Subject, Verdict};
use crate::evidence::Evidence;
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc6749-3.2-unknown-parameter-ignored",
    aliases: &[],
    cites: &[Citation::rfc(6749, "3.2")],
    statement: "A token request with a parameter that the server does not know succeeds as it does without.",
    level: Level::Must,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Token,
    mode: Mode::Active,
    probes: &[Probe::UnknownParameter],
    applies: Applies::Always,
    evaluate,
    remedy: "Ignore parameters of token requests that you do not know.",
    fails_on: &[
        Fixture::new(
            "refused",
            &[
                Change::On(Probe::UnknownParameter, On::Status(400)),
                Change::On(
                    Probe::UnknownParameter,
                    On::Text(r#"{"error":"invalid_request"}"#),
                ),
            ],
        ),
        Fixture::new(
            "a crash",
            &[Change::On(Probe::UnknownParameter, On::Status(500))],
        ),
    ],
    faults: &["unknown-token-parameter-refused"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    succeeds(evidence, Probe::UnknownParameter)
}
