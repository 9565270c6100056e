//! `rfc9068-2.2-iat-present`: an access token of the profile has `iat`.

use super::shared;
use crate::check::{Applies, Change, Check, Fixture, Level, Mode, Severity, Subject, Verdict};
use crate::evidence::Evidence;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc9068-2.2-iat-present",
    aliases: &[],
    cites: &[Citation::rfc(9068, "2.2"), Citation::rfc(7519, "4.1.6")],
    statement: "A JWT access token says in iat when it was issued.",
    level: Level::Required,
    severity: Severity::Failure,
    note: None,
    subject: Subject::AccessToken,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::Rfc9068,
    evaluate,
    remedy: "Add iat with the time of issue in seconds since the epoch.",
    fails_on: &[
        Fixture::new("missing", &[Change::Claim("iat", None)]),
        Fixture::new("null", &[Change::Claim("iat", Some("null"))]),
    ],
    faults: &["access-token-iat-missing"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    shared::present(
        evidence,
        "iat",
        "the time of issue in seconds since the epoch",
    )
}
