//! `rfc9068-2.1-alg-not-none`: an access token does not do without a signature.

use super::shared;
use crate::check::{
    Applies, Change, Check, Fixture, Level, Mode, Problem, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc9068-2.1-alg-not-none",
    aliases: &[],
    cites: &[Citation::rfc(9068, "2.1"), Citation::rfc(8725, "3.2")],
    statement: "The alg of a JWT access token is not none.",
    level: Level::MustNot,
    severity: Severity::Failure,
    note: Some(
        "The MUST NOT is that of RFC 9068; for a JWT that does not say that it follows it, RFC 8725 makes it a warning.",
    ),
    subject: Subject::AccessToken,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::JwtShaped,
    evaluate,
    remedy: "Sign access tokens with an algorithm such as RS256.",
    fails_on: &[
        Fixture::new("alg none", &[Change::Jose("alg", Some(r#""none""#))]),
        Fixture::new("alg None", &[Change::Jose("alg", Some(r#""None""#))]),
    ],
    faults: &["access-token-alg-none"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    shared::each(&evidence.jwts()?, |jwt| {
        if !shared::is_unsecured(jwt) {
            return Ok(None);
        }
        let expected = "an algorithm that signs";
        let problem = Problem::new(jwt.at_header("alg"), expected, jwt.shown_header("alg"));
        Ok(Some(if jwt.is_rfc9068() {
            problem
        } else {
            problem.only(Severity::Warning)
        }))
    })
}
