//! `rfc8725-3.1-assertion-alg-confusion`: a public key is no secret.

use super::shared::{GRANTED, OFFERED, must_refuse};
use crate::check::{Change, Check, Fixture, Level, Mode, On, Severity, Subject, Verdict};
use crate::evidence::Evidence;
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc8725-3.1-assertion-alg-confusion",
    aliases: &[],
    cites: &[Citation::rfc(8725, "3.1"), Citation::rfc(8725, "2.1")],
    statement: "The algorithm of a client assertion is one that the key is meant for: no assertion is accepted that is signed with HS256 and the text of the client's public key.",
    level: Level::Must,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Token,
    mode: Mode::Active,
    probes: &[Probe::AssertionPublicKeyAsSecret],
    applies: OFFERED,
    evaluate,
    remedy: "Let the registered key decide the algorithm, and use each key with one algorithm alone.",
    fails_on: &[Fixture::new(
        "HS256 with the public key accepted",
        &[
            Change::On(Probe::AssertionPublicKeyAsSecret, On::Status(200)),
            Change::On(Probe::AssertionPublicKeyAsSecret, On::Text(GRANTED)),
        ],
    )],
    faults: &["assertion-public-key-as-secret"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    must_refuse(
        evidence,
        &[Probe::AssertionPublicKeyAsSecret],
        Probe::Assertion,
    )
}
