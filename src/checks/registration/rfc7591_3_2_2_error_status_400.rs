//! `rfc7591-3.2.2-error-status-400`: a refused registration is answered with 400.

use super::shared_probes::REFUSED;
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, On, Outcome, Problem, Severity, Subject,
    Verdict,
};
use crate::evidence::{Evidence, Seen};
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc7591-3.2.2-error-status-400",
    aliases: &[],
    cites: &[Citation::rfc(7591, "3.2.2")],
    statement: "A registration that is refused for its client metadata is answered with status 400.",
    level: Level::Must,
    severity: Severity::Failure,
    note: Some("401 and 403 are for what is wrong with an initial access token."),
    subject: Subject::Registration,
    mode: Mode::Active,
    probes: REFUSED,
    applies: Applies::Registered,
    evaluate,
    remedy: "Answer every refusal of client metadata with status 400.",
    fails_on: &[
        Fixture::new(
            "status 422",
            &[Change::On(Probe::RedirectUriFragment, On::Status(422))],
        ),
        Fixture::new(
            "status 500",
            &[Change::On(Probe::WrongMemberType, On::Status(500))],
        ),
        Fixture::new(
            "status 200",
            &[Change::On(Probe::WrongMemberType, On::Status(200))],
        ),
    ],
    faults: &[
        "registration-error-status-422",
        "registration-error-status-500",
    ],
};

// A malformed body that is not refused at all is for another rule.
fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let mut refused = 0;
    let mut problems = Vec::new();
    for seen in evidence.probed(REFUSED)? {
        let malformed = matches!(seen.probe(), Probe::MalformedJson | Probe::JsonArray);
        let status = seen.status().unwrap_or_default();
        let wrong = match status {
            400 => false,
            401 | 403 | 404 | 405 | 502..505 => continue,
            200..300 if malformed || !says_error(seen) => continue,
            _ if malformed && !seen.refused() => continue,
            _ => true,
        };
        refused += 1;
        if wrong {
            problems.push(Problem::new(seen.at_status(), "400", status.to_string()));
        }
    }
    if refused == 0 {
        return Err(Blocked::NotObserved(
            "no registration was refused".to_owned(),
        ));
    }
    Ok(Outcome::of(problems))
}

/// Whether an answer is the error of a registration, whatever its status says.
fn says_error(seen: &Seen<'_>) -> bool {
    let object = seen.object();
    object.is_ok_and(|object| object.has("error") && !object.has("client_id"))
}
