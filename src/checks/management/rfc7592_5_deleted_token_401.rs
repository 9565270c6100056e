//! `rfc7592-5-deleted-token-401`: the registration access token of a deleted client gets 401.

use super::shared_probes::{deleted, unclear};
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, On, Outcome, Problem, Severity, Subject,
    Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc7592-5-deleted-token-401",
    aliases: &[],
    cites: &[Citation::rfc(7592, "5")],
    statement: "A request with the registration access token of a deleted client is answered with status 401.",
    level: Level::Must,
    severity: Severity::Failure,
    note: None,
    subject: Subject::RegistrationManagement,
    mode: Mode::Active,
    probes: &[Probe::ReadDeleted],
    applies: Applies::Always,
    evaluate,
    remedy: "Invalidate the registration access token together with its client, and answer 401.",
    fails_on: &[
        Fixture::new("404", &[Change::On(Probe::ReadDeleted, On::Status(404))]),
        Fixture::new(
            "the client is shown",
            &[
                Change::On(Probe::ReadDeleted, On::Status(200)),
                Change::On(Probe::ReadDeleted, On::Text(r#"{"client_id":"c"}"#)),
            ],
        ),
    ],
    faults: &["deleted-client-shown", "client-unknown-status-404"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    deleted(evidence)?;
    let seen = evidence.probe(Probe::ReadDeleted)?;
    match seen.status().unwrap_or_default() {
        401 => Ok(Outcome::Pass),
        405 | 501 => Err(Blocked::Inapplicable(format!(
            "{} shows a server that does not offer reading",
            seen.label
        ))),
        status @ 200..=499 => {
            let problem = Problem::new(seen.at_status(), "401", status.to_string());
            Ok(Outcome::fail(problem))
        }
        _ => Err(unclear(seen)),
    }
}
