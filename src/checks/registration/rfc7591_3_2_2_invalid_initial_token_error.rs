//! `rfc7591-3.2.2-invalid-initial-token-error`: a wrong initial access token is answered as any wrong bearer token.

use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, On, Outcome, Problem, Severity, Subject,
    Verdict,
};
use crate::evidence::{Evidence, Seen};
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
        Fixture::new(
            "no challenge",
            &[Change::On(
                Probe::WrongInitialAccessToken,
                On::Header("www-authenticate", None),
            )],
        ),
        Fixture::new(
            "the challenge of another scheme",
            &[Change::On(
                Probe::WrongInitialAccessToken,
                On::Header("www-authenticate", Some("Basic realm=\"r\"")),
            )],
        ),
        Fixture::new(
            "no error in the challenge",
            &[Change::On(
                Probe::WrongInitialAccessToken,
                On::Header("www-authenticate", Some("Bearer realm=\"r\"")),
            )],
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

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let seen = evidence.probe(Probe::WrongInitialAccessToken)?;
    let status = seen.status().unwrap_or_default();
    let problem = |observed: &str| Problem::new(seen.at_status(), "401", observed);
    match status {
        401 => challenge(seen),
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

fn challenge(seen: &Seen<'_>) -> Verdict {
    let name = "www-authenticate";
    let challenges: Vec<&str> = seen.headers()?.all(name).collect();
    let all = challenges.join(", ");
    let words = || all.split([' ', ',', '\t']).filter(|word| !word.is_empty());
    let shown = if all.is_empty() {
        "missing"
    } else {
        all.as_str()
    };
    let problem = |expected: &str| Problem::new(seen.at_header(name), expected, shown);
    if !words().any(|word| word.eq_ignore_ascii_case("bearer")) {
        return Ok(Outcome::fail(problem("a Bearer challenge")));
    }
    let code = |word: &str| matches!(word, "error=\"invalid_token\"" | "error=invalid_token");
    if !words().any(code) {
        let missing = problem("error=\"invalid_token\"").only(Severity::Warning);
        return Ok(Outcome::fail(missing));
    }
    Ok(Outcome::Pass)
}
