//! `rfc7591-3-open-registration`: registration needs no initial access token.

use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, On, Outcome, Problem, Severity, Subject,
    Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::{Action, Probe};
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc7591-3-open-registration",
    aliases: &[],
    cites: &[Citation::rfc(7591, "3")],
    statement: "A client can be registered without an initial access token.",
    level: Level::Should,
    severity: Severity::Suggestion,
    note: Some(
        "It serves open registration; an endpoint that is protected on purpose is not at fault.",
    ),
    subject: Subject::Registration,
    mode: Mode::Active,
    probes: &[Probe::OpenRegistration],
    applies: Applies::When("no initial access token is configured", |evidence| {
        Ok(!is_configured(evidence))
    }),
    evaluate,
    remedy: "Allow registration without a token, with a limited rate, where the deployment permits.",
    fails_on: &[Fixture::new(
        "a token is asked for",
        &[
            Change::SentHeader(Action::Register, "authorization", None),
            Change::On(Probe::OpenRegistration, On::Status(401)),
        ],
    )],
    faults: &["registration-closed"],
};

fn is_configured(evidence: &Evidence<'_>) -> bool {
    // Also where the token was used up, so that what was asked is not of the normal course.
    let exchanges = evidence.scenario().exchanges();
    let mut asked = exchanges.filter(|exchange| exchange.action == Some(Action::Register));
    asked.any(|exchange| {
        let named = exchange.probe != Probe::WrongInitialAccessToken;
        named && exchange.request.headers.get("authorization").is_some()
    })
}

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let seen = evidence.probe(Probe::OpenRegistration)?;
    match seen.status().unwrap_or_default() {
        200..300 => Ok(Outcome::Pass),
        status @ (401 | 403) => Ok(Outcome::fail(Problem::new(
            seen.at_status(),
            "a registration",
            status.to_string(),
        ))),
        status => Err(Blocked::NotObserved(format!(
            "{} got status {status}, which says nothing about an initial access token",
            seen.label
        ))),
    }
}
