//! `oidc-discovery-3-dynamic-op-grant-types`: a dynamic OpenID Provider supports two grant types.

use super::shared::lists;
use crate::check::{Applies, Change, Check, Fixture, Level, Mode, Severity, Subject, Verdict};
use crate::evidence::Evidence;
use crate::spec::{Citation, Spec};

pub(super) static CHECK: Check = Check {
    id: "oidc-discovery-3-dynamic-op-grant-types",
    aliases: &[],
    cites: &[Citation::of(Spec::OidcDiscovery, "3")],
    statement: "A dynamic OpenID Provider supports the grant types `authorization_code` and `implicit`.",
    level: Level::Must,
    severity: Severity::Failure,
    note: Some(
        "Asked for only with `--profile openid-dynamic`; where the list is missing, its default is these two.",
    ),
    subject: Subject::Discovery,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::OpenidHas("grant_types_supported"),
    evaluate,
    remedy: "Support both grant types and list them, or do not claim to be a dynamic OpenID Provider.",
    fails_on: &[
        Fixture::new(
            "no implicit",
            &[Change::Openid(
                "/grant_types_supported",
                Some(r#"["authorization_code"]"#),
            )],
        ),
        Fixture::new(
            "neither",
            &[Change::Openid(
                "/grant_types_supported",
                Some(r#"["client_credentials"]"#),
            )],
        ),
    ],
    faults: &["openid-metadata-dynamic-without-implicit"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    lists(
        evidence,
        "grant_types_supported",
        &["authorization_code", "implicit"],
    )
}
