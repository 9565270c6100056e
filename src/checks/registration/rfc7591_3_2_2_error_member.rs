//! `rfc7591-3.2.2-error-member`: the error of a registration has a code.

use super::shared::together;
use super::shared_probes::{REFUSED, refusals};
use crate::check::{
    Applies, Change, Check, Fixture, Level, Mode, On, Problem, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc7591-3.2.2-error-member",
    aliases: &[],
    cites: &[Citation::rfc(7591, "3.2.2")],
    statement: "The error of a refused registration has the member error with one ASCII code.",
    level: Level::Required,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Registration,
    mode: Mode::Active,
    probes: REFUSED,
    applies: Applies::Always,
    evaluate,
    remedy: "Add the member error with one of the codes of RFC 7591 §3.2.2.",
    fails_on: &[
        Fixture::new(
            "no code",
            &[Change::On(
                Probe::RedirectUriFragment,
                On::Body("/error", None),
            )],
        ),
        Fixture::new(
            "empty",
            &[Change::On(
                Probe::RedirectUriFragment,
                On::Body("/error", Some(r#""""#)),
            )],
        ),
        Fixture::new(
            "an array",
            &[Change::On(
                Probe::RedirectUriFragment,
                On::Body("/error", Some(r#"["invalid_redirect_uri"]"#)),
            )],
        ),
        Fixture::new(
            "not ASCII",
            &[Change::On(
                Probe::RedirectUriFragment,
                On::Body("/error", Some(r#""ungültig""#)),
            )],
        ),
    ],
    faults: &["registration-error-member-missing"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    together(refusals(evidence, REFUSED)?.into_iter().map(|seen| {
        let object = seen.object()?;
        let code = object.text("error");
        if code.is_some_and(|code| !code.is_empty() && code.is_ascii()) {
            return Ok(Vec::new());
        }
        let observed = object.shown("error");
        let expected = "a string of ASCII characters that is not empty";
        Ok(vec![Problem::new(object.at("error"), expected, observed)])
    }))
}
