//! `rfc7592-2.3-delete-unsupported-405`: a server without deletion says so with 405.

use super::shared_probes::unclear;
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, On, Outcome, Problem, Severity, Subject,
    Verdict,
};
use crate::evidence::{Evidence, Seen};
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc7592-2.3-delete-unsupported-405",
    aliases: &[],
    cites: &[Citation::rfc(7592, "2.3")],
    statement: "A server that does not offer deletion answers DELETE with status 405.",
    level: Level::Must,
    severity: Severity::Failure,
    note: Some("What Allow has to say is for a rule of HTTP."),
    subject: Subject::RegistrationManagement,
    mode: Mode::Active,
    probes: &[Probe::Delete],
    applies: Applies::Always,
    evaluate,
    remedy: "Answer DELETE with 405 and Allow where clients cannot be deleted.",
    fails_on: &[
        Fixture::new("status 404", &[Change::On(Probe::Delete, On::Status(404))]),
        Fixture::new("status 501", &[Change::On(Probe::Delete, On::Status(501))]),
    ],
    faults: &["client-delete-status-404"],
};

// 404 says that the method is not there only where the client can be read at the same kind of address. 403 is for a client
// that may not be deleted.
fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let seen = evidence.probe(Probe::Delete)?;
    let read = evidence.probe(Probe::Read);
    let is_there = read.is_ok_and(Seen::succeeded);
    match seen.status().unwrap_or_default() {
        405 => Ok(Outcome::Pass),
        status if status == 501 || status == 404 && is_there => {
            let problem = Problem::new(seen.at_status(), "405", status.to_string());
            Ok(Outcome::fail(problem))
        }
        200..300 | 403 => {
            let reason = "the server offers deletion".to_owned();
            Err(Blocked::Inapplicable(reason))
        }
        _ => Err(unclear(seen)),
    }
}
