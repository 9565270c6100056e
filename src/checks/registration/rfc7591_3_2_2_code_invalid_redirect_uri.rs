//! `rfc7591-3.2.2-code-invalid-redirect-uri`: a bad redirection URI has an error code of its own.

use super::shared::together;
use super::shared_probes::{refusals, refused_for};
use crate::check::{
    Applies, Change, Check, Fixture, Level, Mode, On, Problem, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc7591-3.2.2-code-invalid-redirect-uri",
    aliases: &[],
    cites: &[Citation::rfc(7591, "3.2.2")],
    statement: "A registration with a bad redirection URI is refused with the error invalid_redirect_uri.",
    level: Level::Must,
    severity: Severity::Warning,
    note: Some("The code invalid_client_metadata says the same less exactly: a suggestion."),
    subject: Subject::Registration,
    mode: Mode::Active,
    probes: PROBES,
    applies: Applies::Always,
    evaluate,
    remedy: "Answer with the error invalid_redirect_uri.",
    fails_on: &[
        Fixture::new(
            "invalid_request",
            &[Change::On(
                Probe::RedirectUriFragment,
                On::Body("/error", Some(r#""invalid_request""#)),
            )],
        ),
        Fixture::new(
            "invalid_client_metadata",
            &[Change::On(
                Probe::RedirectUriRelative,
                On::Body("/error", Some(r#""invalid_client_metadata""#)),
            )],
        ),
    ],
    faults: &["registration-error-redirect-uri-invalid-request"],
};

const PROBES: &[Probe] = &[Probe::RedirectUriFragment, Probe::RedirectUriRelative];

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    together(refusals(evidence, PROBES)?.into_iter().map(|seen| {
        let refusal = seen.refusal()?;
        refused_for(evidence, seen, &["redirect_uris"])?;
        let problem = || {
            let observed = refusal.shown("error");
            Problem::new(refusal.at("error"), "invalid_redirect_uri", observed)
        };
        Ok(match refusal.error.as_str() {
            "invalid_redirect_uri" => Vec::new(),
            "invalid_client_metadata" => vec![problem().only(Severity::Suggestion)],
            _ => vec![problem()],
        })
    }))
}
