//! `rfc6749-5.2-invalid-client-no-auth`: who does not authenticate is told so.

use super::shared::{GIVEN, error, is_refused_with, together};
use crate::check::{
    Applies, Change, Check, Fixture, Level, Mode, On, Problem, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc6749-5.2-invalid-client-no-auth",
    aliases: &[],
    cites: &[Citation::rfc(6749, "5.2"), Citation::rfc(6749, "3.2.1")],
    statement: "A token request of a client with a secret that does not authenticate is refused with the error invalid_client.",
    level: Level::Must,
    severity: Severity::Failure,
    note: Some(
        "The error invalid_request for a request that names no client is a suggestion: its client_id is missing.",
    ),
    subject: Subject::Token,
    mode: Mode::Active,
    probes: PROBES,
    applies: Applies::Always,
    evaluate,
    remedy: "Refuse a client credentials request without authentication with the error invalid_client.",
    fails_on: &[
        Fixture::new(
            "unsupported_grant_type",
            &[Change::On(
                Probe::NoAuthentication,
                On::Body("/error", Some(r#""unsupported_grant_type""#)),
            )],
        ),
        Fixture::new(
            "a token",
            &[
                Change::On(Probe::NoAuthentication, On::Status(200)),
                Change::On(Probe::NoAuthentication, On::Text(GIVEN)),
            ],
        ),
        Fixture::new(
            "invalid_grant for nobody",
            &[Change::On(
                Probe::NoClient,
                On::Body("/error", Some(r#""invalid_grant""#)),
            )],
        ),
        Fixture::new(
            "invalid_request for nobody",
            &[Change::On(
                Probe::NoClient,
                On::Body("/error", Some(r#""invalid_request""#)),
            )],
        ),
        Fixture::new(
            "a token for nobody",
            &[
                Change::On(Probe::NoClient, On::Status(200)),
                Change::On(Probe::NoClient, On::Text(GIVEN)),
            ],
        ),
    ],
    faults: &["unauthenticated-client-given-token"],
};

const PROBES: &[Probe] = &[Probe::NoAuthentication, Probe::NoClient];

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let answers = evidence.probed(PROBES)?.into_iter();
    together(answers.map(|seen| {
        let problems = is_refused_with(seen, "invalid_client")?.into_iter();
        // A parameter that is missing is what it is, too.
        let milder =
            seen.probe() == Probe::NoClient && error(seen).as_deref() == Some("invalid_request");
        let weigh = |problem: Problem| {
            if milder {
                problem.only(Severity::Suggestion)
            } else {
                problem
            }
        };
        Ok(problems.map(weigh).collect())
    }))
}
