//! `rfc9068-2.1-typ`: an access token of the profile says so.

use super::shared;
use crate::check::{
    Applies, Change, Check, Fixture, Level, Mode, Problem, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc9068-2.1-typ",
    aliases: &[],
    cites: &[Citation::rfc(9068, "2.1")],
    statement: "A JWT access token of RFC 9068 has the media type at+jwt in typ.",
    level: Level::Must,
    severity: Severity::Failure,
    note: Some(
        "Asked with the profile rfc9068 alone: without it, a JWT with another typ is merely another kind of access token.",
    ),
    subject: Subject::AccessToken,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::JwtShaped,
    evaluate,
    remedy: "Set typ to at+jwt in the JOSE header of access tokens.",
    fails_on: &[
        Fixture::new("typ JWT", &[Change::Jose("typ", Some(r#""JWT""#))]),
        Fixture::new("typ is missing", &[Change::Jose("typ", None)]),
        Fixture::new("a near miss", &[Change::Jose("typ", Some(r#""jwt+at""#))]),
    ],
    faults: &["access-token-typ-jwt", "access-token-typ-of-its-own"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    shared::each(&evidence.jwts()?, |jwt| {
        let problem = || Problem::new(jwt.at_header("typ"), "\"at+jwt\"", jwt.shown_header("typ"));
        Ok((!jwt.is_rfc9068()).then(problem))
    })
}
