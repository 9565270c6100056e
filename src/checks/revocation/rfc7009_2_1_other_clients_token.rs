//! `rfc7009-2.1-other-clients-token`: a client revokes no other client's token.

use super::shared::became;
use crate::check::{
    Applies, Change, Check, Fixture, Level, Mode, On, Outcome, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc7009-2.1-other-clients-token",
    aliases: &[],
    cites: &[Citation::rfc(7009, "2.1")],
    statement: "A client cannot revoke a token that was issued to another client.",
    level: Level::Must,
    severity: Severity::Failure,
    note: Some(
        "A server may answer 200 without revoking the token, so that nobody learns whose it is.",
    ),
    subject: Subject::Revocation,
    mode: Mode::Active,
    probes: &[
        Probe::RevokeByOtherClient,
        Probe::KeptIntrospected,
        Probe::KeptUsed,
    ],
    applies: Applies::MetadataHas("revocation_endpoint"),
    evaluate,
    remedy: "Revoke a token only for the client that it was issued to.",
    fails_on: &[Fixture::new(
        "the token is no longer good",
        &[
            Change::On(Probe::RevokeByOtherClient, On::Status(200)),
            Change::On(Probe::KeptIntrospected, On::Body("/active", Some("false"))),
        ],
    )],
    faults: &["revocation-of-any-token"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let seen = evidence.probe(Probe::RevokeByOtherClient)?;
    match became(evidence, seen, &[Probe::KeptIntrospected, Probe::KeptUsed]) {
        Ok(sight) if !sight.alive => Ok(Outcome::fail(sight.dead_already())),
        Ok(_) => Ok(Outcome::Pass),
        Err(_) if seen.refused() => Ok(Outcome::Pass),
        Err(blocked) => Err(blocked),
    }
}
