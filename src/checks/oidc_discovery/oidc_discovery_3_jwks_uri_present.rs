//! `oidc-discovery-3-jwks-uri-present`: the metadata names the JWK set.

use super::shared::published_url;
use crate::check::{Applies, Change, Check, Fixture, Level, Mode, Severity, Subject, Verdict};
use crate::evidence::Evidence;
use crate::spec::{Citation, Spec};

pub(super) static CHECK: Check = Check {
    id: "oidc-discovery-3-jwks-uri-present",
    aliases: &[],
    cites: &[Citation::of(Spec::OidcDiscovery, "3")],
    statement: "The metadata names the JWK set by an absolute URL.",
    level: Level::Required,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Discovery,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::OpenidMetadata,
    evaluate,
    remedy: "Publish `jwks_uri` with the absolute https URL of the JWK set.",
    fails_on: &[
        Fixture::new("missing", &[Change::Openid("/jwks_uri", None)]),
        Fixture::new(
            "a path alone",
            &[Change::Openid("/jwks_uri", Some(r#""/jwks""#))],
        ),
        Fixture::new(
            "the set itself",
            &[Change::Openid("/jwks_uri", Some(r#"{"keys":[]}"#))],
        ),
    ],
    faults: &["openid-metadata-jwks-uri-missing"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    published_url(evidence, "jwks_uri")
}
