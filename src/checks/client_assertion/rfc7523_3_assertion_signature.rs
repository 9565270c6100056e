//! `rfc7523-3-assertion-signature`: an assertion is signed by its client.

use super::shared::{GRANTED, OFFERED, must_refuse};
use crate::check::{Change, Check, Fixture, Level, Mode, On, Severity, Subject, Verdict};
use crate::evidence::Evidence;
use crate::exchange::Probe;
use crate::spec::Citation;

const PROBES: &[Probe] = &[
    Probe::AssertionBrokenSignature,
    Probe::AssertionOtherKey,
    Probe::AssertionUnsigned,
];

pub(super) static CHECK: Check = Check {
    id: "rfc7523-3-assertion-signature",
    aliases: &[],
    cites: &[Citation::rfc(7523, "3")],
    statement: "A client assertion that is not signed, or not by a key or with the secret of the client, is refused.",
    level: Level::Must,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Token,
    mode: Mode::Active,
    probes: PROBES,
    applies: OFFERED,
    evaluate,
    remedy: "Verify the signature with what the client registered, and accept no assertion with alg none.",
    fails_on: &[
        Fixture::new(
            "a broken signature",
            &[
                Change::On(Probe::AssertionBrokenSignature, On::Status(200)),
                Change::On(Probe::AssertionBrokenSignature, On::Text(GRANTED)),
            ],
        ),
        Fixture::new(
            "another key",
            &[
                Change::On(Probe::AssertionOtherKey, On::Status(200)),
                Change::On(Probe::AssertionOtherKey, On::Text(GRANTED)),
            ],
        ),
        Fixture::new(
            "no signature",
            &[
                Change::On(Probe::AssertionUnsigned, On::Status(200)),
                Change::On(Probe::AssertionUnsigned, On::Text(GRANTED)),
            ],
        ),
    ],
    faults: &["assertion-unsigned-accepted"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    must_refuse(evidence, PROBES, Probe::Assertion)
}
