//! `rfc8414-2-auth-signing-algs-rs256`: RS256 is accepted for signed client authentication.

use super::shared::{each, list, unless};
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, Severity, Subject, Verdict,
};
use crate::evidence::{Document, Evidence};
use crate::spec::{Citation, Spec};

pub(super) static CHECK: Check = Check {
    id: "rfc8414-2-auth-signing-algs-rs256",
    aliases: &[],
    cites: &[
        Citation::rfc(8414, "2"),
        Citation::of(Spec::OidcDiscovery, "3"),
    ],
    statement: "Where clients can authenticate with private_key_jwt, RS256 is among the listed signing algorithms.",
    level: Level::Should,
    severity: Severity::Warning,
    note: None,
    subject: Subject::Discovery,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::When(
        "the metadata lists private_key_jwt and has token_endpoint_auth_signing_alg_values_supported",
        concerned,
    ),
    evaluate,
    remedy: "Accept and list RS256, unless a stricter profile forbids it.",
    fails_on: &[Fixture::new(
        "PS512 alone",
        &[
            Change::Oauth(
                "/token_endpoint_auth_methods_supported",
                Some(r#"["private_key_jwt"]"#),
            ),
            Change::Oauth(
                "/token_endpoint_auth_signing_alg_values_supported",
                Some(r#"["PS512"]"#),
            ),
        ],
    )],
    faults: &["oauth-metadata-auth-signing-algs-without-rs256"],
};

const ALGORITHMS: &str = "token_endpoint_auth_signing_alg_values_supported";

fn is_concerned(document: &Document<'_>) -> bool {
    let methods = document.list("token_endpoint_auth_methods_supported");
    methods.contains(&"private_key_jwt") && document.has(ALGORITHMS)
}

fn concerned(evidence: &Evidence<'_>) -> Result<bool, Blocked> {
    Ok(evidence.documents()?.iter().any(is_concerned))
}

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    each(evidence, |document| {
        if !is_concerned(document) {
            return Ok(Vec::new());
        }
        let algorithms = list(document, ALGORITHMS)?;
        // An empty list is another rule's business.
        let right = algorithms.is_empty() || algorithms.contains(&"RS256");
        Ok(unless(
            right,
            document,
            ALGORITHMS,
            "\"RS256\" among the algorithms",
        ))
    })
}
