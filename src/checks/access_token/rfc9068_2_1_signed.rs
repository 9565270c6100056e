//! `rfc9068-2.1-signed`: an access token of the profile has a signature.

use super::shared;
use crate::check::{
    Applies, Change, Check, Fixture, Level, Mode, Problem, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc9068-2.1-signed",
    aliases: &[],
    cites: &[Citation::rfc(9068, "2.1")],
    statement: "A JWT access token is signed.",
    level: Level::Must,
    severity: Severity::Failure,
    note: None,
    subject: Subject::AccessToken,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::Rfc9068,
    evaluate,
    remedy: "Sign every JWT access token.",
    fails_on: &[Fixture::new(
        "an empty signature",
        &[Change::TokenPart(2, "")],
    )],
    faults: &["access-token-unsigned"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    shared::each(&evidence.rfc9068()?, |jwt| {
        shared::signing_algorithm(jwt)?;
        let unsigned = jwt.text.ends_with('.');
        let problem = || Problem::new(jwt.at(), "a token with a signature", "an empty third part");
        Ok(unsigned.then(problem))
    })
}
