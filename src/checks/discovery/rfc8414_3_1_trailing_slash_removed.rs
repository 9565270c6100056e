//! `rfc8414-3.1-trailing-slash-removed`: the slash at the end of an issuer with a path is dropped.

use super::shared_locations::{has_path_with_slash, kept_alone};
use crate::check::{Applies, Change, Check, Fixture, Level, Mode, On, Severity, Subject, Verdict};
use crate::evidence::Evidence;
use crate::exchange::{Action, Probe};
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc8414-3.1-trailing-slash-removed",
    aliases: &[],
    cites: &[Citation::rfc(8414, "3.1")],
    statement: "Where the issuer has a path that ends with a slash, authorization server metadata is at the address that is made without that slash.",
    level: Level::Must,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Discovery,
    mode: Mode::Active,
    probes: &[Probe::OauthSlashKept],
    applies: Applies::When(
        "the issuer has a path that ends with a slash",
        has_path_with_slash,
    ),
    evaluate,
    remedy: "Serve the metadata at the address without the slash, which clients compute.",
    fails_on: &[Fixture::new(
        "with the slash alone",
        &[
            Change::Status(Action::Discover, 404),
            Change::On(Probe::OauthSlashKept, On::Status(200)),
            Change::On(
                Probe::OauthSlashKept,
                On::Text(r#"{"issuer":"https://issuer.localhost/tenant/"}"#),
            ),
        ],
    )],
    faults: &["oauth-metadata-slash-kept"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    kept_alone(evidence, false, Probe::OauthSlashKept)
}
