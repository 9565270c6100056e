//! `oidc-registration-4.1-token-bound-to-client`: a registration access token opens the configuration of its own client alone.

use super::shared_probes::{shown, unclear};
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, On, Outcome, Problem, Severity, Subject,
    Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Probe;
use crate::spec::{Citation, Spec};

pub(super) static CHECK: Check = Check {
    id: "oidc-registration-4.1-token-bound-to-client",
    aliases: &[],
    cites: &[Citation::of(Spec::OidcRegistration, "4.1")],
    statement: "A registration access token shows no client but the one that it was issued to.",
    level: Level::Must,
    severity: Severity::Failure,
    note: None,
    subject: Subject::RegistrationManagement,
    mode: Mode::Active,
    probes: &[Probe::ReadOtherClientsToken],
    applies: Applies::Always,
    evaluate,
    remedy: "Compare the client that the registration access token was issued to with the one that is asked about.",
    fails_on: &[Fixture::new(
        "the other client is shown",
        &[
            Change::On(Probe::ReadOtherClientsToken, On::Status(200)),
            Change::On(
                Probe::ReadOtherClientsToken,
                On::Text(r#"{"client_id":"another"}"#),
            ),
        ],
    )],
    faults: &["client-shown-to-other-client"],
};

// Where all clients have one address, the token alone says which is meant, and its own client is the right answer.
fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let seen = evidence.probe(Probe::ReadOtherClientsToken)?;
    let Some(client) = shown(seen) else {
        return if seen.refused() {
            Ok(Outcome::Pass)
        } else {
            Err(unclear(seen))
        };
    };
    let token = seen.bearer_token();
    let registered = evidence.probed(&[Probe::ManagedClient])?.into_iter();
    let owner = registered
        .filter_map(|seen| seen.object().ok())
        .find(|client| client.text("registration_access_token") == token.as_deref());
    let Some(owner) = owner else {
        let reason = format!(
            "the record does not show whose token {} carried",
            seen.label
        );
        return Err(Blocked::NotObserved(reason));
    };
    if owner.text("client_id") == client.text("client_id") {
        return Ok(Outcome::Pass);
    }
    Ok(Outcome::fail(Problem::new(
        client.at("client_id"),
        "a refusal, or the client of the token",
        client.shown("client_id"),
    )))
}
