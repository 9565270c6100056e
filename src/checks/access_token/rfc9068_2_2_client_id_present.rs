//! `rfc9068-2.2-client-id-present`: an access token of the profile has `client_id`.

use super::shared;
use crate::check::{Applies, Change, Check, Fixture, Level, Mode, Severity, Subject, Verdict};
use crate::evidence::Evidence;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc9068-2.2-client-id-present",
    aliases: &[],
    cites: &[Citation::rfc(9068, "2.2"), Citation::rfc(8693, "4.3")],
    statement: "A JWT access token says in client_id which client it was issued to.",
    level: Level::Required,
    severity: Severity::Failure,
    note: None,
    subject: Subject::AccessToken,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::Rfc9068,
    evaluate,
    remedy: "Add client_id with the identifier of the client that asked for the token.",
    fails_on: &[
        Fixture::new("missing", &[Change::Claim("client_id", None)]),
        Fixture::new("empty", &[Change::Claim("client_id", Some(r#""""#))]),
        Fixture::new("null", &[Change::Claim("client_id", Some("null"))]),
    ],
    faults: &["access-token-client-id-missing"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    shared::present(evidence, "client_id", "the identifier of the client")
}
