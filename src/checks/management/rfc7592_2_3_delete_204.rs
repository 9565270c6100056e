//! `rfc7592-2.3-delete-204`: a successful deletion is answered with 204.

use super::shared_probes::done;
use crate::check::{
    Applies, Change, Check, Fixture, Level, Mode, On, Outcome, Problem, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc7592-2.3-delete-204",
    aliases: &[],
    cites: &[Citation::rfc(7592, "2.3")],
    statement: "A successful deletion is answered with status 204.",
    level: Level::Must,
    severity: Severity::Failure,
    note: None,
    subject: Subject::RegistrationManagement,
    mode: Mode::Active,
    probes: &[Probe::Delete],
    applies: Applies::Always,
    evaluate,
    remedy: "Answer a successful DELETE with 204 and no body.",
    fails_on: &[
        Fixture::new("status 200", &[Change::On(Probe::Delete, On::Status(200))]),
        Fixture::new("status 202", &[Change::On(Probe::Delete, On::Status(202))]),
    ],
    faults: &["client-delete-status-200"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let seen = done(evidence, Probe::Delete)?;
    let status = seen.status().filter(|status| *status != 204);
    let problem = status.map(|status| Problem::new(seen.at_status(), "204", status.to_string()));
    Ok(Outcome::of(problem.into_iter().collect()))
}
