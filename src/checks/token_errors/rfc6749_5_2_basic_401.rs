//! `rfc6749-5.2-basic-401`: failed HTTP Basic authentication has status 401.

use super::shared::{came, coded, together};
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, On, Problem, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc6749-5.2-basic-401",
    aliases: &[],
    cites: &[Citation::rfc(6749, "5.2")],
    statement: "A client that fails to authenticate in the Authorization header is refused with status 401.",
    level: Level::Must,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Token,
    mode: Mode::Active,
    probes: PROBES,
    applies: Applies::Always,
    evaluate,
    remedy: "Answer invalid_client with status 401 where the request has an Authorization header.",
    fails_on: &[
        Fixture::new(
            "status 400 for a wrong secret",
            &[Change::On(Probe::WrongSecret, On::Status(400))],
        ),
        Fixture::new(
            "status 400 for an unknown client",
            &[Change::On(Probe::UnknownClient, On::Status(400))],
        ),
    ],
    faults: &["token-invalid-client-400"],
};

const PROBES: &[Probe] = &[Probe::UnknownClient, Probe::WrongSecret];

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    together(evidence.probed(PROBES)?.into_iter().map(|seen| {
        if seen.status() == Some(401) {
            return Ok(Vec::new());
        }
        if coded(seen)?.error != "invalid_client" {
            return Err(Blocked::By(format!("{} got {}", seen.label, came(seen))));
        }
        Ok(vec![Problem::new(seen.at_status(), "401", came(seen))])
    }))
}
