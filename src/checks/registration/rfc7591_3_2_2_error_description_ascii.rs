//! `rfc7591-3.2.2-error-description-ascii`: the description of an error is ASCII text.

use super::shared_probes::{REFUSED, refusals};
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, On, Outcome, Problem, Severity, Subject,
    Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc7591-3.2.2-error-description-ascii",
    aliases: &[],
    cites: &[Citation::rfc(7591, "3.2.2")],
    statement: "The error_description of a refused registration is a string of ASCII characters.",
    level: Level::Must,
    severity: Severity::Warning,
    note: Some("What it breaks is a message that people read, and no client's decision."),
    subject: Subject::Registration,
    mode: Mode::Active,
    probes: REFUSED,
    applies: Applies::Always,
    evaluate,
    remedy: "Send one ASCII sentence as error_description.",
    fails_on: &[
        Fixture::new(
            "an array",
            &[Change::On(
                Probe::RedirectUriFragment,
                On::Body("/error_description", Some(r#"["redirect_uris"]"#)),
            )],
        ),
        Fixture::new(
            "not ASCII",
            &[Change::On(
                Probe::RedirectUriFragment,
                On::Body("/error_description", Some(r#""ungültig""#)),
            )],
        ),
    ],
    faults: &["registration-error-description-array"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let mut described = false;
    let mut problems = Vec::new();
    for seen in refusals(evidence, REFUSED)? {
        let Ok(object) = seen.object() else {
            continue;
        };
        let Some(description) = object.get("error_description") else {
            continue;
        };
        described = true;
        if !description.as_str().is_some_and(str::is_ascii) {
            let observed = object.shown("error_description");
            let at = object.at("error_description");
            problems.push(Problem::new(at, "a string of ASCII characters", observed));
        }
    }
    if !described {
        let reason = "no refusal has an error_description".to_owned();
        return Err(Blocked::Inapplicable(reason));
    }
    Ok(Outcome::of(problems))
}
