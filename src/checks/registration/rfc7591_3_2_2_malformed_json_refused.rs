//! `rfc7591-3.2.2-malformed-json-refused`: what is no JSON object is refused.

use super::shared::together;
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, On, Problem, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc7591-3.2.2-malformed-json-refused",
    aliases: &[],
    cites: &[Citation::rfc(7591, "3.2.2"), Citation::rfc(7591, "3.1")],
    statement: "A registration whose body is not a JSON object is refused with a client error.",
    level: Level::Must,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Registration,
    mode: Mode::Active,
    probes: PROBES,
    applies: Applies::Registered,
    evaluate,
    remedy: "Catch what the parser says and answer 400 with the error invalid_client_metadata.",
    fails_on: &[
        Fixture::new(
            "JSON cut short ends in 500",
            &[Change::On(Probe::MalformedJson, On::Status(500))],
        ),
        Fixture::new(
            "an array registers a client",
            &[Change::On(Probe::JsonArray, On::Status(201))],
        ),
    ],
    faults: &["registration-malformed-json-500"],
};

const PROBES: &[Probe] = &[Probe::MalformedJson, Probe::JsonArray];

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    together(evidence.probed(PROBES)?.into_iter().map(|seen| {
        let status = seen.status().unwrap_or_default();
        match status {
            401 | 403 | 404 | 405 | 502..505 => Err(Blocked::NotObserved(format!(
                "{} got status {status}, which is not about the body",
                seen.label
            ))),
            400..500 => Ok(Vec::new()),
            _ => {
                let observed = status.to_string();
                Ok(vec![Problem::new(seen.at_status(), "400", observed)])
            }
        }
    }))
}
