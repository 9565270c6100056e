//! `oidc-discovery-3-id-token-alg-rs256`: ID Tokens can be signed with RS256.

use super::shared::lists;
use crate::check::{Applies, Change, Check, Fixture, Level, Mode, Severity, Subject, Verdict};
use crate::evidence::Evidence;
use crate::spec::{Citation, Spec};

pub(super) static CHECK: Check = Check {
    id: "oidc-discovery-3-id-token-alg-rs256",
    aliases: &[],
    cites: &[Citation::of(Spec::OidcDiscovery, "3")],
    statement: "`RS256` is among the algorithms that ID Tokens can be signed with.",
    level: Level::Must,
    severity: Severity::Failure,
    note: Some(
        "Security profiles such as FAPI do away with RS256; a server of such a profile departs from this section on purpose.",
    ),
    subject: Subject::Discovery,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::OpenidHas("id_token_signing_alg_values_supported"),
    evaluate,
    remedy: "Support `RS256` for ID Tokens and list it.",
    fails_on: &[
        Fixture::new(
            "another algorithm alone",
            &[Change::Openid(
                "/id_token_signing_alg_values_supported",
                Some(r#"["ES256"]"#),
            )],
        ),
        Fixture::new(
            "another case",
            &[Change::Openid(
                "/id_token_signing_alg_values_supported",
                Some(r#"["rs256"]"#),
            )],
        ),
    ],
    faults: &["openid-metadata-id-token-algs-without-rs256"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    lists(
        evidence,
        "id_token_signing_alg_values_supported",
        &["RS256"],
    )
}
