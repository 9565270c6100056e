//! `rfc9700-2.1.1-plain-not-advertised`: plain is worth reconsidering.

use super::shared::{each, list, unless};
use crate::check::{Applies, Change, Check, Fixture, Level, Mode, Severity, Subject, Verdict};
use crate::evidence::Evidence;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc9700-2.1.1-plain-not-advertised",
    aliases: &[],
    cites: &[Citation::rfc(9700, "2.1.1")],
    statement: "The code challenge method plain protects nothing against a reader of the authorization request, so it is better not offered beside S256.",
    level: Level::May,
    severity: Severity::Suggestion,
    note: Some(
        "No specification forbids it: advice only. A list without S256 is the business of rfc7636-4.2-s256-supported.",
    ),
    subject: Subject::Discovery,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::MetadataHas("code_challenge_methods_supported"),
    evaluate,
    remedy: "Drop plain, unless a client cannot compute SHA-256.",
    fails_on: &[Fixture::new(
        "plain beside S256",
        &[Change::Oauth(
            "/code_challenge_methods_supported",
            Some(r#"["plain", "S256"]"#),
        )],
    )],
    faults: &["oauth-metadata-pkce-plain-offered"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    each(evidence, |document| {
        let name = "code_challenge_methods_supported";
        let methods = list(document, name)?;
        let offered = methods.contains(&"plain") && methods.contains(&"S256");
        Ok(unless(
            !offered,
            document,
            name,
            "methods other than \"plain\"",
        ))
    })
}
