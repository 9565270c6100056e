//! `rfc8259-4-unique-member-names`: no name occurs twice in an object.

use super::shared::{has_json, json, json_text};
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, Outcome, Problem, Severity, Subject,
    Verdict,
};
use crate::evidence::{Evidence, Seen, duplicates};
use crate::exchange::Action;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc8259-4-unique-member-names",
    aliases: &[],
    cites: &[Citation::rfc(8259, "4")],
    statement: "The names within one JSON object differ from each other, so that every reader sees the same value.",
    level: Level::Should,
    severity: Severity::Warning,
    note: Some(
        "For the keys of a JWK set the rule is a MUST (RFC 7517 §4) and a check of its own.",
    ),
    subject: Subject::Transport,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::When("a response is declared as JSON", has_json),
    evaluate,
    remedy: "Build the object from a map, so that no name can repeat.",
    fails_on: &[
        Fixture::new(
            "a member twice",
            &[Change::Replace(
                Action::Token,
                "{",
                "{\"scope\":\"a\",\"scope\":\"b\",",
            )],
        ),
        Fixture::new(
            "within a member",
            &[Change::Text(
                Action::Discover,
                "{\"mtls_endpoint_aliases\":{\"a\":1,\"a\":2}}",
            )],
        ),
    ],
    faults: &["introspection-member-twice"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let declared = json(evidence)?;
    Outcome::gather(declared.into_iter().map(|seen| {
        let text =
            json_text(seen).ok_or_else(|| Blocked::By(format!("{} is not UTF-8", seen.at(""))))?;
        let pointers = duplicates(text)
            .into_iter()
            .filter(|pointer| !is_of_key(seen, pointer));
        let problem = |pointer: String| {
            Problem::new(
                seen.at(&pointer),
                "the name once in its object",
                "the name more than once",
            )
        };
        Ok(pointers.map(problem).collect())
    }))
}

/// Whether the name is one of a JWK set or of a key in it, not of an object inside a key.
fn is_of_key(seen: &Seen<'_>, pointer: &str) -> bool {
    let steps: Vec<&str> = pointer.split('/').collect();
    seen.action() == Some(Action::Jwks) && matches!(steps.as_slice(), ["", _] | ["", "keys", _, _])
}
