//! `rfc7591-3.2.1-client-id-issued-at-value`: the time of issue is the time of the registration.

use super::shared::{Found, SKEW, YEAR_2200, each_found, shown, unix, with};
use crate::check::{Applies, Check, Fixture, Level, Mode, Problem, Severity, Subject, Verdict};
use crate::evidence::{Evidence, Registration};
use crate::spec::Citation;

const MEMBER: &str = "client_id_issued_at";

pub(super) static CHECK: Check = Check {
    id: "rfc7591-3.2.1-client-id-issued-at-value",
    aliases: &[],
    cites: &[Citation::rfc(7591, "3.2.1")],
    statement: "client_id_issued_at is the time of issue as a number of seconds since the epoch.",
    level: Level::Must,
    severity: Severity::Failure,
    note: Some(
        "A number that is more than five minutes from the time of the registration weighs as a warning; the member may be left out.",
    ),
    subject: Subject::Registration,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::RegistrationHas(MEMBER),
    evaluate,
    remedy: "Emit the time of issue in seconds since the epoch as a JSON number.",
    fails_on: &[
        Fixture::new(
            "a date in text",
            &[with("/client_id_issued_at", r#""2026-01-01T00:00:00Z""#)],
        ),
        Fixture::new(
            "milliseconds",
            &[with("/client_id_issued_at", "1767225600000")],
        ),
        Fixture::new(
            "another year",
            &[with("/client_id_issued_at", "1700000000")],
        ),
    ],
    faults: &["registration-issued-at-date"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    each_found(evidence, judge)
}

fn judge(registration: &Registration<'_>) -> Found {
    let Some(value) = registration.get(MEMBER) else {
        return Ok(Vec::new());
    };
    let problem = |expected: &str| {
        let observed = shown(registration, MEMBER);
        Problem::new(registration.at(MEMBER), expected, observed)
    };
    let seconds = match value.as_f64() {
        Some(seconds) if (0.0..YEAR_2200).contains(&seconds) => seconds,
        Some(_) => return Ok(vec![problem("seconds since the epoch")]),
        None => return Ok(vec![problem("a JSON number")]),
    };
    let now = unix(registration)?;
    if (seconds - now).abs() <= SKEW {
        return Ok(Vec::new());
    }
    let expected = format!("{now:.0}, the time of the registration");
    Ok(vec![problem(&expected).only(Severity::Warning)])
}
