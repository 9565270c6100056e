//! `oidc-discovery-3-registration-endpoint`: the metadata names the registration endpoint.

use super::shared::published;
use crate::check::{Applies, Change, Check, Fixture, Level, Mode, Severity, Subject, Verdict};
use crate::evidence::Evidence;
use crate::exchange::Action;
use crate::spec::{Citation, Spec};

pub(super) static CHECK: Check = Check {
    id: "oidc-discovery-3-registration-endpoint",
    aliases: &[],
    cites: &[Citation::of(Spec::OidcDiscovery, "3")],
    statement: "The metadata names the registration endpoint where clients are to register.",
    level: Level::Recommended,
    severity: Severity::Warning,
    note: Some(
        "A server that is tested with a client of its own making need not offer registration.",
    ),
    subject: Subject::Discovery,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::All(&[
        Applies::OpenidMetadata,
        Applies::When("the scenario registers a client", |evidence| {
            Ok(registers(evidence))
        }),
    ]),
    evaluate,
    remedy: "Publish `registration_endpoint` with the URL at which clients register.",
    fails_on: &[Fixture::new(
        "missing",
        &[Change::Openid("/registration_endpoint", None)],
    )],
    faults: &["openid-metadata-registration-endpoint-missing"],
};

// Without the endpoint, a scenario does not come to its registration: its spec then says what it lacks.
fn registers(evidence: &Evidence<'_>) -> bool {
    let lacks = |reason: &String| reason.contains("`registration_endpoint`");
    let mut specs = evidence.scenario().specs();
    evidence.of(Action::Register).next().is_some()
        || specs.any(|spec| spec.reasons.iter().any(lacks))
}

// Another check asks whether it is an https URL.
fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    published(
        evidence,
        "registration_endpoint",
        "the URL of the endpoint",
        |_| true,
    )
}
