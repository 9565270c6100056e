//! `rfc9068-2.2-sub-present`: an access token of the profile has `sub`.

use super::shared;
use crate::check::{Applies, Change, Check, Fixture, Level, Mode, Severity, Subject, Verdict};
use crate::evidence::Evidence;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc9068-2.2-sub-present",
    aliases: &[],
    cites: &[Citation::rfc(9068, "2.2"), Citation::rfc(7519, "4.1.2")],
    statement: "A JWT access token names its subject in sub, which is the client itself where no resource owner takes part.",
    level: Level::Required,
    severity: Severity::Failure,
    note: None,
    subject: Subject::AccessToken,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::Rfc9068,
    evaluate,
    remedy: "Add sub; for client credentials, with an identifier of the client.",
    fails_on: &[
        Fixture::new("missing", &[Change::Claim("sub", None)]),
        Fixture::new("empty", &[Change::Claim("sub", Some(r#""""#))]),
        Fixture::new("null", &[Change::Claim("sub", Some("null"))]),
    ],
    faults: &["access-token-sub-missing"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    shared::present(evidence, "sub", "an identifier of the client")
}
