//! `rfc7591-3.2.1-echo-registered-metadata`: the response says what was registered.

use super::shared::{each, has, redirects, sent, with, without};
use crate::check::{Applies, Check, Fixture, Level, Mode, Problem, Severity, Subject, Verdict};
use crate::evidence::{Evidence, Registration};
use crate::spec::{Citation, Spec};

pub(super) static CHECK: Check = Check {
    id: "rfc7591-3.2.1-echo-registered-metadata",
    aliases: &[],
    cites: &[
        Citation::rfc(7591, "3.2.1"),
        Citation::of(Spec::OidcRegistration, "3.2"),
    ],
    statement: "The registration response contains all metadata registered for the client, with the values that are in force.",
    level: Level::Must,
    severity: Severity::Failure,
    note: Some(
        "A member that the server does not understand is to be ignored (RFC 7591 §2), so a missing one is a warning unless it was used after all.",
    ),
    subject: Subject::Registration,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::Registered,
    evaluate,
    remedy: "Return the stored client record whole, replaced values included.",
    fails_on: &[
        Fixture::new("no redirect_uris", &[without("/redirect_uris")]),
        Fixture::new("no grant_types", &[without("/grant_types")]),
        Fixture::new("no client_name", &[without("/client_name")]),
        Fixture::new("scope is null", &[with("/scope", "null")]),
    ],
    faults: &["registration-grant-types-missing"],
};

const MEMBERS: &[&str] = &[
    "redirect_uris",
    "grant_types",
    "response_types",
    "token_endpoint_auth_method",
    "scope",
    "client_name",
    "client_uri",
    "logo_uri",
    "contacts",
    "tos_uri",
    "policy_uri",
    "jwks_uri",
    "jwks",
];

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    each(evidence, |registration| {
        let problem = |name: &&str| {
            let observed = "missing".to_owned();
            let expected = "the registered value";
            let problem = Problem::new(registration.at(name), expected, observed);
            if was_registered(evidence, registration, name) {
                problem
            } else {
                problem.only(Severity::Warning)
            }
        };
        let missing = MEMBERS
            .iter()
            .filter(|name| sent(registration, name).is_some() && !registration.has(name));
        missing.map(problem).collect::<Vec<_>>()
    })
}

/// Whether it is seen that the server knows the member: flows with a redirect are to support `redirect_uris` (RFC 7591 §2),
/// and what the client then used without being told so was registered.
fn was_registered(evidence: &Evidence<'_>, registration: &Registration<'_>, name: &str) -> bool {
    let tokens = evidence.tokens().unwrap_or_default();
    let value = sent(registration, name);
    match name {
        "redirect_uris" => redirects(sent(registration, "grant_types")),
        "grant_types" => has(value, "client_credentials") && !tokens.is_empty(),
        "token_endpoint_auth_method" => {
            value.is_some_and(|method| method == "client_secret_post")
                && tokens
                    .iter()
                    .any(|token| token.seen.sent("client_secret").is_some())
        }
        _ => false,
    }
}
