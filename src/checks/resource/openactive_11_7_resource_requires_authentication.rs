//! `openactive-11.7-resource-requires-authentication`: an Open Booking API serves nobody without a token.

use super::shared::unclear;
use crate::check::{
    Applies, Change, Check, Fixture, Level, Mode, On, Outcome, Problem, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Probe;
use crate::spec::{Citation, Spec};

pub(super) static CHECK: Check = Check {
    id: "openactive-11.7-resource-requires-authentication",
    aliases: &[],
    cites: &[Citation::of(Spec::OpenActive, "11.7")],
    statement: "An Open Booking API answers no request without authentication.",
    level: Level::Must,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Resource,
    mode: Mode::Active,
    probes: &[Probe::ResourceWithoutToken],
    applies: Applies::Always,
    evaluate,
    remedy: "Protect the Orders feed and every other endpoint of the API.",
    fails_on: &[Fixture::new(
        "the Orders feed is open",
        &[Change::On(Probe::ResourceWithoutToken, On::Status(200))],
    )],
    faults: &["orders-feed-open"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let seen = evidence.probe(Probe::ResourceWithoutToken)?;
    let status = seen.status().unwrap_or_default();
    match status {
        200..300 => {
            let problem = Problem::new(seen.at_status(), "401", status.to_string());
            Ok(Outcome::fail(problem))
        }
        400..500 => Ok(Outcome::Pass),
        _ => Err(unclear(seen)),
    }
}
