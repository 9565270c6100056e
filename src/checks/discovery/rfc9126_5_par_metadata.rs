//! `rfc9126-5-par-metadata`: the metadata of pushed authorization requests is whole.

use serde_json::Value;

use super::shared::{each, has_any, unless};
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, Severity, Subject, Verdict,
};
use crate::evidence::{Evidence, is_https_url, is_web_url};
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc9126-5-par-metadata",
    aliases: &[],
    cites: &[Citation::rfc(9126, "5")],
    statement: "The metadata gives the endpoint for pushed authorization requests as an https URL and their requirement as a boolean, which is not true without the endpoint.",
    level: Level::May,
    severity: Severity::Suggestion,
    note: None,
    subject: Subject::Discovery,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::When(
        "the metadata has pushed_authorization_request_endpoint or require_pushed_authorization_requests",
        concerned,
    ),
    evaluate,
    remedy: "Publish pushed_authorization_request_endpoint beside the flag, and the flag as true or false.",
    fails_on: &[
        Fixture::new(
            "required without an endpoint",
            &[Change::Oauth(
                "/require_pushed_authorization_requests",
                Some("true"),
            )],
        ),
        Fixture::new(
            "a flag that is a string",
            &[Change::Oauth(
                "/require_pushed_authorization_requests",
                Some(r#""true""#),
            )],
        ),
        Fixture::new(
            "a path",
            &[Change::Oauth(
                "/pushed_authorization_request_endpoint",
                Some(r#""/par""#),
            )],
        ),
    ],
    faults: &["oauth-metadata-par-required-without-endpoint"],
};

const ENDPOINT: &str = "pushed_authorization_request_endpoint";
const REQUIRED: &str = "require_pushed_authorization_requests";

fn concerned(evidence: &Evidence<'_>) -> Result<bool, Blocked> {
    has_any(evidence, &[ENDPOINT, REQUIRED])
}

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    // Where the whole run is without TLS, or the record does not show, any absolute URL will do.
    let over_https = evidence.runs_over_https().is_ok();
    each(evidence, |document| {
        let flag = document.get(REQUIRED);
        let required = flag == Some(&Value::Bool(true));
        let url = if over_https { is_https_url } else { is_web_url };
        let right = match document.get(ENDPOINT) {
            None => !required,
            Some(endpoint) => endpoint.as_str().is_some_and(url),
        };
        let mut problems = unless(right, document, ENDPOINT, "an https URL");
        problems.extend(unless(
            flag.is_none_or(Value::is_boolean),
            document,
            REQUIRED,
            "a boolean",
        ));
        Ok(problems)
    })
}
