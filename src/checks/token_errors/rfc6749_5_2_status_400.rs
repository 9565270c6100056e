//! `rfc6749-5.2-status-400`: a refused token request has status 400.

use super::shared::{MALFORMED, TOKEN, USUAL, came, error, is_of_client, together};
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, On, Problem, Severity, Subject, Verdict,
};
use crate::evidence::{Evidence, Seen};
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc6749-5.2-status-400",
    aliases: &["rfc6749-5.2-post-auth-status"],
    cites: &[Citation::rfc(6749, "5.2")],
    statement: "A token request is refused with status 400, or with 401 where it is the client's authentication that failed.",
    level: Level::Must,
    severity: Severity::Failure,
    note: Some(
        "Where credentials in the body are wrong, 400 and 401 are both right. What a server answers to requests that cannot be read with 5xx is a rule of its own.",
    ),
    subject: Subject::Token,
    mode: Mode::Active,
    probes: TOKEN,
    applies: Applies::Always,
    evaluate,
    remedy: "Refuse a bad token request with status 400.",
    fails_on: &[
        Fixture::new(
            "status 422",
            &[Change::On(Probe::UnknownScope, On::Status(422))],
        ),
        Fixture::new(
            "status 200 with an error",
            &[Change::On(Probe::UnknownGrantType, On::Status(200))],
        ),
        Fixture::new(
            "status 401 for another reason",
            &[Change::On(Probe::UnknownGrantType, On::Status(401))],
        ),
        Fixture::new(
            "wrong credentials in the body and status 403",
            &[Change::On(Probe::WrongSecretPost, On::Status(403))],
        ),
        Fixture::new(
            "status 500",
            &[Change::On(Probe::UnknownScope, On::Status(500))],
        ),
    ],
    faults: &["token-error-status-422", "token-error-status-200"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    // How an assertion is refused is a rule of its own (RFC 7523 §3.2).
    let judged = |seen: &&Seen<'_>| {
        !USUAL.contains(&seen.probe()) && seen.sent("client_assertion").is_none()
    };
    let answers = evidence.probed(TOKEN)?.into_iter();
    together(answers.filter(judged).map(asked))
}

fn asked(seen: &Seen<'_>) -> Result<Vec<Problem>, Blocked> {
    let unseen = |reason: &str| Err(Blocked::NotObserved(format!("{} {reason}", seen.label)));
    let error = error(seen).filter(|error| !error.is_empty());
    let good = match seen.status().unwrap_or_default() {
        200..300 if seen.access_token().is_some() || error.is_none() => {
            return unseen("was not refused");
        }
        400 => true,
        // An error code that is missing or not the right one is another rule's.
        401 => {
            let known = |code: &str| code == "invalid_client" || is_of_client(seen);
            error.as_deref().is_none_or(known)
        }
        404 | 405 | 501 if error.is_none() => return unseen("was answered by something else"),
        415 if seen.probe() == Probe::JsonBody => true,
        502..=504 => return unseen("got an answer of a gateway"),
        500.. if MALFORMED.contains(&seen.probe()) => return unseen("is judged by another rule"),
        _ => false,
    };
    let expected = match is_of_client(seen) {
        true if seen.exchange.request.headers.get("authorization").is_some() => "401",
        true => "400 or 401",
        false => "400",
    };
    let problem = || Problem::new(seen.at_status(), expected, came(seen));
    Ok((!good).then(problem).into_iter().collect())
}
