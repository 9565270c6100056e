//! `rfc9068-4-asymmetric`: resource servers can verify without sharing a secret.

use super::shared;
use crate::check::{
    Applies, Change, Check, Fixture, Level, Mode, Problem, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc9068-4-asymmetric",
    aliases: &[],
    cites: &[Citation::rfc(9068, "4"), Citation::rfc(9068, "2.1")],
    statement: "JWT access tokens are signed with an asymmetric algorithm.",
    level: Level::Recommended,
    severity: Severity::Warning,
    note: None,
    subject: Subject::AccessToken,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::Rfc9068,
    evaluate,
    remedy: "Sign access tokens with RS256, ES256 or EdDSA and publish the public key.",
    fails_on: &[Fixture::new(
        "HS256",
        &[Change::Jose("alg", Some(r#""HS256""#))],
    )],
    faults: &["access-token-alg-hs256"],
};

// Only algorithms that are known to be symmetric count (RFC 7518 §3.1).
fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    shared::each(&evidence.rfc9068()?, |jwt| {
        let alg = shared::signing_algorithm(jwt)?;
        let expected = "an asymmetric algorithm";
        let problem = || Problem::new(jwt.at_header("alg"), expected, format!("{alg:?}"));
        Ok(shared::is_symmetric(alg).then(problem))
    })
}
