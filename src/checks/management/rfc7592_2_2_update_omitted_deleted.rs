//! `rfc7592-2.2-update-omitted-deleted`: what an update leaves out is no longer registered.

use super::shared_probes::{done, registered_at, shown_after};
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, On, Outcome, Problem, Severity, Subject,
    Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc7592-2.2-update-omitted-deleted",
    aliases: &[],
    cites: &[Citation::rfc(7592, "2.2")],
    statement: "A member that an update leaves out is no longer registered.",
    level: Level::Must,
    severity: Severity::Warning,
    note: Some(
        "The section also lets a server ignore values that are null or empty, which is what a member that was left out counts as.",
    ),
    subject: Subject::RegistrationManagement,
    mode: Mode::Active,
    probes: &[Probe::UpdateOmitting, Probe::ReadOmitted],
    applies: Applies::Always,
    evaluate,
    remedy: "Take out the members that an update leaves out, or give them their defaults.",
    fails_on: &[Fixture::new(
        "the logo is still there",
        &[Change::On(
            Probe::ReadOmitted,
            On::Body("/logo_uri", Some(r#""https://client.example/logo.png""#)),
        )],
    )],
    faults: &["client-update-keeps-omitted"],
};

const LOGO: &str = "logo_uri";

// The read is the better witness: the answer to the update is asked where there is none.
fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let update = done(evidence, Probe::UpdateOmitting)?;
    let before = registered_at(evidence, &update.exchange.request.url);
    let Some(logo) = before.as_ref().and_then(|client| client.get(LOGO)) else {
        let reason = "the server registered no logo_uri that an update could leave out";
        return Err(Blocked::NotObserved(reason.to_owned()));
    };
    let clients = shown_after(evidence, update, Probe::ReadOmitted)?;
    let last = clients
        .last()
        .filter(|client| client.get(LOGO) == Some(logo));
    let kept = last.map(|client| Problem::new(client.at(LOGO), "missing", client.shown(LOGO)));
    Ok(Outcome::of(kept.into_iter().collect()))
}
