//! `rfc8414-2-introspection-auth-signing-algs`: algorithms go with methods that sign, at the introspection endpoint too.

use super::shared::{algorithms_listed, each, has_any, none_not_listed};
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc8414-2-introspection-auth-signing-algs",
    aliases: &[],
    cites: &[Citation::rfc(8414, "2")],
    statement: "Where clients can authenticate with a JWT at the introspection endpoint, the metadata lists the accepted signing algorithms, and none is never among them.",
    level: Level::Must,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Discovery,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::When(
        "the metadata lists authentication methods or signing algorithms for the introspection endpoint",
        concerned,
    ),
    evaluate,
    remedy: "Publish introspection_endpoint_auth_signing_alg_values_supported, without none.",
    fails_on: &[
        Fixture::new(
            "no algorithms",
            &[
                Change::Oauth(
                    "/introspection_endpoint_auth_methods_supported",
                    Some(r#"["private_key_jwt"]"#),
                ),
                Change::Oauth(
                    "/introspection_endpoint_auth_signing_alg_values_supported",
                    None,
                ),
            ],
        ),
        Fixture::new(
            "none",
            &[Change::Oauth(
                "/introspection_endpoint_auth_signing_alg_values_supported",
                Some(r#"["RS256", "none"]"#),
            )],
        ),
    ],
    faults: &["oauth-metadata-introspection-auth-signing-algs-with-none"],
};

const METHODS: &str = "introspection_endpoint_auth_methods_supported";
const ALGORITHMS: &str = "introspection_endpoint_auth_signing_alg_values_supported";

fn concerned(evidence: &Evidence<'_>) -> Result<bool, Blocked> {
    has_any(evidence, &[METHODS, ALGORITHMS])
}

// Only RFC 8414 defines these members, so they mean the same at either location.
fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    each(evidence, |document| {
        let mut problems = algorithms_listed(document, METHODS, ALGORITHMS)?;
        problems.extend(none_not_listed(document, ALGORITHMS)?);
        Ok(problems)
    })
}
