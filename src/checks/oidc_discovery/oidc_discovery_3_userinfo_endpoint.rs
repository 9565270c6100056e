//! `oidc-discovery-3-userinfo-endpoint`: the metadata names the userinfo endpoint.

use super::shared::{openid, published};
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::spec::{Citation, Spec};

pub(super) static CHECK: Check = Check {
    id: "oidc-discovery-3-userinfo-endpoint",
    aliases: &[],
    cites: &[Citation::of(Spec::OidcDiscovery, "3")],
    statement: "The metadata names the userinfo endpoint where users can sign in.",
    level: Level::Recommended,
    severity: Severity::Warning,
    note: None,
    subject: Subject::Discovery,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::All(&[
        Applies::OpenidMetadata,
        Applies::When("authorization_code or implicit is supported", has_users),
    ]),
    evaluate,
    remedy: "Offer a userinfo endpoint and publish `userinfo_endpoint`.",
    fails_on: &[
        Fixture::new("missing", &[Change::Openid("/userinfo_endpoint", None)]),
        Fixture::new(
            "null",
            &[Change::Openid("/userinfo_endpoint", Some("null"))],
        ),
    ],
    faults: &["openid-metadata-userinfo-endpoint-missing"],
};

fn has_users(evidence: &Evidence<'_>) -> Result<bool, Blocked> {
    let document = openid(evidence)?;
    Ok(["authorization_code", "implicit"]
        .iter()
        .any(|grant| document.supports_grant(grant)))
}

// Another check asks whether it is an https URL.
fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    published(
        evidence,
        "userinfo_endpoint",
        "the URL of the endpoint",
        |_| true,
    )
}
