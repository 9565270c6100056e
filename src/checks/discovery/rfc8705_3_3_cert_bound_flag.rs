//! `rfc8705-3.3-cert-bound-flag`: the members for mutual TLS have their types.

use serde_json::Value;

use super::shared::{each, has_any, unless};
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, Problem, Severity, Subject, Verdict,
};
use crate::evidence::{Evidence, is_https_url};
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc8705-3.3-cert-bound-flag",
    aliases: &[],
    cites: &[Citation::rfc(8705, "3.3"), Citation::rfc(8705, "5")],
    statement: "The metadata gives tls_client_certificate_bound_access_tokens as a boolean and mtls_endpoint_aliases as an object of https URLs.",
    level: Level::May,
    severity: Severity::Suggestion,
    note: None,
    subject: Subject::Discovery,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::When(
        "the metadata has tls_client_certificate_bound_access_tokens or mtls_endpoint_aliases",
        concerned,
    ),
    evaluate,
    remedy: "Publish the flag as true or false, and the aliases as an object whose members are URLs of endpoints.",
    fails_on: &[
        Fixture::new(
            "a flag that is a string",
            &[Change::Oauth(
                "/tls_client_certificate_bound_access_tokens",
                Some(r#""true""#),
            )],
        ),
        Fixture::new(
            "aliases in an array",
            &[Change::Oauth("/mtls_endpoint_aliases", Some("[]"))],
        ),
        Fixture::new(
            "an alias without a scheme",
            &[Change::Oauth(
                "/mtls_endpoint_aliases",
                Some(r#"{"token_endpoint": "mtls.as.example/token"}"#),
            )],
        ),
    ],
    faults: &["oauth-metadata-certificate-bound-flag-string"],
};

const FLAG: &str = "tls_client_certificate_bound_access_tokens";
const ALIASES: &str = "mtls_endpoint_aliases";

fn concerned(evidence: &Evidence<'_>) -> Result<bool, Blocked> {
    has_any(evidence, &[FLAG, ALIASES])
}

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    each(evidence, |document| {
        let boolean = document.get(FLAG).is_none_or(Value::is_boolean);
        let mut problems = unless(boolean, document, FLAG, "a boolean");
        match document.get(ALIASES) {
            None => {}
            Some(Value::Object(aliases)) => {
                let wrong = aliases
                    .iter()
                    .filter(|(_, url)| !url.as_str().is_some_and(is_https_url));
                problems.extend(wrong.map(|(name, url)| {
                    Problem::new(
                        document.at(&format!("{ALIASES}/{name}")),
                        "an https URL",
                        url.to_string(),
                    )
                }));
            }
            Some(_) => problems.extend(unless(false, document, ALIASES, "an object")),
        }
        Ok(problems)
    })
}
