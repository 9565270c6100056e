//! `oidc-core-9-assertion-single-use`: an assertion is good for one use.

use super::shared::{GRANTED, OFFERED, must_refuse};
use crate::check::{Change, Check, Fixture, Level, Mode, On, Outcome, Severity, Subject, Verdict};
use crate::evidence::Evidence;
use crate::exchange::Probe;
use crate::spec::{Citation, Spec};

pub(super) static CHECK: Check = Check {
    id: "oidc-core-9-assertion-single-use",
    aliases: &[],
    cites: &[Citation::of(Spec::OidcCore, "9"), Citation::rfc(7523, "3")],
    statement: "A client assertion is good for one use.",
    level: Level::Must,
    severity: Severity::Failure,
    note: Some(
        "RFC 7523 leaves it to the server whether assertions can be replayed; a server without OpenID Provider metadata gets a warning.",
    ),
    subject: Subject::Token,
    mode: Mode::Active,
    probes: &[Probe::AssertionReplayed],
    applies: OFFERED,
    evaluate,
    remedy: "Remember the jti of each assertion until its exp, and refuse it the second time.",
    fails_on: &[Fixture::new(
        "accepted a second time",
        &[
            Change::On(Probe::AssertionReplayed, On::Status(200)),
            Change::On(Probe::AssertionReplayed, On::Text(GRANTED)),
        ],
    )],
    faults: &["assertion-replay-accepted"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let outcome = must_refuse(evidence, &[Probe::AssertionReplayed], Probe::Assertion)?;
    let provider = evidence.openid().is_ok_and(|document| document.is_some());
    Ok(match outcome {
        Outcome::Fail(mut problems) if !provider => {
            for problem in &mut problems {
                problem.severity = Some(Severity::Warning);
            }
            Outcome::Fail(problems)
        }
        outcome => outcome,
    })
}
