//! `oidc-discovery-4.1-trailing-slash-removed`: the slash at the end of an issuer with a path is dropped.

use super::super::discovery::shared_locations::{has_path_with_slash, kept_alone};
use crate::check::{Applies, Change, Check, Fixture, Level, Mode, On, Severity, Subject, Verdict};
use crate::evidence::Evidence;
use crate::exchange::{Action, Probe};
use crate::spec::{Citation, Spec};

pub(super) static CHECK: Check = Check {
    id: "oidc-discovery-4.1-trailing-slash-removed",
    aliases: &[],
    cites: &[Citation::of(Spec::OidcDiscovery, "4.1")],
    statement: "Where the issuer has a path that ends with a slash, the metadata is at the address that is made without that slash.",
    level: Level::Must,
    severity: Severity::Failure,
    note: Some(
        "The section words it for whoever asks, and the server has to answer there. The issuer in the metadata keeps its slash.",
    ),
    subject: Subject::Discovery,
    mode: Mode::Active,
    probes: &[Probe::OpenidSlashKept],
    applies: Applies::When(
        "the issuer has a path that ends with a slash",
        has_path_with_slash,
    ),
    evaluate,
    remedy: "Drop one slash at the end of the issuer before appending /.well-known/openid-configuration.",
    fails_on: &[Fixture::new(
        "with two slashes alone",
        &[
            Change::Status(Action::Discover, 404),
            Change::On(Probe::OpenidSlashKept, On::Status(200)),
            Change::On(
                Probe::OpenidSlashKept,
                On::Text(r#"{"issuer":"https://issuer.localhost/tenant/"}"#),
            ),
        ],
    )],
    faults: &["openid-metadata-slash-kept"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    kept_alone(evidence, true, Probe::OpenidSlashKept)
}
