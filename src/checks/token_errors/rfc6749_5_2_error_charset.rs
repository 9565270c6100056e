//! `rfc6749-5.2-error-charset`: an error code is of certain characters.

use super::shared::{TOKEN, is_of_error, members};
use crate::check::{Applies, Change, Check, Fixture, Level, Mode, On, Severity, Subject, Verdict};
use crate::evidence::Evidence;
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc6749-5.2-error-charset",
    aliases: &[],
    cites: &[Citation::rfc(6749, "5.2")],
    statement: "The error code of a refused token request has no characters but printable ASCII without quotes and backslashes.",
    level: Level::MustNot,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Token,
    mode: Mode::Active,
    probes: TOKEN,
    applies: Applies::Always,
    evaluate,
    remedy: "Use the registered error codes as they are.",
    fails_on: &[
        Fixture::new(
            "a quote",
            &[Change::On(
                Probe::UnknownScope,
                On::Body("/error", Some(r#""invalid\"scope""#)),
            )],
        ),
        Fixture::new(
            "not ASCII",
            &[Change::On(
                Probe::UnknownGrantType,
                On::Body("/error", Some(r#""ungültig""#)),
            )],
        ),
    ],
    faults: &["token-error-quoted"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    members(evidence, "error", |value| {
        let text = value.as_str();
        let good = text.is_none_or(|text| text.chars().all(is_of_error));
        (!good).then_some("printable ASCII without quotes and backslashes")
    })
}
