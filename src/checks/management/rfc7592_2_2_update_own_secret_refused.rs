//! `rfc7592-2.2-update-own-secret-refused`: a client cannot choose its secret.

use super::shared_probes::{done, sent, shown, unclear};
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, On, Outcome, Problem, Severity, Subject,
    Verdict,
};
use crate::evidence::{Evidence, Seen};
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc7592-2.2-update-own-secret-refused",
    aliases: &[],
    cites: &[Citation::rfc(7592, "2.2")],
    statement: "A client cannot overwrite its client_secret with a value of its own choice.",
    level: Level::MustNot,
    severity: Severity::Failure,
    note: None,
    subject: Subject::RegistrationManagement,
    mode: Mode::Active,
    probes: &[Probe::UpdateOwnSecret, Probe::ChosenSecretUsed],
    applies: Applies::Always,
    evaluate,
    remedy: "Refuse an update whose client_secret is not the one that was issued, or keep the secret as it is.",
    fails_on: &[
        Fixture::new(
            "the chosen secret gets a token",
            &[
                Change::On(Probe::ChosenSecretUsed, On::Status(200)),
                Change::On(
                    Probe::ChosenSecretUsed,
                    On::Text(r#"{"access_token":"t","token_type":"Bearer"}"#),
                ),
            ],
        ),
        Fixture::new(
            "the chosen secret is shown, and there was no trying it",
            &[
                Change::On(Probe::UpdateOwnSecret, On::Status(200)),
                Change::On(
                    Probe::UpdateOwnSecret,
                    On::Text(
                        r#"{"client_id":"c","client_secret":"issuercheck-chosen-secret-that-is-long-enough"}"#,
                    ),
                ),
                Change::On(Probe::ChosenSecretUsed, On::Status(503)),
            ],
        ),
    ],
    faults: &["client-update-chooses-secret"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let update = evidence.probe(Probe::UpdateOwnSecret)?;
    if let Ok(used) = evidence.probe(Probe::ChosenSecretUsed) {
        if used.access_token().is_some() {
            let observed = "a token for the secret that the client chose";
            let problem = Problem::new(used.at_status(), "invalid_client", observed);
            return Ok(Outcome::fail(problem));
        }
        let refusal = used.refusal().ok().filter(|_| used.refused());
        if refusal.is_some_and(|refusal| refusal.error == "invalid_client") {
            return Ok(Outcome::Pass);
        }
    }
    match update.status().unwrap_or_default() {
        200..300 => shows_another(update),
        405 | 501 => done(evidence, Probe::UpdateOwnSecret).map(|_| Outcome::Pass),
        400..=499 => Ok(Outcome::Pass),
        _ => Err(unclear(update)),
    }
}

/// Whether the client still has another secret after an update that brought one.
fn shows_another(update: &Seen<'_>) -> Verdict {
    let client = shown(update);
    let secret = client
        .as_ref()
        .and_then(|client| client.get("client_secret"));
    let (Some(client), Some(secret)) = (&client, secret) else {
        let reason = format!("{} does not show the client's secret", update.label);
        return Err(Blocked::NotObserved(reason));
    };
    if sent(update, "client_secret").as_ref() != Some(secret) {
        return Ok(Outcome::Pass);
    }
    let at = client.at("client_secret");
    let problem = Problem::new(at, "the secret that was issued", "the one that was sent");
    Ok(Outcome::fail(problem))
}
