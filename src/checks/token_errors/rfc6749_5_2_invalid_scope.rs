//! `rfc6749-5.2-invalid-scope`: an unknown scope is not granted.

use super::super::token::shared::scope_values;
use super::shared::{GIVEN, coded, together, wrong_code};
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, On, Problem, Severity, Subject, Verdict,
};
use crate::evidence::{Evidence, Seen};
use crate::exchange::Probe;
use crate::spec::Citation;
use serde_json::Value;

pub(super) static CHECK: Check = Check {
    id: "rfc6749-5.2-invalid-scope",
    aliases: &[],
    cites: &[Citation::rfc(6749, "5.2"), Citation::rfc(6749, "3.3")],
    statement: "A scope that does not exist, or cannot, is refused with the error invalid_scope, or left out of the scope that the response says was granted.",
    level: Level::Must,
    severity: Severity::Failure,
    note: Some(
        "A response without scope says that what was asked for was granted (RFC 6749 §5.1). The error invalid_request for a malformed scope is a suggestion.",
    ),
    subject: Subject::Token,
    mode: Mode::Active,
    probes: PROBES,
    applies: Applies::Always,
    evaluate,
    remedy: "Refuse scope values that nobody knows with the error invalid_scope.",
    fails_on: &[
        Fixture::new(
            "the unknown scope is granted",
            &[
                Change::On(Probe::UnknownScope, On::Status(200)),
                Change::On(
                    Probe::UnknownScope,
                    On::Text(
                        r#"{"access_token":"2YotnFZFEjr1zCsicMWpAA","token_type":"Bearer","scope":"issuercheck-unknown-scope"}"#,
                    ),
                ),
            ],
        ),
        Fixture::new(
            "a token, and no scope in the response",
            &[
                Change::On(Probe::UnknownScope, On::Status(200)),
                Change::On(Probe::UnknownScope, On::Text(GIVEN)),
            ],
        ),
        Fixture::new(
            "another error",
            &[Change::On(
                Probe::UnknownScope,
                On::Body("/error", Some(r#""invalid_request""#)),
            )],
        ),
        Fixture::new(
            "invalid_request for a malformed one",
            &[Change::On(
                Probe::MalformedScope,
                On::Body("/error", Some(r#""invalid_request""#)),
            )],
        ),
    ],
    faults: &["unknown-scope-granted"],
};

const PROBES: &[Probe] = &[Probe::UnknownScope, Probe::MalformedScope];

// A server may ignore what it does not know, as long as it says what it granted (RFC 6749 §3.3).
fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    together(evidence.probed(PROBES)?.into_iter().map(|seen| {
        if seen.access_token().is_some() {
            return granted(seen);
        }
        let refusal = coded(seen)?;
        let problem = wrong_code(&refusal, "invalid_scope");
        Ok(match refusal.error.as_str() {
            "invalid_scope" => Vec::new(),
            "invalid_request" if seen.probe() == Probe::MalformedScope => {
                vec![problem.only(Severity::Suggestion)]
            }
            _ => vec![problem],
        })
    }))
}

fn granted(seen: &Seen<'_>) -> Result<Vec<Problem>, Blocked> {
    let object = seen.object()?;
    let asked = seen.sent("scope").unwrap_or_default();
    let kept = |given: &Value| scope_values(given).contains(&asked.as_str());
    if object.get("scope").is_some_and(|given| !kept(given)) {
        return Ok(Vec::new());
    }
    let expected = "error invalid_scope, or a scope without the value that was asked for";
    let observed = format!("a token, and scope {}", object.shown("scope"));
    Ok(vec![Problem::new(object.at("scope"), expected, observed)])
}
