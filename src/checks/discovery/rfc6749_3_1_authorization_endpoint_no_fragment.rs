//! `rfc6749-3.1-authorization-endpoint-no-fragment`: the URL of the authorization endpoint has no fragment.

use super::shared::no_fragment;
use crate::check::{Applies, Change, Check, Fixture, Level, Mode, Severity, Subject, Verdict};
use crate::evidence::Evidence;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc6749-3.1-authorization-endpoint-no-fragment",
    aliases: &[],
    cites: &[Citation::rfc(6749, "3.1")],
    statement: "The URL of the authorization endpoint has no fragment.",
    level: Level::MustNot,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Discovery,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::MetadataHas("authorization_endpoint"),
    evaluate,
    remedy: "Publish a URL whose path the server itself sees, without #.",
    fails_on: &[
        Fixture::new(
            "a fragment",
            &[Change::Oauth(
                "/authorization_endpoint",
                Some(r#""https://as.example/#/authorization""#),
            )],
        ),
        Fixture::new(
            "an empty fragment",
            &[Change::Oauth(
                "/authorization_endpoint",
                Some(r#""https://as.example/authorization#""#),
            )],
        ),
    ],
    faults: &["oauth-metadata-authorization-endpoint-fragment"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    no_fragment(evidence, "authorization_endpoint")
}
