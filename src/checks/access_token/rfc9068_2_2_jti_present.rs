//! `rfc9068-2.2-jti-present`: an access token of the profile has `jti`.

use super::shared;
use crate::check::{Applies, Change, Check, Fixture, Level, Mode, Severity, Subject, Verdict};
use crate::evidence::Evidence;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc9068-2.2-jti-present",
    aliases: &[],
    cites: &[Citation::rfc(9068, "2.2"), Citation::rfc(7519, "4.1.7")],
    statement: "A JWT access token has an identifier of its own in jti.",
    level: Level::Required,
    severity: Severity::Failure,
    note: None,
    subject: Subject::AccessToken,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::Rfc9068,
    evaluate,
    remedy: "Add jti with a value that no other token has.",
    fails_on: &[
        Fixture::new("missing", &[Change::Claim("jti", None)]),
        Fixture::new("empty", &[Change::Claim("jti", Some(r#""""#))]),
        Fixture::new("null", &[Change::Claim("jti", Some("null"))]),
    ],
    faults: &["access-token-jti-missing"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    shared::present(evidence, "jti", "an identifier of the token")
}
