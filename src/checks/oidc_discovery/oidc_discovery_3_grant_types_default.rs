//! `oidc-discovery-3-grant-types-default`: grant types that work are listed.

use super::shared::{Used, lists_what_works};
use crate::check::{Applies, Change, Check, Fixture, Level, Mode, Severity, Subject, Verdict};
use crate::evidence::{Evidence, Seen};
use crate::exchange::Action;
use crate::spec::{Citation, Spec};

pub(super) static CHECK: Check = Check {
    id: "oidc-discovery-3-grant-types-default",
    aliases: &[],
    cites: &[
        Citation::of(Spec::OidcDiscovery, "3"),
        Citation::rfc(8414, "2"),
    ],
    statement: "A grant type that works is listed; without a list, clients take only `authorization_code` and `implicit` for supported.",
    level: Level::May,
    severity: Severity::Suggestion,
    note: Some("The member is optional; what it means when it is missing is not."),
    subject: Subject::Discovery,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::When(
        "a client credentials or refresh token request succeeded",
        |evidence| Ok(!granted(evidence).is_empty()),
    ),
    evaluate,
    remedy: "Publish `grant_types_supported` with every grant type that the token endpoint accepts.",
    fails_on: &[
        Fixture::new("no list", &[Change::Openid("/grant_types_supported", None)]),
        Fixture::new(
            "not in the list",
            &[Change::Openid(
                "/grant_types_supported",
                Some(r#"["authorization_code"]"#),
            )],
        ),
    ],
    faults: &["openid-metadata-grant-types-without-client-credentials"],
};

fn granted(evidence: &Evidence<'_>) -> Used {
    let given = |seen: &&Seen<'_>| {
        seen.succeeded()
            && seen
                .json()
                .is_some_and(|json| json.get("access_token").is_some())
    };
    let grants = evidence
        .of(Action::Token)
        .filter(given)
        .filter_map(|seen| seen.sent("grant_type"));
    let grants =
        grants.filter(|grant| matches!(grant.as_str(), "client_credentials" | "refresh_token"));
    grants
        .map(|grant| (grant, "which the token endpoint accepted"))
        .collect()
}

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let default = &["authorization_code", "implicit"];
    lists_what_works(
        evidence,
        "grant_types_supported",
        default,
        &granted(evidence),
    )
}
