//! `rfc7592-2-unsupported-method`: a method that is not offered gets the fitting status.

use super::shared_probes::{NAME, registered_at, shown, unclear};
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, On, Outcome, Problem, Severity, Subject,
    Verdict,
};
use crate::evidence::{Evidence, Seen};
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc7592-2-unsupported-method",
    aliases: &[],
    cites: &[Citation::rfc(7592, "2"), Citation::rfc(9110, "15.5.6")],
    statement: "A method that the client configuration endpoint does not offer is refused with the status for that.",
    level: Level::Must,
    severity: Severity::Failure,
    note: Some(
        "501 is as good, and a success that changes nothing is as bad as a wrong status. What Allow has to say is for a rule of HTTP, and DELETE has a rule of its own.",
    ),
    subject: Subject::RegistrationManagement,
    mode: Mode::Active,
    probes: &[Probe::Patch, Probe::ReadPatched, Probe::Update],
    applies: Applies::Always,
    evaluate,
    remedy: "Answer methods that are not offered with 405 and Allow.",
    fails_on: &[
        Fixture::new(
            "PATCH gets 500",
            &[Change::On(Probe::Patch, On::Status(500))],
        ),
        Fixture::new(
            "PATCH gets 200 and changes nothing",
            &[Change::On(Probe::Patch, On::Status(200))],
        ),
        Fixture::new(
            "PATCH gets 404",
            &[Change::On(Probe::Patch, On::Status(404))],
        ),
        Fixture::new(
            "PUT gets 404 where GET gets the client",
            &[Change::On(Probe::Update, On::Status(404))],
        ),
    ],
    faults: &["client-patch-status-500"],
};

// Permission (401, 403) comes before the method, and a server may offer PATCH.
fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let patch = evidence.probe(Probe::Patch)?;
    let patch = match patch.status().unwrap_or_default() {
        405 | 501 => Ok(Vec::new()),
        404 | 500 => Ok(vec![problem(patch)]),
        200..300 => carried_out(evidence, patch),
        _ => Err(unclear(patch)),
    };
    let read = evidence.probe(Probe::ReadUpdated);
    let is_there = read.is_ok_and(Seen::succeeded);
    let update = evidence.probe(Probe::Update).ok();
    let update = update.filter(|seen| is_there && seen.status() == Some(404));
    let update = update.map(|seen| Ok(vec![problem(seen)]));
    Outcome::gather(std::iter::once(patch).chain(update))
}

/// Whether a success means that the method is offered: the client then has its new name.
fn carried_out(evidence: &Evidence<'_>, patch: &Seen<'_>) -> Result<Vec<Problem>, Blocked> {
    let before = registered_at(evidence, &patch.exchange.request.url);
    let after = evidence.probe(Probe::ReadPatched).ok().and_then(shown);
    let (before, after) = before.zip(after).ok_or_else(|| unclear(patch))?;
    let kept = after.has(NAME) && before.get(NAME) == after.get(NAME);
    Ok(kept.then(|| problem(patch)).into_iter().collect())
}

fn problem(seen: &Seen<'_>) -> Problem {
    let status = seen.status().unwrap_or_default();
    Problem::new(seen.at_status(), "405", status.to_string())
}
