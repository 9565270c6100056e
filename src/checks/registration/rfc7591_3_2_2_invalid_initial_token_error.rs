//! `rfc7591-3.2.2-invalid-initial-token-error`: a wrong initial access token is answered as any wrong bearer token.

use super::shared_probes::invalid_token;
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, On, Outcome, Problem, Severity, Subject,
    Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc7591-3.2.2-invalid-initial-token-error",
    aliases: &[],
    cites: &[
        Citation::rfc(7591, "3.2.2"),
        Citation::rfc(6750, "3"),
        Citation::rfc(6750, "3.1"),
    ],
    statement: "A wrong initial access token is refused with status 401 and a Bearer challenge.",
    level: Level::Must,
    severity: Severity::Failure,
    note: Some(
        "The error code invalid_token in the challenge is a SHOULD of RFC 6750: without it there is a warning.",
    ),
    subject: Subject::Registration,
    mode: Mode::Active,
    probes: &[Probe::WrongInitialAccessToken],
    applies: Applies::Always,
    evaluate,
    remedy: "Answer as a protected resource does: 401 with WWW-Authenticate: Bearer error=\"invalid_token\".",
    fails_on: &[
        Fixture::new(
            "status 400",
            &[Change::On(Probe::WrongInitialAccessToken, On::Status(400))],
        ),
        Fixture::new("no challenge", &[challenged(None)]),
        Fixture::new(
            "the challenge of another scheme",
            &[challenged(Some("Basic realm=\"r\""))],
        ),
        Fixture::new(
            "no error in the challenge",
            &[challenged(Some("Bearer realm=\"r\""))],
        ),
        Fixture::new(
            "a client is registered",
            &[Change::On(Probe::WrongInitialAccessToken, On::Status(201))],
        ),
    ],
    faults: &[
        "initial-access-token-error-400",
        "initial-access-token-challenge-missing",
        "initial-access-token-unverified",
    ],
};

const fn challenged(challenge: Option<&'static str>) -> Change {
    let header = On::Header("www-authenticate", challenge);
    Change::On(Probe::WrongInitialAccessToken, header)
}

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let seen = evidence.probe(Probe::WrongInitialAccessToken)?;
    let status = seen.status().unwrap_or_default();
    let problem = |observed: &str| Problem::new(seen.at_status(), "401", observed);
    match status {
        401 => invalid_token(seen),
        200..300 if is_protected(evidence) => Ok(Outcome::fail(problem("a registration"))),
        200..300 => {
            let reason = "the server registers clients without an initial access token";
            Err(Blocked::Inapplicable(reason.to_owned()))
        }
        404 | 405 | 502..505 => Err(Blocked::NotObserved(format!(
            "{} got status {status}, which says nothing about the token",
            seen.label
        ))),
        _ => Ok(Outcome::fail(problem(&status.to_string()))),
    }
}

/// Whether a registration without a token was refused for that.
fn is_protected(evidence: &Evidence<'_>) -> bool {
    let anonymous = evidence.probe(Probe::OpenRegistration);
    anonymous.is_ok_and(|seen| matches!(seen.status(), Some(401 | 403)))
}
