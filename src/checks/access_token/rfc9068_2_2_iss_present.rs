//! `rfc9068-2.2-iss-present`: an access token of the profile has `iss`.

use super::shared;
use crate::check::{Applies, Change, Check, Fixture, Level, Mode, Severity, Subject, Verdict};
use crate::evidence::Evidence;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc9068-2.2-iss-present",
    aliases: &[],
    cites: &[Citation::rfc(9068, "2.2"), Citation::rfc(7519, "4.1.1")],
    statement: "A JWT access token says in iss which issuer it is from.",
    level: Level::Required,
    severity: Severity::Failure,
    note: None,
    subject: Subject::AccessToken,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::Rfc9068,
    evaluate,
    remedy: "Add iss with the issuer identifier, exactly as the metadata has it.",
    fails_on: &[
        Fixture::new("missing", &[Change::Claim("iss", None)]),
        Fixture::new("empty", &[Change::Claim("iss", Some(r#""""#))]),
        Fixture::new("null", &[Change::Claim("iss", Some("null"))]),
    ],
    faults: &["access-token-iss-missing"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    shared::present(evidence, "iss", "the issuer identifier")
}
