//! `oidc-discovery-3-token-endpoint-present`: the metadata names the token endpoint.

use super::shared::{openid, published_url};
use crate::check::{Applies, Change, Check, Fixture, Level, Mode, Severity, Subject, Verdict};
use crate::evidence::{Document, Evidence};
use crate::spec::{Citation, Spec};

pub(super) static CHECK: Check = Check {
    id: "oidc-discovery-3-token-endpoint-present",
    aliases: &[],
    cites: &[Citation::of(Spec::OidcDiscovery, "3")],
    statement: "The metadata names the token endpoint by an absolute URL, unless only the implicit flow is used.",
    level: Level::Required,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Discovery,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::All(&[
        Applies::OpenidMetadata,
        Applies::When("more than the implicit flow is offered", |evidence| {
            openid(evidence).map(|document| is_used(&document))
        }),
    ]),
    evaluate,
    remedy: "Publish `token_endpoint` with the absolute https URL of the endpoint.",
    fails_on: &[
        Fixture::new("missing", &[Change::Openid("/token_endpoint", None)]),
        Fixture::new(
            "missing, and no list of grant types",
            &[
                Change::Openid("/token_endpoint", None),
                Change::Openid("/grant_types_supported", None),
            ],
        ),
        Fixture::new(
            "without a scheme",
            &[Change::Openid(
                "/token_endpoint",
                Some(r#""issuer.localhost/token""#),
            )],
        ),
    ],
    faults: &["openid-metadata-token-endpoint-missing"],
};

// What lists do not say is taken for what it means by default: grant types are then authorization_code and implicit.
fn is_used(document: &Document<'_>) -> bool {
    let types = document.list("response_types_supported");
    let has_code = |value: &&str| value.split(' ').any(|word| word == "code");
    if document.has("grant_types_supported") {
        let grants = document.list("grant_types_supported");
        return types.iter().any(has_code) || grants.iter().any(|grant| *grant != "implicit");
    }
    types.is_empty() || types.iter().any(has_code)
}

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    published_url(evidence, "token_endpoint")
}
