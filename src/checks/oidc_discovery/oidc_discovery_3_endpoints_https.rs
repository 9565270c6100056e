//! `oidc-discovery-3-endpoints-https`: endpoints have https URLs.

use super::shared::{absolute_url, openid};
use crate::check::{
    Applies, Change, Check, Fixture, Level, Mode, Outcome, Problem, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::spec::{Citation, Spec};

pub(super) static CHECK: Check = Check {
    id: "oidc-discovery-3-endpoints-https",
    aliases: &[],
    cites: &[Citation::of(Spec::OidcDiscovery, "3")],
    statement: "The authorization, token, userinfo and registration endpoints and the JWK set have https URLs.",
    level: Level::Must,
    severity: Severity::Failure,
    note: Some("Endpoints that other specifications define are judged by those."),
    subject: Subject::Discovery,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::OpenidMetadata,
    evaluate,
    remedy: "Publish https URLs only; behind a proxy that ends TLS, tell the server its outer address.",
    fails_on: &[
        Fixture::new(
            "registration over http",
            &[Change::Openid(
                "/registration_endpoint",
                Some(r#""http://issuer.localhost/register""#),
            )],
        ),
        Fixture::new(
            "the JWK set over http",
            &[Change::Openid(
                "/jwks_uri",
                Some(r#""http://issuer.localhost/jwks""#),
            )],
        ),
        Fixture::new(
            "no URL",
            &[Change::Openid("/userinfo_endpoint", Some(r#""userinfo""#))],
        ),
    ],
    faults: &["openid-metadata-userinfo-endpoint-http"],
};

/// Each with whether another check owns a value that is no URL.
const ENDPOINTS: &[(&str, bool)] = &[
    ("authorization_endpoint", true),
    ("token_endpoint", true),
    ("userinfo_endpoint", false),
    ("jwks_uri", true),
    ("registration_endpoint", false),
];

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    evidence.runs_over_https()?;
    let document = openid(evidence)?;
    let problems = ENDPOINTS.iter().filter_map(|(name, owned)| {
        let wrong = match absolute_url(document.get(name)?) {
            Some(url) => url.scheme() != "https",
            None => !owned,
        };
        wrong.then(|| {
            Problem::new(
                document.at(name),
                "an absolute https URL",
                document.shown(name),
            )
        })
    });
    Ok(Outcome::of(problems.collect()))
}
