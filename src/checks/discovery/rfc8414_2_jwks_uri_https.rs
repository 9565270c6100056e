//! `rfc8414-2-jwks-uri-https`: the JWK set is at an https URL.

use super::shared::{oauth, unless};
use crate::check::{Applies, Change, Check, Fixture, Level, Mode, Severity, Subject, Verdict};
use crate::evidence::{Evidence, is_https_url};
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc8414-2-jwks-uri-https",
    aliases: &[],
    cites: &[Citation::rfc(8414, "2")],
    statement: "The URL of the JWK set in the metadata is an https URL.",
    level: Level::Must,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Discovery,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::OauthHas("jwks_uri"),
    evaluate,
    remedy: "Serve the JWK set over https and publish that URL.",
    fails_on: &[
        Fixture::new(
            "http",
            &[Change::Oauth(
                "/jwks_uri",
                Some(r#""http://as.example/jwks""#),
            )],
        ),
        Fixture::new("a path", &[Change::Oauth("/jwks_uri", Some(r#""/jwks""#))]),
        Fixture::new(
            "not a string",
            &[Change::Oauth(
                "/jwks_uri",
                Some(r#"["https://as.example/jwks"]"#),
            )],
        ),
    ],
    faults: &["oauth-metadata-jwks-uri-http"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    evidence.runs_over_https()?;
    oauth(evidence, |document| {
        let right = document.text("jwks_uri").is_some_and(is_https_url);
        Ok(unless(right, document, "jwks_uri", "an https URL"))
    })
}
