//! `rfc6749-3.3-scopes-supported-syntax`: each scope is one scope value.

use super::shared::{each, list};
use crate::check::{
    Applies, Change, Check, Fixture, Level, Mode, Problem, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc6749-3.3-scopes-supported-syntax",
    aliases: &[],
    cites: &[Citation::rfc(6749, "3.3")],
    statement: "Each scope value in the metadata is one token: visible ASCII characters other than the quotation mark and the backslash, and no spaces.",
    level: Level::Must,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Discovery,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::MetadataHas("scopes_supported"),
    evaluate,
    remedy: "List each scope value as an element of its own.",
    fails_on: &[
        Fixture::new(
            "two in one",
            &[Change::Oauth(
                "/scopes_supported",
                Some(r#"["read write"]"#),
            )],
        ),
        Fixture::new(
            "empty",
            &[Change::Oauth(
                "/scopes_supported",
                Some(r#"["openid", ""]"#),
            )],
        ),
        Fixture::new(
            "a letter beyond ASCII",
            &[Change::Oauth("/scopes_supported", Some(r#"["größe"]"#))],
        ),
    ],
    faults: &["oauth-metadata-scope-with-space"],
};

/// `scope-token` of RFC 6749 §3.3.
fn is_scope(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|byte| matches!(byte, 0x21 | 0x23..=0x5B | 0x5D..=0x7E))
}

// That an element is not a string is another rule's business.
fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    each(evidence, |document| {
        let scopes = list(document, "scopes_supported")?;
        let wrong = scopes.into_iter().filter(|scope| !is_scope(scope));
        let at = document.at("scopes_supported");
        Ok(wrong
            .map(|scope| Problem::new(&at, "one scope value in each element", format!("{scope:?}")))
            .collect())
    })
}
