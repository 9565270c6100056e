//! `rfc9700-4.15.1-client-id-not-chosen`: the server, not the client, chooses the identifier.

use super::shared_probes::{Answer, answer};
use crate::check::{
    Applies, Change, Check, Fixture, Level, Mode, On, Outcome, Problem, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc9700-4.15.1-client-id-not-chosen",
    aliases: &[],
    cites: &[Citation::rfc(9700, "4.15.1")],
    statement: "A client that sends a client_id and a client_secret with its registration is given others.",
    level: Level::ShouldNot,
    severity: Severity::Warning,
    note: Some(
        "It matters most where client and user identifiers share a namespace, as in the sub claim of access tokens.",
    ),
    subject: Subject::Registration,
    mode: Mode::Active,
    probes: &[Probe::ChosenClientId],
    applies: Applies::Always,
    evaluate,
    remedy: "Ignore client_id and client_secret in registration requests.",
    fails_on: &[
        Fixture::new(
            "the chosen client_id",
            &[Change::On(
                Probe::ChosenClientId,
                On::Body("/client_id", Some(r#""issuercheck-chosen-client""#)),
            )],
        ),
        Fixture::new(
            "the chosen secret",
            &[
                Change::On(
                    Probe::ChosenClientId,
                    On::Sent("/client_secret", Some(r#""chosen""#)),
                ),
                Change::On(
                    Probe::ChosenClientId,
                    On::Body("/client_secret", Some(r#""chosen""#)),
                ),
            ],
        ),
    ],
    faults: &["client-id-chosen-by-client"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let seen = evidence.probe(Probe::ChosenClientId)?;
    let Answer::Registered(client) = answer(seen)? else {
        return Ok(Outcome::Pass);
    };
    let sent = seen.sent_json().unwrap_or_default();
    let chosen = |name: &&str| {
        let sent = sent.get(*name).filter(|sent| sent.is_string());
        sent.is_some() && client.get(name) == sent
    };
    let problem = |name: &str| {
        Problem::new(
            client.at(name),
            "a value of the server's choice",
            "the value that was sent",
        )
    };
    let names = ["client_id", "client_secret"];
    Ok(Outcome::of(
        names.into_iter().filter(chosen).map(problem).collect(),
    ))
}
