//! `rfc8259-2-valid-json`: what is called JSON is JSON.

use serde::de::IgnoredAny;

use super::shared::{has_json, json, json_text};
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, Outcome, Problem, Severity, Subject,
    Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Action;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc8259-2-valid-json",
    aliases: &[],
    cites: &[Citation::rfc(8259, "2")],
    statement: "A body that is declared as JSON is one whole JSON text and nothing else.",
    level: Level::Must,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Transport,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::When("a response is declared as JSON", has_json),
    evaluate,
    remedy: "Write JSON with a serializer instead of putting strings together.",
    fails_on: &[
        Fixture::new(
            "a comma too many",
            &[Change::Text(
                Action::Discover,
                "{\"issuer\":\"https://as.example\",}",
            )],
        ),
        Fixture::new(
            "something after it",
            &[Change::Text(Action::Discover, "{} {}")],
        ),
        Fixture::new(
            "an HTML page",
            &[Change::Text(Action::Discover, "<!doctype html>")],
        ),
    ],
    faults: &["introspection-stray-comma"],
};

// The grammar alone: a reader may refuse deep nesting, large numbers and lone surrogates (RFC 8259 §9), the rule does not.
fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let declared = json(evidence)?;
    Outcome::gather(declared.into_iter().map(|seen| {
        let text =
            json_text(seen).ok_or_else(|| Blocked::By(format!("{} is not UTF-8", seen.at(""))))?;
        let error = serde_json::from_str::<IgnoredAny>(text).err();
        let problem = error
            .map(|error| Problem::new(seen.at(""), "one JSON text", format!("not JSON: {error}")));
        Ok(problem.into_iter().collect())
    }))
}
