//! `oidc-discovery-3-claims-supported`: the metadata lists claims.

use super::shared::published_list;
use crate::check::{Applies, Change, Check, Fixture, Level, Mode, Severity, Subject, Verdict};
use crate::evidence::Evidence;
use crate::spec::{Citation, Spec};

pub(super) static CHECK: Check = Check {
    id: "oidc-discovery-3-claims-supported",
    aliases: &[],
    cites: &[Citation::of(Spec::OidcDiscovery, "3")],
    statement: "The metadata lists the claims that the server can supply.",
    level: Level::Recommended,
    severity: Severity::Warning,
    note: None,
    subject: Subject::Discovery,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::OpenidMetadata,
    evaluate,
    remedy: "Publish `claims_supported` with the names of the claims that the server can supply.",
    fails_on: &[Fixture::new(
        "missing",
        &[Change::Openid("/claims_supported", None)],
    )],
    faults: &["openid-metadata-claims-missing"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    published_list(evidence, "claims_supported", "claim names")
}
