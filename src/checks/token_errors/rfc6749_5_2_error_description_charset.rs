//! `rfc6749-5.2-error-description-charset`: an error description is of certain characters.

use super::shared::{TOKEN, is_of_error, members};
use crate::check::{Applies, Change, Check, Fixture, Level, Mode, On, Severity, Subject, Verdict};
use crate::evidence::Evidence;
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc6749-5.2-error-description-charset",
    aliases: &[],
    cites: &[Citation::rfc(6749, "5.2")],
    statement: "The error_description of a refused token request has no characters but printable ASCII without quotes and backslashes.",
    level: Level::MustNot,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Token,
    mode: Mode::Active,
    probes: TOKEN,
    applies: Applies::Always,
    evaluate,
    remedy: "Write error descriptions in ASCII, with single quotes round names.",
    fails_on: &[
        Fixture::new(
            "a quoted name",
            &[Change::On(
                Probe::UnknownScope,
                On::Body("/error_description", Some(r#""The \"scope\" is unknown.""#)),
            )],
        ),
        Fixture::new(
            "a line break",
            &[Change::On(
                Probe::UnknownScope,
                On::Body("/error_description", Some(r#""The scope\nis unknown.""#)),
            )],
        ),
        Fixture::new(
            "not ASCII",
            &[Change::On(
                Probe::UnknownScope,
                On::Body("/error_description", Some(r#""ungültig""#)),
            )],
        ),
        Fixture::new(
            "an array",
            &[Change::On(
                Probe::UnknownScope,
                On::Body("/error_description", Some(r#"["unknown"]"#)),
            )],
        ),
    ],
    faults: &["token-error-description-quoted"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    members(evidence, "error_description", |value| {
        let text = value.as_str();
        let good = text.is_some_and(|text| text.chars().all(is_of_error));
        (!good).then_some("text of printable ASCII without quotes and backslashes")
    })
}
