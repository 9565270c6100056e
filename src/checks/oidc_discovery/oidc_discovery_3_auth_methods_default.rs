//! `oidc-discovery-3-auth-methods-default`: ways of client authentication that work are listed.

use super::shared::{Used, lists_what_works};
use crate::check::{Applies, Change, Check, Fixture, Level, Mode, Severity, Subject, Verdict};
use crate::evidence::Evidence;
use crate::exchange::Action;
use crate::spec::{Citation, Spec};

pub(super) static CHECK: Check = Check {
    id: "oidc-discovery-3-auth-methods-default",
    aliases: &[],
    cites: &[
        Citation::of(Spec::OidcDiscovery, "3"),
        Citation::rfc(8414, "2"),
    ],
    statement: "A method of client authentication that is in use is listed; without a list, clients take only `client_secret_basic` for supported.",
    level: Level::May,
    severity: Severity::Suggestion,
    note: Some("The member is optional; what it means when it is missing is not."),
    subject: Subject::Discovery,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::When(
        "a client was registered for a method of authentication, or a token request used one",
        |evidence| Ok(!used(evidence).is_empty()),
    ),
    evaluate,
    remedy: "Publish `token_endpoint_auth_methods_supported` with every method that the token endpoint accepts.",
    fails_on: &[
        Fixture::new(
            "not in the list",
            &[Change::Openid(
                "/token_endpoint_auth_methods_supported",
                Some(r#"["private_key_jwt"]"#),
            )],
        ),
        Fixture::new(
            "no list, and another method is registered",
            &[
                Change::Openid("/token_endpoint_auth_methods_supported", None),
                Change::Body(
                    Action::Register,
                    "/token_endpoint_auth_method",
                    Some(r#""private_key_jwt""#),
                ),
            ],
        ),
    ],
    faults: &["openid-metadata-auth-methods-without-basic"],
};

// A public client authenticates by none.
fn used(evidence: &Evidence<'_>) -> Used {
    let mut used = Used::new();
    for token in evidence.tokens().unwrap_or_default() {
        let headers = &token.seen.exchange.request.headers;
        let authorization = headers.get("authorization").unwrap_or_default();
        let method = if authorization.to_ascii_lowercase().starts_with("basic ") {
            "client_secret_basic"
        } else if token.seen.sent("client_secret").is_some() {
            "client_secret_post"
        } else {
            continue;
        };
        used.insert(method.to_owned(), "which the token endpoint accepted");
    }
    for client in evidence.registrations().unwrap_or_default() {
        let method = client
            .text("token_endpoint_auth_method")
            .filter(|method| *method != "none");
        used.extend(method.map(|method| (method.to_owned(), "which a client was registered for")));
    }
    used
}

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let name = "token_endpoint_auth_methods_supported";
    lists_what_works(evidence, name, &["client_secret_basic"], &used(evidence))
}
