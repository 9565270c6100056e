//! `rfc7591-3.2.2-code-invalid-software-statement`: a bad software statement has error codes of its own.

use super::shared_probes::{Answer, answer, refused_for};
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, On, Outcome, Problem, Severity, Subject,
    Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc7591-3.2.2-code-invalid-software-statement",
    aliases: &[],
    cites: &[Citation::rfc(7591, "3.2.2")],
    statement: "A registration with an unacceptable software statement is refused with the error invalid_software_statement or unapproved_software_statement.",
    level: Level::Must,
    severity: Severity::Warning,
    note: Some("A server that goes by no software statements may ignore them."),
    subject: Subject::Registration,
    mode: Mode::Active,
    probes: &[Probe::BrokenSoftwareStatement],
    applies: Applies::Always,
    evaluate,
    remedy: "Answer with the error invalid_software_statement.",
    fails_on: &[Fixture::new(
        "invalid_request",
        &[Change::On(
            Probe::BrokenSoftwareStatement,
            On::Body("/error", Some(r#""invalid_request""#)),
        )],
    )],
    faults: &["registration-error-software-statement-invalid-request"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let seen = evidence.probe(Probe::BrokenSoftwareStatement)?;
    if let Answer::Registered(_) = answer(seen)? {
        let reason =
            "the server goes by no software statement: it registers a client with a broken one";
        return Err(Blocked::Inapplicable(reason.to_owned()));
    }
    let refusal = seen.refusal()?;
    refused_for(evidence, seen, &["software_statement"])?;
    let codes = [
        "invalid_software_statement",
        "unapproved_software_statement",
    ];
    if codes.contains(&refusal.error.as_str()) {
        return Ok(Outcome::Pass);
    }
    let (at, observed) = (refusal.at("error"), refusal.shown("error"));
    Ok(Outcome::fail(Problem::new(
        at,
        codes.join(" or "),
        observed,
    )))
}
