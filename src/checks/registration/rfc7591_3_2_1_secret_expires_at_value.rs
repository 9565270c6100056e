//! `rfc7591-3.2.1-secret-expires-at-value`: the end of a secret is a time to come, or 0.

use super::shared::{Found, SKEW, YEAR_2200, each_found, shown, unix, with};
use crate::check::{Applies, Check, Fixture, Level, Mode, Problem, Severity, Subject, Verdict};
use crate::evidence::{Evidence, Registration};
use crate::spec::Citation;

const MEMBER: &str = "client_secret_expires_at";

pub(super) static CHECK: Check = Check {
    id: "rfc7591-3.2.1-secret-expires-at-value",
    aliases: &[],
    cites: &[Citation::rfc(7591, "3.2.1")],
    statement: "client_secret_expires_at is a number of seconds since the epoch, or 0 for a secret that does not expire.",
    level: Level::Must,
    severity: Severity::Failure,
    note: Some(
        "A time beyond the year 2200 looks like milliseconds, which cannot be proven: it weighs as a warning.",
    ),
    subject: Subject::Registration,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::RegistrationHas(MEMBER),
    evaluate,
    remedy: "Emit seconds since the epoch, or 0, as a JSON number.",
    fails_on: &[
        Fixture::new("a string", &[with("/client_secret_expires_at", r#""0""#)]),
        Fixture::new("negative", &[with("/client_secret_expires_at", "-1")]),
        Fixture::new("past", &[with("/client_secret_expires_at", "1700000000")]),
        Fixture::new(
            "milliseconds",
            &[with("/client_secret_expires_at", "1900000000000")],
        ),
    ],
    faults: &["registration-secret-expires-at-string"],
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
        Some(seconds) if seconds < 0.0 => return Ok(vec![problem("0, or a time to come")]),
        Some(seconds) => seconds,
        None => return Ok(vec![problem("a JSON number")]),
    };
    if seconds >= YEAR_2200 {
        return Ok(vec![
            problem("seconds, not milliseconds").only(Severity::Warning),
        ]);
    }
    if seconds <= 0.0 {
        return Ok(Vec::new());
    }
    let now = unix(registration)?;
    if seconds + SKEW < now {
        return Ok(vec![problem(&format!(
            "a time after {now:.0}, that of the registration"
        ))]);
    }
    Ok(Vec::new())
}
