//! `rfc7591-3.2.1-secret-unique`: no two clients have the same secret.

use super::shared_probes::registered_clients;
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, On, Outcome, Problem, Severity, Subject,
    Verdict,
};
use crate::evidence::{Evidence, Object};
use crate::exchange::{Action, Probe};
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc7591-3.2.1-secret-unique",
    aliases: &[],
    cites: &[Citation::rfc(7591, "3.2.1")],
    statement: "Every client_id gets a client_secret of its own.",
    level: Level::Must,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Registration,
    mode: Mode::Active,
    probes: &[Probe::SecondClient],
    applies: Applies::Always,
    evaluate,
    remedy: "Generate a random secret for each registration.",
    fails_on: &[Fixture::new(
        "all clients share one",
        &[
            Change::Body(Action::Register, "/client_secret", Some(r#""the-same""#)),
            Change::On(
                Probe::SecondClient,
                On::Body("/client_secret", Some(r#""the-same""#)),
            ),
        ],
    )],
    faults: &["client-secret-shared"],
};

// A record that holds the names of secrets has the same name for the same secret.
fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let clients = registered_clients(evidence)?;
    let mut pairs = 0;
    let mut problems = Vec::new();
    for (index, client) in clients.iter().enumerate() {
        let other = |earlier: &&Object<'_>| earlier.text("client_id") != client.text("client_id");
        let Some(secret) = secret(client) else {
            continue;
        };
        let earlier = clients.iter().take(index).filter(other);
        let known: Vec<_> = earlier.filter(|one| self::secret(one).is_some()).collect();
        pairs += known.len();
        if let Some(twin) = known.iter().find(|one| self::secret(one) == Some(secret)) {
            let observed = format!("the secret of {}", twin.seen.label);
            let expected = "a secret of its own";
            problems.push(Problem::new(client.at("client_secret"), expected, observed));
        }
    }
    if pairs == 0 {
        let reason = "no two clients with a client_id of their own got a secret";
        return Err(Blocked::NotObserved(reason.to_owned()));
    }
    Ok(Outcome::of(problems))
}

fn secret<'o>(client: &'o Object<'_>) -> Option<&'o str> {
    client
        .text("client_secret")
        .filter(|secret| !secret.is_empty())
}
