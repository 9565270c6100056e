//! `rfc8414-2-auth-methods-registered`: authentication methods have registered names.

use super::shared::{each, has_any};
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, Problem, Severity, Subject, Verdict,
};
use crate::evidence::{Evidence, is_absolute_uri};
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc8414-2-auth-methods-registered",
    aliases: &[],
    cites: &[Citation::rfc(8414, "2"), Citation::rfc(7591, "2")],
    statement: "The names of authentication methods are those that IANA has registered, or absolute URIs.",
    level: Level::May,
    severity: Severity::Suggestion,
    note: None,
    subject: Subject::Discovery,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::When(
        "the metadata lists authentication methods of an endpoint",
        concerned,
    ),
    evaluate,
    remedy: "Use the registered names, as client_secret_basic; name a method of your own by a URI.",
    fails_on: &[
        Fixture::new(
            "a name of its own",
            &[Change::Oauth(
                "/token_endpoint_auth_methods_supported",
                Some(r#"["basic"]"#),
            )],
        ),
        Fixture::new(
            "at another endpoint",
            &[Change::Oauth(
                "/revocation_endpoint_auth_methods_supported",
                Some(r#"["client_secret_basic", "Bearer"]"#),
            )],
        ),
    ],
    faults: &["oauth-metadata-auth-method-not-registered"],
};

const INTROSPECTION: &str = "introspection_endpoint_auth_methods_supported";

const LISTS: &[&str] = &[
    "token_endpoint_auth_methods_supported",
    "revocation_endpoint_auth_methods_supported",
    INTROSPECTION,
];

/// The registry "OAuth Token Endpoint Authentication Methods".
const METHODS: &[&str] = &[
    "none",
    "client_secret_post",
    "client_secret_basic",
    "client_secret_jwt",
    "private_key_jwt",
    "tls_client_auth",
    "self_signed_tls_client_auth",
];

/// The registry "OAuth Access Token Types", whose values the introspection endpoint may list besides.
const TOKEN_TYPES: &[&str] = &["Bearer", "DPoP", "N_A", "PoP"];

fn concerned(evidence: &Evidence<'_>) -> Result<bool, Blocked> {
    has_any(evidence, LISTS)
}

fn is_known(name: &str, method: &str) -> bool {
    let token_type = || {
        TOKEN_TYPES
            .iter()
            .any(|known| known.eq_ignore_ascii_case(method))
    };
    METHODS.contains(&method) || is_absolute_uri(method) || (name == INTROSPECTION && token_type())
}

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    each(evidence, |document| {
        let unknown = LISTS.iter().flat_map(|name| {
            let methods = document.list(name).into_iter();
            let unknown = methods.filter(|method| !is_known(name, method));
            unknown.map(|method| {
                Problem::new(
                    document.at(name),
                    "registered names or absolute URIs",
                    format!("{method:?}"),
                )
            })
        });
        Ok(unknown.collect())
    })
}
