//! `rfc8414-2-auth-signing-algs-present`: algorithms go with methods that sign.

use super::shared::{algorithms_listed, oauth};
use crate::check::{Applies, Change, Check, Fixture, Level, Mode, Severity, Subject, Verdict};
use crate::evidence::Evidence;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc8414-2-auth-signing-algs-present",
    aliases: &[],
    cites: &[Citation::rfc(8414, "2")],
    statement: "Metadata that lists private_key_jwt or client_secret_jwt for the token endpoint lists the accepted signing algorithms too.",
    level: Level::Must,
    severity: Severity::Failure,
    note: Some(
        "OpenID Connect Discovery leaves the member optional, so the rule is asked of the document at the location of RFC 8414 alone.",
    ),
    subject: Subject::Discovery,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::OauthHas("token_endpoint_auth_methods_supported"),
    evaluate,
    remedy: "Publish token_endpoint_auth_signing_alg_values_supported.",
    fails_on: &[
        Fixture::new(
            "no algorithms",
            &[
                Change::Oauth(
                    "/token_endpoint_auth_methods_supported",
                    Some(r#"["private_key_jwt"]"#),
                ),
                Change::Oauth("/token_endpoint_auth_signing_alg_values_supported", None),
            ],
        ),
        Fixture::new(
            "client_secret_jwt",
            &[
                Change::Oauth(
                    "/token_endpoint_auth_methods_supported",
                    Some(r#"["client_secret_basic", "client_secret_jwt"]"#),
                ),
                Change::Oauth("/token_endpoint_auth_signing_alg_values_supported", None),
            ],
        ),
    ],
    faults: &["oauth-metadata-auth-signing-algs-missing"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    oauth(evidence, |document| {
        algorithms_listed(
            document,
            "token_endpoint_auth_methods_supported",
            "token_endpoint_auth_signing_alg_values_supported",
        )
    })
}
