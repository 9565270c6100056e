//! `rfc9068-2.1-typ-short-form`: typ is written without application/.

use super::shared;
use crate::check::{
    Applies, Change, Check, Fixture, Level, Mode, Problem, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc9068-2.1-typ-short-form",
    aliases: &[],
    cites: &[Citation::rfc(9068, "2.1"), Citation::rfc(7515, "4.1.9")],
    statement: "The typ of a JWT access token is written at+jwt, without the prefix application/.",
    level: Level::Should,
    severity: Severity::Warning,
    note: None,
    subject: Subject::AccessToken,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::Rfc9068,
    evaluate,
    remedy: "Leave application/ out of typ.",
    fails_on: &[
        Fixture::new(
            "with the prefix",
            &[Change::Jose("typ", Some(r#""application/at+jwt""#))],
        ),
        Fixture::new(
            "with the prefix, in capitals",
            &[Change::Jose("typ", Some(r#""Application/AT+JWT""#))],
        ),
    ],
    faults: &["access-token-typ-long"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    shared::each(&evidence.rfc9068()?, |jwt| {
        let long = jwt.header_text("typ").is_some_and(|typ| typ.contains('/'));
        let problem = || Problem::new(jwt.at_header("typ"), "\"at+jwt\"", jwt.shown_header("typ"));
        Ok(long.then(problem))
    })
}
