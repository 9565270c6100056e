//! `oidc-discovery-3-issuer-https`: the issuer is an https URL.

use super::shared::{is_issuer, published};
use crate::check::{Applies, Change, Check, Fixture, Level, Mode, Severity, Subject, Verdict};
use crate::evidence::Evidence;
use crate::spec::{Citation, Spec};

pub(super) static CHECK: Check = Check {
    id: "oidc-discovery-3-issuer-https",
    aliases: &[],
    cites: &[Citation::of(Spec::OidcDiscovery, "3")],
    statement: "The metadata names the issuer, which is an https URL with a host and without query and fragment.",
    level: Level::Required,
    severity: Severity::Failure,
    note: Some(
        "Where the whole server runs over http, for example on loopback, this alone fails; the other rules about https are then blocked.",
    ),
    subject: Subject::Discovery,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::OpenidMetadata,
    evaluate,
    remedy: "Use an issuer identifier that begins with `https://` and has neither query nor fragment.",
    fails_on: &[
        Fixture::new("missing", &[Change::Openid("/issuer", None)]),
        Fixture::new(
            "http",
            &[Change::Openid(
                "/issuer",
                Some(r#""http://issuer.localhost""#),
            )],
        ),
        Fixture::new(
            "a query",
            &[Change::Openid(
                "/issuer",
                Some(r#""https://issuer.localhost?tenant=1""#),
            )],
        ),
        Fixture::new(
            "a fragment",
            &[Change::Openid(
                "/issuer",
                Some(r#""https://issuer.localhost#""#),
            )],
        ),
        Fixture::new(
            "no host",
            &[Change::Openid("/issuer", Some(r#""https:///tenant""#))],
        ),
        Fixture::new("not a string", &[Change::Openid("/issuer", Some("7"))]),
    ],
    faults: &["openid-metadata-issuer-with-query"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    published(
        evidence,
        "issuer",
        "an https URL without query and fragment",
        is_issuer,
    )
}
