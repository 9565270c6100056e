//! `rfc7592-2.3-deleted-client-tokens`: the tokens of a deleted client end with it.

use super::super::revocation::shared::{channel, invisible, sight};
use super::shared_probes::deleted;
use crate::check::{
    Applies, Change, Check, Fixture, Level, Mode, On, Outcome, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc7592-2.3-deleted-client-tokens",
    aliases: &[],
    cites: &[Citation::rfc(7592, "2.3")],
    statement: "The access tokens of a deleted client are no longer good.",
    level: Level::Should,
    severity: Severity::Warning,
    note: Some(
        "Where that is possible: a token that a resource verifies by itself may outlive its client.",
    ),
    subject: Subject::RegistrationManagement,
    mode: Mode::Active,
    probes: &[
        Probe::DeletedClientsTokenIntrospected,
        Probe::DeletedClientsTokenUsed,
    ],
    applies: Applies::Always,
    evaluate,
    remedy: "Invalidate the grants and tokens of a client together with it.",
    fails_on: &[Fixture::new(
        "the token is active",
        &[Change::On(
            Probe::DeletedClientsTokenIntrospected,
            On::Body("/active", Some("true")),
        )],
    )],
    faults: &["deleted-client-tokens-active"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    deleted(evidence)?;
    let probes = CHECK.probes;
    let Some(channel) = channel(evidence) else {
        evidence.probed(probes)?;
        return Err(invisible());
    };
    let answers = evidence.probed(probes)?;
    let mut seen = answers.into_iter().filter_map(|seen| sight(channel, seen));
    match seen.next() {
        Some(sight) if sight.alive => Ok(Outcome::fail(sight.alive_still())),
        Some(_) => Ok(Outcome::Pass),
        None => Err(invisible()),
    }
}
