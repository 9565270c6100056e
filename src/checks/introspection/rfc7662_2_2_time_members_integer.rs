//! `rfc7662-2.2-time-members-integer`: times are seconds.

use super::shared::{ENDPOINT, GOOD, each};
use crate::check::{Change, Check, Fixture, Level, Mode, On, Problem, Severity, Subject, Verdict};
use crate::evidence::Evidence;
use crate::exchange::Probe;
use crate::spec::Citation;
use serde_json::Value;
use time::Duration;

/// How far clocks may differ, in seconds.
const LEEWAY: f64 = 60.0;

/// A time of the year 33658 in seconds, and of the year 2001 in milliseconds.
const FARTHEST: f64 = 1e12;

pub(super) static CHECK: Check = Check {
    id: "rfc7662-2.2-time-members-integer",
    aliases: &[],
    cites: &[Citation::rfc(7662, "2.2"), Citation::rfc(7519, "2")],
    statement: "exp, iat and nbf in an introspection response are integers, in seconds since 1970, and exp of an active token is yet to come.",
    level: Level::Must,
    severity: Severity::Failure,
    note: Some("The source states this without a keyword; it is taken as a MUST."),
    subject: Subject::Introspection,
    mode: Mode::Active,
    probes: GOOD,
    applies: ENDPOINT,
    evaluate,
    remedy: "Return exp, iat and nbf as whole seconds since 1970.",
    fails_on: &[
        Fixture::new(
            "a date",
            &[Change::On(
                Probe::Introspect,
                On::Body("/exp", Some(r#""2026-01-01T00:15:00Z""#)),
            )],
        ),
        Fixture::new(
            "a number in a string",
            &[Change::On(
                Probe::Introspect,
                On::Body("/iat", Some(r#""1767225600""#)),
            )],
        ),
        Fixture::new(
            "milliseconds",
            &[Change::On(
                Probe::Introspect,
                On::Body("/exp", Some("1767226500000")),
            )],
        ),
        Fixture::new(
            "a fraction",
            &[Change::On(
                Probe::Introspect,
                On::Body("/nbf", Some("1767225600.5")),
            )],
        ),
        Fixture::new(
            "over already",
            &[Change::On(
                Probe::Introspect,
                On::Body("/exp", Some("1767220000")),
            )],
        ),
    ],
    faults: &["introspection-exp-date"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    each(evidence, GOOD, true, |object| {
        let now = Duration::new(evidence.time(&object.seen).unix_timestamp(), 0).as_seconds_f64();
        let wrong = |name: &&str| {
            let seconds = object.get(name).map(|value| seconds(value).ok_or(()));
            match seconds {
                Some(Ok(seconds)) => *name == "exp" && seconds < now - LEEWAY,
                Some(Err(())) => true,
                None => false,
            }
        };
        let names = ["exp", "iat", "nbf"].into_iter().filter(wrong);
        let problem = |name| {
            let expected = match name {
                "exp" => "seconds since 1970, in the future",
                _ => "seconds since 1970",
            };
            Problem::new(object.at(name), expected, object.shown(name))
        };
        Ok(names.map(problem).collect())
    })
}

/// A whole number of seconds; one so large can only be of smaller units.
fn seconds(value: &Value) -> Option<f64> {
    let number = value.as_f64()?;
    (number.fract().abs() < f64::EPSILON && number < FARTHEST).then_some(number)
}
