//! `oidc-discovery-3-authorization-endpoint-present`: the metadata names the authorization endpoint.

use super::shared::published_url;
use crate::check::{Applies, Change, Check, Fixture, Level, Mode, Severity, Subject, Verdict};
use crate::evidence::Evidence;
use crate::spec::{Citation, Spec};

pub(super) static CHECK: Check = Check {
    id: "oidc-discovery-3-authorization-endpoint-present",
    aliases: &[],
    cites: &[Citation::of(Spec::OidcDiscovery, "3")],
    statement: "The metadata names the authorization endpoint by an absolute URL.",
    level: Level::Required,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Discovery,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::OpenidMetadata,
    evaluate,
    remedy: "Publish `authorization_endpoint` with the absolute https URL of the endpoint.",
    fails_on: &[
        Fixture::new(
            "missing",
            &[Change::Openid("/authorization_endpoint", None)],
        ),
        Fixture::new(
            "a path alone",
            &[Change::Openid(
                "/authorization_endpoint",
                Some(r#""/authorize""#),
            )],
        ),
        Fixture::new(
            "not a string",
            &[Change::Openid("/authorization_endpoint", Some("true"))],
        ),
    ],
    faults: &["openid-metadata-authorization-endpoint-missing"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    published_url(evidence, "authorization_endpoint")
}
