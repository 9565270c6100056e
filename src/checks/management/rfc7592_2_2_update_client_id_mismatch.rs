//! `rfc7592-2.2-update-client-id-mismatch`: an update that names another client is not carried out.

use super::shared_probes::{NAME, done, sent, shown_after, unclear};
use crate::check::{
    Applies, Change, Check, Fixture, Level, Mode, On, Outcome, Problem, Severity, Subject, Verdict,
};
use crate::evidence::{Evidence, Object};
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc7592-2.2-update-client-id-mismatch",
    aliases: &[],
    cites: &[Citation::rfc(7592, "2.2")],
    statement: "An update whose client_id is not the one of the client is not carried out.",
    level: Level::Must,
    severity: Severity::Failure,
    note: Some(
        "The section has the client send its own client_id and does not say what becomes of another one: an update that is carried out for the client whose token it carries is a warning.",
    ),
    subject: Subject::RegistrationManagement,
    mode: Mode::Active,
    probes: &[Probe::UpdateOtherClientId, Probe::ReadAfterOtherClientId],
    applies: Applies::Always,
    evaluate,
    remedy: "Refuse an update whose client_id is another one, with the error invalid_client_metadata.",
    fails_on: &[
        Fixture::new(
            "the client has another identifier",
            &[
                Change::On(Probe::UpdateOtherClientId, On::Status(200)),
                Change::On(
                    Probe::UpdateOtherClientId,
                    On::Text(r#"{"client_id":"issuercheck-other-client-id"}"#),
                ),
            ],
        ),
        Fixture::new(
            "the client has another name",
            &[
                Change::On(Probe::UpdateOtherClientId, On::Status(204)),
                Change::On(
                    Probe::ReadAfterOtherClientId,
                    On::Body(
                        "/client_name",
                        Some(r#""issuercheck (client of another id)""#),
                    ),
                ),
            ],
        ),
    ],
    faults: &["client-update-other-client-id"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let update = evidence.probe(Probe::UpdateOtherClientId)?;
    match update.status().unwrap_or_default() {
        200..300 => {}
        405 | 501 => return done(evidence, Probe::UpdateOtherClientId).map(|_| Outcome::Pass),
        400..=499 => return Ok(Outcome::Pass),
        _ => return Err(unclear(update)),
    }
    let clients = shown_after(evidence, update, Probe::ReadAfterOtherClientId)?;
    let became = |client: &Object<'_>, name: &str| {
        let sent = sent(update, name);
        client
            .get(name)
            .is_some_and(|found| Some(found) == sent.as_ref())
    };
    let problems = clients.iter().filter_map(|client| {
        if became(client, "client_id") {
            let observed = client.shown("client_id");
            return Some(Problem::new(
                client.at("client_id"),
                "the client's own",
                observed,
            ));
        }
        let changed = became(client, NAME);
        let problem = || {
            Problem::new(
                client.at(NAME),
                "the name that was registered",
                client.shown(NAME),
            )
        };
        changed.then(|| problem().only(Severity::Warning))
    });
    Ok(Outcome::of(problems.take(1).collect()))
}
