//! `rfc7662-2.1-post-form`: introspection takes a form.

use super::shared::{ENDPOINT, is_form_refused, is_let_in};
use crate::check::{
    Change, Check, Fixture, Level, Mode, On, Outcome, Problem, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc7662-2.1-post-form",
    aliases: &[],
    cites: &[Citation::rfc(7662, "2.1")],
    statement: "The introspection endpoint takes POST requests with form-urlencoded parameters.",
    level: Level::Must,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Introspection,
    mode: Mode::Active,
    probes: &[Probe::Introspect],
    applies: ENDPOINT,
    evaluate,
    remedy: "Accept introspection requests by POST, with application/x-www-form-urlencoded parameters.",
    fails_on: &[
        Fixture::new(
            "another media type is wanted",
            &[Change::On(Probe::Introspect, On::Status(415))],
        ),
        Fixture::new(
            "another method is wanted",
            &[Change::On(Probe::Introspect, On::Status(405))],
        ),
        Fixture::new(
            "the parameters are not read",
            &[
                Change::On(Probe::Introspect, On::Status(400)),
                Change::On(
                    Probe::Introspect,
                    On::Text(r#"{"error":"invalid_request"}"#),
                ),
            ],
        ),
    ],
    faults: &["introspection-form-refused"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let seen = evidence.probe(Probe::Introspect)?;
    is_let_in(seen)?;
    if !is_form_refused(seen) {
        return Ok(Outcome::Pass);
    }
    let observed = seen.status().unwrap_or_default().to_string();
    let expected = "the form is read";
    Ok(Outcome::fail(Problem::new(
        seen.at_status(),
        expected,
        observed,
    )))
}
