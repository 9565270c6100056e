//! `oidc-discovery-3-scopes-supported`: the metadata lists scopes.

use super::shared::published_list;
use crate::check::{Applies, Change, Check, Fixture, Level, Mode, Severity, Subject, Verdict};
use crate::evidence::Evidence;
use crate::spec::{Citation, Spec};

pub(super) static CHECK: Check = Check {
    id: "oidc-discovery-3-scopes-supported",
    aliases: &[],
    cites: &[Citation::of(Spec::OidcDiscovery, "3")],
    statement: "The metadata lists the scope values that the server supports.",
    level: Level::Recommended,
    severity: Severity::Warning,
    note: None,
    subject: Subject::Discovery,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::OpenidMetadata,
    evaluate,
    remedy: "Publish `scopes_supported` with the scope values that clients may ask for.",
    fails_on: &[Fixture::new(
        "missing",
        &[Change::Openid("/scopes_supported", None)],
    )],
    faults: &["openid-metadata-scopes-missing"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    published_list(evidence, "scopes_supported", "scope values")
}
