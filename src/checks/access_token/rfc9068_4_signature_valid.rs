//! `rfc9068-4-signature-valid`: the signature verifies with a published key.

use super::shared;
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, Problem, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Action;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc9068-4-signature-valid",
    aliases: &[],
    cites: &[Citation::rfc(9068, "4"), Citation::rfc(7515, "5.2")],
    statement: "The signature of a JWT access token verifies with a key that the server publishes.",
    level: Level::Must,
    severity: Severity::Failure,
    note: Some(
        "RFC 9068 says it of its own access tokens; of another JWT it is a suggestion, as others may hold the key.",
    ),
    subject: Subject::AccessToken,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::JwtShaped,
    evaluate,
    remedy: "Publish the key that signs, under the kid that the token names.",
    fails_on: &[
        Fixture::new(
            "changed claims",
            &[Change::Claim("jti", Some(r#""another""#))],
        ),
        Fixture::new(
            "a key that is not published",
            &[Change::Body(Action::Jwks, "/keys/0", None)],
        ),
        Fixture::new(
            "the key of another kid",
            &[
                Change::Body(
                    Action::Jwks,
                    "/keys/1/kid",
                    Some(r#""4kbA5NT1e4KFSy2b-dtj3GpYntXfNrNva4mkfbwD2Kw""#),
                ),
                Change::Body(Action::Jwks, "/keys/0/kid", Some(r#""another""#)),
            ],
        ),
        Fixture::new(
            "a signature of something else",
            &[Change::TokenPart(2, "AAAA")],
        ),
    ],
    faults: &["access-token-signature-invalid"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    shared::each(&evidence.jwts()?, |jwt| {
        let alg = shared::signing_algorithm(jwt)?;
        if jwt.text.ends_with('.') {
            return Err(Blocked::By("the access token has no signature".to_owned()));
        }
        if shared::is_symmetric(alg) {
            let reason = format!("{alg} signatures verify with a secret of the server's");
            return Err(Blocked::NotObserved(reason));
        }
        let jwks = evidence.key_set()?;
        let Some(observed) = shared::refused(jwt, alg, &jwks)? else {
            return Ok(None);
        };
        let problem = Problem::new(jwt.at(), "a signature of a published key", observed);
        Ok(Some(if jwt.is_rfc9068() {
            problem
        } else {
            problem.only(Severity::Suggestion)
        }))
    })
}
