//! `rfc7592-2-token-required`: a client is shown to nobody without its token.

use super::shared_probes::{shown, unclear};
use crate::check::{
    Applies, Change, Check, Fixture, Level, Mode, On, Outcome, Problem, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc7592-2-token-required",
    aliases: &[],
    cites: &[Citation::rfc(7592, "2")],
    statement: "The client configuration endpoint shows a client to nobody who brings no registration access token.",
    level: Level::Must,
    severity: Severity::Failure,
    note: Some(
        "The section makes it a protected resource and has the client send the token. What a refusal has to say is for other rules.",
    ),
    subject: Subject::RegistrationManagement,
    mode: Mode::Active,
    probes: &[Probe::ReadWithoutToken],
    applies: Applies::Always,
    evaluate,
    remedy: "Protect the client configuration endpoint with the registration access token.",
    fails_on: &[Fixture::new(
        "the client is shown",
        &[
            Change::On(Probe::ReadWithoutToken, On::Status(200)),
            Change::On(
                Probe::ReadWithoutToken,
                On::Text(r#"{"client_id":"c","client_name":"somebody's"}"#),
            ),
        ],
    )],
    faults: &["client-shown-without-token"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let seen = evidence.probe(Probe::ReadWithoutToken)?;
    if let Some(client) = shown(seen) {
        let problem = Problem::new(client.at("client_id"), "a refusal", "the client");
        return Ok(Outcome::fail(problem));
    }
    if seen.refused() {
        Ok(Outcome::Pass)
    } else {
        Err(unclear(seen))
    }
}
