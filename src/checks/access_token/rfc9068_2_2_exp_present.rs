//! `rfc9068-2.2-exp-present`: an access token of the profile has `exp`.

use super::shared;
use crate::check::{Applies, Change, Check, Fixture, Level, Mode, Severity, Subject, Verdict};
use crate::evidence::Evidence;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc9068-2.2-exp-present",
    aliases: &[],
    cites: &[Citation::rfc(9068, "2.2"), Citation::rfc(7519, "4.1.4")],
    statement: "A JWT access token says in exp when it expires.",
    level: Level::Required,
    severity: Severity::Failure,
    note: None,
    subject: Subject::AccessToken,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::Rfc9068,
    evaluate,
    remedy: "Add exp with the time of expiry in seconds since the epoch.",
    fails_on: &[
        Fixture::new("missing", &[Change::Claim("exp", None)]),
        Fixture::new("null", &[Change::Claim("exp", Some("null"))]),
    ],
    faults: &["access-token-exp-missing"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    shared::present(
        evidence,
        "exp",
        "the time of expiry in seconds since the epoch",
    )
}
