//! `rfc7592-2.2-update-invalid-metadata-400`: an update with invalid metadata gets the error of a registration.

use super::shared_probes::{REDIRECT_URIS, done, is_not_offered, sent, shown_after, unclear};
use crate::check::{
    Applies, Change, Check, Fixture, Level, Mode, On, Outcome, Problem, Severity, Subject, Verdict,
};
use crate::evidence::{Evidence, Seen};
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc7592-2.2-update-invalid-metadata-400",
    aliases: &[],
    cites: &[Citation::rfc(7592, "2.2"), Citation::rfc(7591, "3.2.2")],
    statement: "An update with invalid metadata is refused as a registration is, with status 400 and an error code, unless the server registers a default instead.",
    level: Level::Must,
    severity: Severity::Failure,
    note: Some("Another error code is a warning, as it is for a registration."),
    subject: Subject::RegistrationManagement,
    mode: Mode::Active,
    probes: &[Probe::UpdateInvalid, Probe::ReadAfterInvalid],
    applies: Applies::Always,
    evaluate,
    remedy: "Check updates as registrations are checked: 400 with invalid_redirect_uri or invalid_client_metadata.",
    fails_on: &[
        Fixture::new(
            "status 500",
            &[Change::On(Probe::UpdateInvalid, On::Status(500))],
        ),
        Fixture::new(
            "status 422",
            &[Change::On(Probe::UpdateInvalid, On::Status(422))],
        ),
        Fixture::new(
            "an HTML page",
            &[Change::On(Probe::UpdateInvalid, On::Text("<p>no</p>"))],
        ),
        Fixture::new(
            "another error",
            &[Change::On(
                Probe::UpdateInvalid,
                On::Body("/error", Some(r#""invalid_request""#)),
            )],
        ),
        Fixture::new(
            "the value is registered",
            &[
                Change::On(Probe::UpdateInvalid, On::Status(200)),
                Change::On(
                    Probe::UpdateInvalid,
                    On::Text(r#"{"client_id":"c","redirect_uris":["not a uri"]}"#),
                ),
            ],
        ),
    ],
    faults: &["client-update-invalid-500", "client-update-unchecked"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let seen = evidence.probe(Probe::UpdateInvalid)?;
    match seen.status().unwrap_or_default() {
        200..300 => registered(evidence, seen),
        400 => Ok(Outcome::of(error(seen).into_iter().collect())),
        401 | 502..505 => Err(unclear(seen)),
        status if is_not_offered(status) => {
            done(evidence, Probe::UpdateInvalid).map(|_| Outcome::Pass)
        }
        status => {
            let problem = Problem::new(seen.at_status(), "400", status.to_string());
            Ok(Outcome::fail(problem))
        }
    }
}

/// Whether the value was registered after all.
fn registered(evidence: &Evidence<'_>, seen: &Seen<'_>) -> Verdict {
    let wanted = sent(seen, REDIRECT_URIS);
    let clients = shown_after(evidence, seen, Probe::ReadAfterInvalid)?;
    let invalid = clients
        .iter()
        .find(|client| client.get(REDIRECT_URIS) == wanted.as_ref());
    let problem = invalid.map(|client| {
        let observed = client.shown(REDIRECT_URIS);
        Problem::new(client.at(REDIRECT_URIS), "400, or a default", observed)
    });
    Ok(Outcome::of(problem.into_iter().collect()))
}

/// What is wrong with the error of a refusal.
fn error(seen: &Seen<'_>) -> Option<Problem> {
    let expected = "invalid_redirect_uri or invalid_client_metadata";
    match seen.refusal() {
        Ok(refusal) if expected.split(" or ").any(|code| code == refusal.error) => None,
        Ok(refusal) => {
            let problem = Problem::new(refusal.at("error"), expected, refusal.shown("error"));
            Some(problem.only(Severity::Warning))
        }
        Err(_) => Some(Problem::new(seen.at(""), expected, "no error code")),
    }
}
