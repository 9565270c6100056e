//! `rfc7591-3.2.2-error-json`: the error of a registration is a JSON object.

use super::shared::{sent_as_json, together};
use super::shared_probes::{REFUSED, refusals};
use crate::check::{
    Applies, Change, Check, Fixture, Level, Mode, On, Problem, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc7591-3.2.2-error-json",
    aliases: &[],
    cites: &[Citation::rfc(7591, "3.2.2")],
    statement: "The error of a refused registration is described in a JSON object that is sent as application/json.",
    level: Level::Must,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Registration,
    mode: Mode::Active,
    probes: REFUSED,
    applies: Applies::Always,
    evaluate,
    remedy: "Answer with {\"error\": ..., \"error_description\": ...} and Content-Type application/json.",
    fails_on: &[
        Fixture::new(
            "sent as text",
            &[Change::On(
                Probe::RedirectUriFragment,
                On::Header("content-type", Some("text/plain")),
            )],
        ),
        Fixture::new(
            "not an object",
            &[Change::On(Probe::RedirectUriFragment, On::Text("\"no\""))],
        ),
        Fixture::new(
            "not JSON",
            &[Change::On(
                Probe::RedirectUriFragment,
                On::Text("One or more of the redirect URIs are invalid."),
            )],
        ),
    ],
    faults: &["registration-error-html", "registration-error-text-as-json"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    together(refusals(evidence, REFUSED)?.into_iter().map(|seen| {
        let wrong = sent_as_json(seen)?;
        if !wrong.is_empty() || seen.object().is_ok() {
            return Ok(wrong);
        }
        let observed = if seen.json().is_some() {
            "another JSON value"
        } else {
            "no JSON"
        };
        Ok(vec![Problem::new(seen.at(""), "a JSON object", observed)])
    }))
}
