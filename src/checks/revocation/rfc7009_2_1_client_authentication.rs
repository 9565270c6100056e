//! `rfc7009-2.1-client-authentication`: the client is authenticated before a token is revoked.

use super::shared::{Sight, answer, became, unclear};
use crate::check::{
    Applies, Change, Check, Fixture, Level, Mode, On, Outcome, Problem, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc7009-2.1-client-authentication",
    aliases: &[],
    cites: &[Citation::rfc(7009, "2.1")],
    statement: "A revocation by a client with a wrong secret is refused, and the token stays good.",
    level: Level::Must,
    severity: Severity::Failure,
    note: Some("Asked of a client with a secret, which has to use it."),
    subject: Subject::Revocation,
    mode: Mode::Active,
    probes: &[
        Probe::RevokeWrongSecret,
        Probe::KeptIntrospected,
        Probe::KeptUsed,
    ],
    applies: Applies::MetadataHas("revocation_endpoint"),
    evaluate,
    remedy: "Authenticate the client before the token is looked at.",
    fails_on: &[
        Fixture::new(
            "it is carried out",
            &[Change::On(Probe::RevokeWrongSecret, On::Status(200))],
        ),
        Fixture::new(
            "it is refused, and the token is no longer good",
            &[Change::On(
                Probe::KeptIntrospected,
                On::Body("/active", Some("false")),
            )],
        ),
    ],
    faults: &["revocation-unauthenticated"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let seen = evidence.probe(Probe::RevokeWrongSecret)?;
    if seen.succeeded() {
        let problem = Problem::new(seen.at_status(), "invalid_client", answer(seen));
        return Ok(Outcome::fail(problem));
    }
    if !seen.refused() {
        return Err(unclear(seen));
    }
    let sight = became(evidence, seen, &[Probe::KeptIntrospected, Probe::KeptUsed]);
    let dead = sight.ok().filter(|sight| !sight.alive);
    let problem = dead.map(Sight::dead_already);
    Ok(Outcome::of(problem.into_iter().collect()))
}
