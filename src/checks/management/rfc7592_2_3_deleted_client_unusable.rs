//! `rfc7592-2.3-deleted-client-unusable`: a deleted client gets no tokens.

use super::shared_probes::{deleted, unclear};
use crate::check::{
    Applies, Change, Check, Fixture, Level, Mode, On, Outcome, Problem, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc7592-2.3-deleted-client-unusable",
    aliases: &[],
    cites: &[Citation::rfc(7592, "2.3")],
    statement: "The credentials of a deleted client are no longer good at the token endpoint.",
    level: Level::Must,
    severity: Severity::Failure,
    note: None,
    subject: Subject::RegistrationManagement,
    mode: Mode::Active,
    probes: &[Probe::DeletedClientToken],
    applies: Applies::Always,
    evaluate,
    remedy: "Invalidate the client identifier and the secret of a client that is deleted.",
    fails_on: &[Fixture::new(
        "a token",
        &[
            Change::On(Probe::DeletedClientToken, On::Status(200)),
            Change::On(
                Probe::DeletedClientToken,
                On::Text(r#"{"access_token":"t","token_type":"Bearer"}"#),
            ),
        ],
    )],
    faults: &["deleted-client-authenticates"],
};

// A refusal with another error than invalid_client says something only of a client that got tokens before.
fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    deleted(evidence)?;
    let seen = evidence.probe(Probe::DeletedClientToken)?;
    if seen.access_token().is_some() {
        let problem = Problem::new(seen.at_status(), "invalid_client", "a token");
        return Ok(Outcome::fail(problem));
    }
    let before = evidence.probe(Probe::TokenBeforeDeletion);
    let usable = before.is_ok_and(|seen| seen.access_token().is_some());
    match seen.refusal() {
        Ok(refusal) if usable || refusal.error == "invalid_client" => Ok(Outcome::Pass),
        _ if usable && seen.refused() => Ok(Outcome::Pass),
        _ => Err(unclear(seen)),
    }
}
