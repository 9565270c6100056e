//! `oidc-discovery-3-id-token-alg-present`: the metadata lists the algorithms of ID Tokens.

use super::shared::published_list;
use crate::check::{Applies, Change, Check, Fixture, Level, Mode, Severity, Subject, Verdict};
use crate::evidence::Evidence;
use crate::spec::{Citation, Spec};

pub(super) static CHECK: Check = Check {
    id: "oidc-discovery-3-id-token-alg-present",
    aliases: &[],
    cites: &[Citation::of(Spec::OidcDiscovery, "3")],
    statement: "The metadata lists the algorithms that ID Tokens are signed with.",
    level: Level::Required,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Discovery,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::OpenidMetadata,
    evaluate,
    remedy: "Publish `id_token_signing_alg_values_supported` with the algorithms for ID Tokens, `RS256` among them.",
    fails_on: &[
        Fixture::new(
            "missing",
            &[Change::Openid(
                "/id_token_signing_alg_values_supported",
                None,
            )],
        ),
        Fixture::new(
            "null",
            &[Change::Openid(
                "/id_token_signing_alg_values_supported",
                Some("null"),
            )],
        ),
    ],
    faults: &["openid-metadata-id-token-algs-missing"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    published_list(
        evidence,
        "id_token_signing_alg_values_supported",
        "JWS algorithms",
    )
}
