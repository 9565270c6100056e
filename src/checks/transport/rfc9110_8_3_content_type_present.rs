//! `rfc9110-8.3-content-type-present`: content says what it is.

use super::shared::each_with_headers;
use crate::check::{
    Applies, Change, Check, Fixture, Level, Mode, Problem, Severity, Subject, Verdict,
};
use crate::evidence::{Evidence, Seen};
use crate::exchange::{Action, Content};
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc9110-8.3-content-type-present",
    aliases: &[],
    cites: &[Citation::rfc(9110, "8.3")],
    statement: "A response that has content says in one Content-Type header what media type the content is.",
    level: Level::Should,
    severity: Severity::Warning,
    note: Some(
        "Not asked of responses whose media type the protocol itself names: those of metadata, registration, client configuration, token and introspection have rules of their own.",
    ),
    subject: Subject::Transport,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::Always,
    evaluate,
    remedy: "Set Content-Type on every response with a body.",
    fails_on: &[
        Fixture::new(
            "no Content-Type",
            &[Change::Header(Action::Jwks, "content-type", None)],
        ),
        Fixture::new(
            "not a media type",
            &[Change::Header(Action::Jwks, "content-type", Some("json"))],
        ),
    ],
    faults: &["jwks-without-content-type"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    each_with_headers(evidence, |seen, headers| {
        if !has_content(seen) || is_named_by_protocol(seen) {
            return Vec::new();
        }
        let values: Vec<&str> = headers.all("content-type").collect();
        match values.as_slice() {
            [one] if is_media_type(one) => Vec::new(),
            [] => vec![Problem::new(
                seen.at_header("content-type"),
                "a media type",
                "missing",
            )],
            several => vec![Problem::new(
                seen.at_header("content-type"),
                "one media type",
                several.join(" and "),
            )],
        }
    })
}

fn has_content(seen: &Seen<'_>) -> bool {
    let body = seen.response().map(|response| &response.body);
    body.is_some_and(|body| body.text() != Some("") && body.content != Content::NotRecorded)
}

/// Errors of the token and the registration endpoint have a media type too (RFC 6749 §5.2, RFC 7591 §3.2.2).
fn is_named_by_protocol(seen: &Seen<'_>) -> bool {
    match seen.action() {
        Some(Action::Token | Action::Register) => true,
        Some(Action::Discover | Action::ReadClient | Action::UpdateClient | Action::Introspect) => {
            seen.succeeded()
        }
        _ => false,
    }
}

/// `type/subtype`, whatever parameters follow.
fn is_media_type(value: &str) -> bool {
    let essence = value.split(';').next().unwrap_or_default().trim();
    essence.split_once('/').is_some_and(|(kind, subtype)| {
        let token = |part: &str| {
            !part.is_empty()
                && !part.contains(|c: char| !c.is_ascii_graphic() || "/,\"".contains(c))
        };
        token(kind) && token(subtype)
    })
}
