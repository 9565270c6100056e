//! `rfc6749-5.2-error-uri-syntax`: an error URI is a URI.

use super::shared::{TOKEN, members};
use crate::check::{Applies, Change, Check, Fixture, Level, Mode, On, Severity, Subject, Verdict};
use crate::evidence::Evidence;
use crate::exchange::Probe;
use crate::spec::Citation;
use url::Url;

pub(super) static CHECK: Check = Check {
    id: "rfc6749-5.2-error-uri-syntax",
    aliases: &[],
    cites: &[Citation::rfc(6749, "5.2")],
    statement: "The error_uri of a refused token request is a URI reference.",
    level: Level::Must,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Token,
    mode: Mode::Active,
    probes: TOKEN,
    applies: Applies::Always,
    evaluate,
    remedy: "Percent-encode what a URI cannot have.",
    fails_on: &[
        Fixture::new(
            "a space",
            &[Change::On(
                Probe::UnknownScope,
                On::Body(
                    "/error_uri",
                    Some(r#""https://as.example/errors/invalid scope""#),
                ),
            )],
        ),
        Fixture::new(
            "a percent sign",
            &[Change::On(
                Probe::UnknownScope,
                On::Body("/error_uri", Some(r#""https://as.example/100%""#)),
            )],
        ),
        Fixture::new(
            "a number",
            &[Change::On(
                Probe::UnknownScope,
                On::Body("/error_uri", Some("7")),
            )],
        ),
    ],
    faults: &["token-error-uri-space"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    members(evidence, "error_uri", |value| {
        let text = value.as_str();
        let good = text.is_some_and(is_reference);
        (!good).then_some("a URI reference")
    })
}

/// A URI reference of characters that a URI has (RFC 3986 §2), its percent-encodings whole.
fn is_reference(text: &str) -> bool {
    let known = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#[]@!$&'()*+,;=%".contains(c);
    let hexadecimal = |part: &str| {
        let digits = part.chars().take(2);
        digits.filter(char::is_ascii_hexdigit).count() == 2
    };
    let base = Url::parse("https://as.example/").ok();
    text.chars().all(known)
        && text.split('%').skip(1).all(hexadecimal)
        && base.is_some_and(|base| base.join(text).is_ok())
}
