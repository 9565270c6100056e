//! `rfc6749-3.2-token-endpoint-no-fragment`: the URL of the token endpoint has no fragment.

use super::shared::no_fragment;
use crate::check::{Applies, Change, Check, Fixture, Level, Mode, Severity, Subject, Verdict};
use crate::evidence::Evidence;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc6749-3.2-token-endpoint-no-fragment",
    aliases: &[],
    cites: &[Citation::rfc(6749, "3.2")],
    statement: "The URL of the token endpoint has no fragment.",
    level: Level::MustNot,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Discovery,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::MetadataHas("token_endpoint"),
    evaluate,
    remedy: "Publish a URL whose path the server itself sees, without #.",
    fails_on: &[
        Fixture::new(
            "a fragment",
            &[Change::Oauth(
                "/token_endpoint",
                Some(r#""https://as.example/#/token""#),
            )],
        ),
        Fixture::new(
            "an empty fragment",
            &[Change::Oauth(
                "/token_endpoint",
                Some(r#""https://as.example/token#""#),
            )],
        ),
    ],
    faults: &["oauth-metadata-token-endpoint-fragment"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    no_fragment(evidence, "token_endpoint")
}
