//! `rfc7636-4.2-s256-supported`: PKCE means S256.

use super::shared::{each, list, unless};
use crate::check::{Applies, Change, Check, Fixture, Level, Mode, Severity, Subject, Verdict};
use crate::evidence::Evidence;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc7636-4.2-s256-supported",
    aliases: &[],
    cites: &[Citation::rfc(7636, "4.2")],
    statement: "A server that supports PKCE supports the code challenge method S256.",
    level: Level::Must,
    severity: Severity::Failure,
    note: Some("The section makes S256 mandatory to implement on the server."),
    subject: Subject::Discovery,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::MetadataHas("code_challenge_methods_supported"),
    evaluate,
    remedy: "Implement S256 and list it in code_challenge_methods_supported.",
    fails_on: &[
        Fixture::new(
            "plain alone",
            &[Change::Oauth(
                "/code_challenge_methods_supported",
                Some(r#"["plain"]"#),
            )],
        ),
        Fixture::new(
            "another case",
            &[Change::Oauth(
                "/code_challenge_methods_supported",
                Some(r#"["s256"]"#),
            )],
        ),
    ],
    faults: &["oauth-metadata-pkce-plain-alone"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    each(evidence, |document| {
        let name = "code_challenge_methods_supported";
        let methods = list(document, name)?;
        // A document without the member or with an empty list does not say that PKCE is supported.
        let right = methods.is_empty() || methods.contains(&"S256");
        Ok(unless(right, document, name, "\"S256\" among the methods"))
    })
}
