//! `rfc6749-3.2-tls-required`: credentials do not travel in the clear.

use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, On, Outcome, Problem, Severity, Subject,
    Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::{FailureKind, Probe};
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc6749-3.2-tls-required",
    aliases: &[],
    cites: &[Citation::rfc(6749, "3.2")],
    statement: "The token endpoint demands TLS: a request over http gets no answer of the endpoint.",
    level: Level::Must,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Token,
    mode: Mode::Active,
    probes: &[Probe::PlainHttp],
    applies: Applies::Always,
    evaluate,
    remedy: "Close the http route to the token endpoint.",
    fails_on: &[Fixture::new(
        "an error of the endpoint",
        &[Change::On(
            Probe::PlainHttp,
            On::Answered(401, r#"{"error":"invalid_client"}"#),
        )],
    )],
    faults: &["plain-http-answered"],
};

// A redirect, or a page of whatever else listens there, is no answer of the token endpoint.
fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let asked = evidence.sent_probes(&[Probe::PlainHttp]);
    let Some(seen) = asked.last() else {
        return Err(evidence.unanswered(&[Probe::PlainHttp]));
    };
    if let Some(failure) = seen.failure() {
        let ours = matches!(
            failure.kind,
            FailureKind::BadUrl
                | FailureKind::Unsendable
                | FailureKind::UnknownHost
                | FailureKind::Interrupted
        );
        if ours {
            return Err(Blocked::NotObserved(failure.message.clone()));
        }
        return Ok(Outcome::Pass);
    }
    let Ok(object) = seen.object() else {
        return Ok(Outcome::Pass);
    };
    let Some(name) = ["access_token", "error"]
        .into_iter()
        .find(|name| object.has(name))
    else {
        return Ok(Outcome::Pass);
    };
    let observed = format!("an answer of the token endpoint, with {name}");
    Ok(Outcome::fail(Problem::new(
        object.at(name),
        "no answer over http",
        observed,
    )))
}
