//! `rfc7662-2.1-authorization-required`: introspection is not for everybody.

use super::shared::ENDPOINT;
use crate::check::{
    Blocked, Change, Check, Fixture, Level, Mode, On, Outcome, Problem, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc7662-2.1-authorization-required",
    aliases: &[],
    cites: &[Citation::rfc(7662, "2.1")],
    statement: "The introspection endpoint demands some form of authorization.",
    level: Level::Must,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Introspection,
    mode: Mode::Active,
    probes: &[Probe::IntrospectWithoutAuthentication],
    applies: ENDPOINT,
    evaluate,
    remedy: "Authenticate whoever calls the introspection endpoint.",
    fails_on: &[
        Fixture::new(
            "answered with active true",
            &[
                Change::On(Probe::IntrospectWithoutAuthentication, On::Status(200)),
                Change::On(
                    Probe::IntrospectWithoutAuthentication,
                    On::Text(r#"{"active":true}"#),
                ),
            ],
        ),
        Fixture::new(
            "answered with active false",
            &[
                Change::On(Probe::IntrospectWithoutAuthentication, On::Status(200)),
                Change::On(
                    Probe::IntrospectWithoutAuthentication,
                    On::Text(r#"{"active":false}"#),
                ),
            ],
        ),
        Fixture::new(
            "refused with 400",
            &[Change::On(
                Probe::IntrospectWithoutAuthentication,
                On::Status(400),
            )],
        ),
        Fixture::new(
            "sent to a sign-in page",
            &[Change::On(
                Probe::IntrospectWithoutAuthentication,
                On::Status(302),
            )],
        ),
    ],
    faults: &["introspection-open"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let seen = evidence.probe(Probe::IntrospectWithoutAuthentication)?;
    let status = seen.status().unwrap_or_default();
    if let Ok(object) = seen.object()
        && seen.succeeded()
        && object.has("active")
    {
        let observed = format!("an answer: active is {}", object.shown("active"));
        let expected = "401, because the request has no credentials";
        return Ok(Outcome::fail(Problem::new(
            seen.at_status(),
            expected,
            observed,
        )));
    }
    match status {
        401 => Ok(Outcome::Pass),
        404 | 405 | 500.. => Err(Blocked::NotObserved(format!(
            "{} got status {status}",
            seen.label
        ))),
        // It gives nothing away, but does not say that credentials are what it wants.
        _ => {
            let mut problem = Problem::new(seen.at_status(), "401", status.to_string());
            problem.severity = Some(Severity::Suggestion);
            Ok(Outcome::fail(problem))
        }
    }
}
