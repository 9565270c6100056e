//! `rfc6749-5.2-invalid-client-unknown`: an unknown client is told so.

use super::shared::{GIVEN, is_refused_with};
use crate::check::{
    Applies, Change, Check, Fixture, Level, Mode, On, Outcome, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc6749-5.2-invalid-client-unknown",
    aliases: &[],
    cites: &[Citation::rfc(6749, "5.2")],
    statement: "A token request of a client that does not exist is refused with the error invalid_client.",
    level: Level::Must,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Token,
    mode: Mode::Active,
    probes: &[Probe::UnknownClient],
    applies: Applies::Always,
    evaluate,
    remedy: "Refuse an unknown client with the error invalid_client.",
    fails_on: &[
        Fixture::new(
            "invalid_grant",
            &[Change::On(
                Probe::UnknownClient,
                On::Body("/error", Some(r#""invalid_grant""#)),
            )],
        ),
        Fixture::new(
            "a token",
            &[
                Change::On(Probe::UnknownClient, On::Status(200)),
                Change::On(Probe::UnknownClient, On::Text(GIVEN)),
            ],
        ),
    ],
    faults: &["unknown-client-invalid-grant"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let seen = evidence.probe(Probe::UnknownClient)?;
    is_refused_with(seen, "invalid_client").map(Outcome::of)
}
