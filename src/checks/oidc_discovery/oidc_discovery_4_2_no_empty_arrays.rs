//! `oidc-discovery-4.2-no-empty-arrays`: lists without values are left out.

use serde_json::Value;

use super::shared::openid;
use crate::check::{
    Applies, Change, Check, Fixture, Level, Mode, Outcome, Problem, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::spec::{Citation, Spec};

pub(super) static CHECK: Check = Check {
    id: "oidc-discovery-4.2-no-empty-arrays",
    aliases: &[],
    cites: &[Citation::of(Spec::OidcDiscovery, "4.2")],
    statement: "A list without values is left out instead of being sent as an empty array.",
    level: Level::Must,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Discovery,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::OpenidMetadata,
    evaluate,
    remedy: "Leave out each member that has no values.",
    fails_on: &[
        Fixture::new(
            "an empty list",
            &[Change::Openid("/acr_values_supported", Some("[]"))],
        ),
        Fixture::new(
            "an empty list that is required",
            &[Change::Openid("/response_types_supported", Some("[]"))],
        ),
    ],
    faults: &["openid-metadata-acr-values-empty"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let document = openid(evidence)?;
    let empty = |value: &Value| value.as_array().is_some_and(Vec::is_empty);
    let problems = document
        .members
        .iter()
        .filter(|(_, value)| empty(value))
        .map(|(name, _)| Problem::new(document.at(name), "values, or no such member", "[]"));
    Ok(Outcome::of(problems.collect()))
}
