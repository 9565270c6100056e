//! `rfc6749-5.2-content-type-json`: a refused token request is answered with JSON.

use super::shared::{TOKEN, refusals, together};
use crate::check::{
    Applies, Change, Check, Fixture, Level, Mode, On, Problem, Severity, Subject, Verdict,
};
use crate::evidence::{Evidence, cut};
use crate::exchange::{Content, Probe};
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc6749-5.2-content-type-json",
    aliases: &[],
    cites: &[Citation::rfc(6749, "5.2")],
    statement: "The answer to a token request that is refused is a JSON object with the media type application/json.",
    level: Level::Must,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Token,
    mode: Mode::Active,
    probes: TOKEN,
    applies: Applies::Always,
    evaluate,
    remedy: "Send errors of the token endpoint as a JSON object with Content-Type application/json, those of frameworks and proxies included.",
    fails_on: &[
        Fixture::new(
            "an HTML page",
            &[
                Change::On(Probe::UnknownGrantType, On::Text("<!doctype html>")),
                Change::On(
                    Probe::UnknownGrantType,
                    On::Header("content-type", Some("text/html")),
                ),
            ],
        ),
        Fixture::new(
            "JSON as text",
            &[Change::On(
                Probe::UnknownScope,
                On::Header("content-type", Some("text/plain")),
            )],
        ),
        Fixture::new(
            "no Content-Type",
            &[Change::On(
                Probe::UnknownScope,
                On::Header("content-type", None),
            )],
        ),
        Fixture::new(
            "a string",
            &[Change::On(
                Probe::UnknownGrantType,
                On::Text(r#""unsupported_grant_type""#),
            )],
        ),
        Fixture::new("no body", &[Change::On(Probe::WrongSecret, On::Text(""))]),
    ],
    faults: &["token-error-html", "token-error-content-type-text"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    together(refusals(evidence)?.into_iter().map(|seen| {
        let shown = seen.response().map(|response| &response.body.content);
        let recorded = shown.is_some_and(|content| *content != Content::NotRecorded);
        let media_type = seen.media_type();
        let other = media_type
            .as_ref()
            .is_ok_and(|media_type| media_type.as_deref() != Some("application/json"));
        let problem = if other {
            let observed = seen.headers()?.get("content-type").unwrap_or("missing");
            Problem::new(seen.at_header("content-type"), "application/json", observed)
        } else if recorded && seen.object().is_err() {
            let text = seen.response().and_then(|response| response.body.text());
            let observed = match text {
                Some("") | None => "none".to_owned(),
                Some(text) => cut(text),
            };
            Problem::new(seen.at(""), "a JSON object", observed)
        } else {
            media_type?;
            return Ok(Vec::new());
        };
        Ok(vec![problem])
    }))
}
