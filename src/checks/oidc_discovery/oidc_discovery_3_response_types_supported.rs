//! `oidc-discovery-3-response-types-supported`: the metadata lists the response types.

use super::shared::published_list;
use crate::check::{Applies, Change, Check, Fixture, Level, Mode, Severity, Subject, Verdict};
use crate::evidence::Evidence;
use crate::spec::{Citation, Spec};

pub(super) static CHECK: Check = Check {
    id: "oidc-discovery-3-response-types-supported",
    aliases: &[],
    cites: &[Citation::of(Spec::OidcDiscovery, "3")],
    statement: "The metadata lists the response types that the authorization endpoint accepts.",
    level: Level::Required,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Discovery,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::OpenidMetadata,
    evaluate,
    remedy: "Publish `response_types_supported` as an array, for example `[\"code\"]`.",
    fails_on: &[
        Fixture::new(
            "missing",
            &[Change::Openid("/response_types_supported", None)],
        ),
        Fixture::new(
            "null",
            &[Change::Openid("/response_types_supported", Some("null"))],
        ),
    ],
    faults: &["openid-metadata-response-types-missing"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    published_list(evidence, "response_types_supported", "response types")
}
