//! `rfc9068-2.2-aud-present`: an access token of the profile has `aud`.

use super::shared;
use crate::check::{Applies, Change, Check, Fixture, Level, Mode, Severity, Subject, Verdict};
use crate::evidence::Evidence;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc9068-2.2-aud-present",
    aliases: &["rfc9068-3-default-aud"],
    cites: &[
        Citation::rfc(9068, "2.2"),
        Citation::rfc(9068, "3"),
        Citation::rfc(7519, "4.1.3"),
    ],
    statement: "A JWT access token says in aud which resource server it is for, a default one where none was asked for.",
    level: Level::Required,
    severity: Severity::Failure,
    note: None,
    subject: Subject::AccessToken,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::Rfc9068,
    evaluate,
    remedy: "Add aud, with a default resource indicator where the request has no resource.",
    fails_on: &[
        Fixture::new("missing", &[Change::Claim("aud", None)]),
        Fixture::new("an empty array", &[Change::Claim("aud", Some("[]"))]),
        Fixture::new("empty", &[Change::Claim("aud", Some(r#""""#))]),
        Fixture::new("null", &[Change::Claim("aud", Some("null"))]),
    ],
    faults: &["access-token-aud-missing"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    shared::present(evidence, "aud", "the resource server that the token is for")
}
