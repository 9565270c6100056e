//! `oidc-discovery-3-token-auth-alg-none`: signed client authentication is signed.

use super::shared::list;
use crate::check::{
    Applies, Change, Check, Fixture, Level, Mode, Outcome, Problem, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::spec::{Citation, Spec};

pub(super) static CHECK: Check = Check {
    id: "oidc-discovery-3-token-auth-alg-none",
    aliases: &[],
    cites: &[
        Citation::of(Spec::OidcDiscovery, "3"),
        Citation::rfc(8414, "2"),
    ],
    statement: "`none` is not among the algorithms for client authentication by a signed JWT.",
    level: Level::MustNot,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Discovery,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::MetadataHas("token_endpoint_auth_signing_alg_values_supported"),
    evaluate,
    remedy: "Take `none` out of `token_endpoint_auth_signing_alg_values_supported`, and refuse unsigned assertions.",
    fails_on: &[
        Fixture::new(
            "none besides another",
            &[Change::Openid(
                "/token_endpoint_auth_signing_alg_values_supported",
                Some(r#"["RS256","none"]"#),
            )],
        ),
        Fixture::new(
            "in the other document",
            &[Change::Oauth(
                "/token_endpoint_auth_signing_alg_values_supported",
                Some(r#"["none"]"#),
            )],
        ),
    ],
    faults: &["openid-metadata-token-auth-algs-with-none"],
};

const NAME: &str = "token_endpoint_auth_signing_alg_values_supported";

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let mut problems = Vec::new();
    for document in evidence
        .documents()?
        .iter()
        .filter(|document| document.has(NAME))
    {
        if list(document, NAME)?.contains(&"none") {
            problems.push(Problem::new(
                document.at(NAME),
                r#"a list without "none""#,
                document.shown(NAME),
            ));
        }
    }
    Ok(Outcome::of(problems))
}
