//! `rfc7662-4-get-disallowed`: tokens stay out of addresses.

use super::shared::ENDPOINT;
use crate::check::{
    Change, Check, Fixture, Level, Mode, On, Outcome, Problem, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc7662-4-get-disallowed",
    aliases: &[],
    cites: &[Citation::rfc(7662, "4")],
    statement: "GET can be refused at the introspection endpoint, to keep tokens out of logs.",
    level: Level::May,
    severity: Severity::Suggestion,
    note: None,
    subject: Subject::Introspection,
    mode: Mode::Active,
    probes: &[Probe::IntrospectGet],
    applies: ENDPOINT,
    evaluate,
    remedy: "Accept introspection requests by POST only.",
    fails_on: &[Fixture::new(
        "answered",
        &[
            Change::On(Probe::IntrospectGet, On::Status(200)),
            Change::On(Probe::IntrospectGet, On::Text(r#"{"active":true}"#)),
        ],
    )],
    faults: &["introspection-get-answered"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let seen = evidence.probe(Probe::IntrospectGet)?;
    let answered = seen.object().is_ok_and(|object| object.has("active"));
    let problem = || {
        let expected = "no answer to a request with the token in the URL";
        Problem::new(seen.at_status(), expected, "an introspection response")
    };
    let problems = (seen.succeeded() && answered).then(problem);
    Ok(Outcome::of(problems.into_iter().collect()))
}
