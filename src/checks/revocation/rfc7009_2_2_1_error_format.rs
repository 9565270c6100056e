//! `rfc7009-2.2.1-error-format`: errors of revocation have the form of those of the token endpoint.

use super::super::registration::shared::sent_as_json;
use super::shared::{revoked, unclear};
use crate::check::{
    Applies, Change, Check, Fixture, Level, Mode, On, Outcome, Problem, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc7009-2.2.1-error-format",
    aliases: &[],
    cites: &[Citation::rfc(7009, "2.2.1"), Citation::rfc(6749, "5.2")],
    statement: "A revocation without a token is refused with status 400 and a JSON object whose error is invalid_request.",
    level: Level::Must,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Revocation,
    mode: Mode::Active,
    probes: &[Probe::RevokeWithoutToken],
    applies: Applies::MetadataHas("revocation_endpoint"),
    evaluate,
    remedy: "Answer 400 with {\"error\": \"invalid_request\"} as application/json.",
    fails_on: &[
        Fixture::new(
            "status 500",
            &[Change::On(Probe::RevokeWithoutToken, On::Status(500))],
        ),
        Fixture::new(
            "text/html",
            &[Change::On(
                Probe::RevokeWithoutToken,
                On::Header("content-type", Some("text/html")),
            )],
        ),
        Fixture::new(
            "a text",
            &[Change::On(
                Probe::RevokeWithoutToken,
                On::Text("missing token"),
            )],
        ),
        Fixture::new(
            "another error",
            &[Change::On(
                Probe::RevokeWithoutToken,
                On::Body("/error", Some(r#""invalid_grant""#)),
            )],
        ),
    ],
    faults: &["revocation-error-html"],
};

// A success is no error; whether the credentials are accepted at all shows where nothing is missing.
fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let seen = evidence.probe(Probe::RevokeWithoutToken)?;
    match seen.status().unwrap_or_default() {
        400 => {}
        0..400 | 401 | 403 | 502..505 => return Err(unclear(seen)),
        404 | 405 if !revoked(evidence)?.succeeded() => return Err(unclear(seen)),
        status => {
            let problem = Problem::new(seen.at_status(), "400", status.to_string());
            return Ok(Outcome::fail(problem));
        }
    }
    let labeled = sent_as_json(seen)?;
    if !labeled.is_empty() {
        return Ok(Outcome::of(labeled));
    }
    let expected = "invalid_request";
    let problem = match seen.refusal() {
        Ok(refusal) if refusal.error == expected => None,
        Ok(refusal) => Some(Problem::new(
            refusal.at("error"),
            expected,
            refusal.shown("error"),
        )),
        Err(_) => {
            let expected = "a JSON object with the error invalid_request";
            Some(Problem::new(seen.at(""), expected, "another body"))
        }
    };
    Ok(Outcome::of(problem.into_iter().collect()))
}
