//! `rfc7523-3-assertion-sub-iss`: an assertion names its client twice.

use super::shared::{GRANTED, OFFERED, must_refuse};
use crate::check::{Change, Check, Fixture, Level, Mode, On, Severity, Subject, Verdict};
use crate::evidence::Evidence;
use crate::exchange::Probe;
use crate::spec::{Citation, Spec};

const PROBES: &[Probe] = &[
    Probe::AssertionOtherSubject,
    Probe::AssertionOtherIssuer,
    Probe::AssertionWithoutSubject,
];

pub(super) static CHECK: Check = Check {
    id: "rfc7523-3-assertion-sub-iss",
    aliases: &[],
    cites: &[Citation::rfc(7523, "3"), Citation::of(Spec::OidcCore, "9")],
    statement: "iss and sub of a client assertion identify the client; an assertion that names another one in either, or has no sub, is refused.",
    level: Level::Must,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Token,
    mode: Mode::Active,
    probes: PROBES,
    applies: OFFERED,
    evaluate,
    remedy: "Compare both iss and sub of the assertion with the client.",
    fails_on: &[
        Fixture::new(
            "another subject",
            &[
                Change::On(Probe::AssertionOtherSubject, On::Status(200)),
                Change::On(Probe::AssertionOtherSubject, On::Text(GRANTED)),
            ],
        ),
        Fixture::new(
            "another issuer",
            &[
                Change::On(Probe::AssertionOtherIssuer, On::Status(200)),
                Change::On(Probe::AssertionOtherIssuer, On::Text(GRANTED)),
            ],
        ),
        Fixture::new(
            "no subject",
            &[
                Change::On(Probe::AssertionWithoutSubject, On::Status(200)),
                Change::On(Probe::AssertionWithoutSubject, On::Text(GRANTED)),
            ],
        ),
    ],
    faults: &["assertion-iss-unchecked"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    must_refuse(evidence, PROBES, Probe::Assertion)
}
