//! `oidc-discovery-3-request-object-algs`: request objects can be signed with RS256.

use super::shared::lists;
use crate::check::{Applies, Change, Check, Fixture, Level, Mode, Severity, Subject, Verdict};
use crate::evidence::Evidence;
use crate::spec::{Citation, Spec};

pub(super) static CHECK: Check = Check {
    id: "oidc-discovery-3-request-object-algs",
    aliases: &[],
    cites: &[Citation::of(Spec::OidcDiscovery, "3")],
    statement: "Where algorithms for request objects are listed, `RS256` is among them.",
    level: Level::Should,
    severity: Severity::Warning,
    note: Some(
        "The section says the same of `none`, which security profiles forbid here: that it is missing is not reported.",
    ),
    subject: Subject::Discovery,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::OpenidHas("request_object_signing_alg_values_supported"),
    evaluate,
    remedy: "Accept request objects that are signed with `RS256`, and list it.",
    fails_on: &[
        Fixture::new(
            "another algorithm alone",
            &[Change::Openid(
                "/request_object_signing_alg_values_supported",
                Some(r#"["ES256"]"#),
            )],
        ),
        Fixture::new(
            "none alone",
            &[Change::Openid(
                "/request_object_signing_alg_values_supported",
                Some(r#"["none"]"#),
            )],
        ),
    ],
    faults: &["openid-metadata-request-object-algs-without-rs256"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    lists(
        evidence,
        "request_object_signing_alg_values_supported",
        &["RS256"],
    )
}
