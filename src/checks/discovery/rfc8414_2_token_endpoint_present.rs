//! `rfc8414-2-token-endpoint-present`: the metadata names the token endpoint.

use super::shared::{oauth, unless};
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, Severity, Subject, Verdict,
};
use crate::evidence::{Evidence, is_web_url};
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc8414-2-token-endpoint-present",
    aliases: &[],
    cites: &[Citation::rfc(8414, "2")],
    statement: "The metadata has the URL of the token endpoint, unless nothing but the implicit grant is supported.",
    level: Level::Required,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Discovery,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::When(
        "the metadata at oauth-authorization-server supports a grant other than implicit",
        uses_token_endpoint,
    ),
    evaluate,
    remedy: "Publish token_endpoint.",
    fails_on: &[
        Fixture::new("missing", &[Change::Oauth("/token_endpoint", None)]),
        Fixture::new(
            "a path",
            &[Change::Oauth("/token_endpoint", Some(r#""/token""#))],
        ),
        Fixture::new(
            "not a string",
            &[Change::Oauth("/token_endpoint", Some("{}"))],
        ),
    ],
    faults: &["oauth-metadata-token-endpoint-missing"],
};

// Without a list of grants, authorization_code is supported.
fn uses_token_endpoint(evidence: &Evidence<'_>) -> Result<bool, Blocked> {
    Ok(evidence.oauth()?.is_some_and(|document| {
        let grants = document.list("grant_types_supported");
        !document.has("grant_types_supported") || grants.iter().any(|grant| *grant != "implicit")
    }))
}

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    oauth(evidence, |document| {
        let right = document.text("token_endpoint").is_some_and(is_web_url);
        Ok(unless(right, document, "token_endpoint", "an absolute URL"))
    })
}
