//! `oidc-discovery-3-dynamic-op-response-types`: a dynamic OpenID Provider supports three response types.

use std::collections::BTreeSet;

use super::shared::{list, openid};
use crate::check::{
    Applies, Change, Check, Fixture, Level, Mode, Outcome, Problem, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::spec::{Citation, Spec};

pub(super) static CHECK: Check = Check {
    id: "oidc-discovery-3-dynamic-op-response-types",
    aliases: &[],
    cites: &[Citation::of(Spec::OidcDiscovery, "3")],
    statement: "A dynamic OpenID Provider supports the response types `code`, `id_token` and `id_token token`.",
    level: Level::Must,
    severity: Severity::Failure,
    note: Some(
        "Asked for only with `--profile openid-dynamic`: RFC 9700 §2.1.2 advises against response types that issue access tokens in the authorization response.",
    ),
    subject: Subject::Discovery,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::OpenidHas("response_types_supported"),
    evaluate,
    remedy: "Support the three response types, or do not claim to be a dynamic OpenID Provider.",
    fails_on: &[
        Fixture::new(
            "code alone",
            &[Change::Openid(
                "/response_types_supported",
                Some(r#"["code"]"#),
            )],
        ),
        Fixture::new(
            "one is missing",
            &[Change::Openid(
                "/response_types_supported",
                Some(r#"["code","token id_token"]"#),
            )],
        ),
    ],
    faults: &["openid-metadata-dynamic-without-id-token-token"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let document = openid(evidence)?;
    let name = "response_types_supported";
    let listed: Vec<BTreeSet<&str>> = list(&document, name)?.into_iter().map(words).collect();
    let missing = ["code", "id_token", "id_token token"]
        .into_iter()
        .filter(|wanted| !listed.contains(&words(wanted)));
    let problems = missing.map(|wanted| {
        Problem::new(
            document.at(name),
            format!("a list with {wanted:?}"),
            document.shown(name),
        )
    });
    Ok(Outcome::of(problems.collect()))
}

/// The order of the words in a response type does not matter (RFC 6749 §3.1.1).
fn words(response_type: &str) -> BTreeSet<&str> {
    response_type.split(' ').collect()
}
