//! `rfc7591-3.2.2-code-invalid-client-metadata`: bad client metadata have an error code of their own.

use super::shared::together;
use super::shared_probes::{refusals, refused_for};
use crate::check::{
    Applies, Change, Check, Fixture, Level, Mode, On, Problem, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc7591-3.2.2-code-invalid-client-metadata",
    aliases: &[],
    cites: &[Citation::rfc(7591, "3.2.2")],
    statement: "A registration with a bad value, other than of a redirection URI, is refused with the error invalid_client_metadata.",
    level: Level::Must,
    severity: Severity::Warning,
    note: Some("A client that knows the code has no other use for it than to show it."),
    subject: Subject::Registration,
    mode: Mode::Active,
    probes: &[Probe::WrongMemberType],
    applies: Applies::Always,
    evaluate,
    remedy: "Answer with the error invalid_client_metadata.",
    fails_on: &[Fixture::new(
        "invalid_request",
        &[Change::On(
            Probe::WrongMemberType,
            On::Body("/error", Some(r#""invalid_request""#)),
        )],
    )],
    faults: &["registration-error-metadata-invalid-request"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let refusals = refusals(evidence, &[Probe::WrongMemberType])?;
    together(refusals.into_iter().map(|seen| {
        let refusal = seen.refusal()?;
        refused_for(evidence, seen, &["grant_types"])?;
        if refusal.error == "invalid_client_metadata" {
            return Ok(Vec::new());
        }
        let observed = refusal.shown("error");
        let at = refusal.at("error");
        Ok(vec![Problem::new(at, "invalid_client_metadata", observed)])
    }))
}
