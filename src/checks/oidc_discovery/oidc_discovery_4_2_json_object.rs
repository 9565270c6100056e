//! `oidc-discovery-4.2-json-object`: metadata is a JSON object.

use serde_json::Value;

use super::shared::{ASKED, body, fetches, good_status};
use crate::check::{
    Blocked, Change, Check, Fixture, Level, Mode, Outcome, Problem, Severity, Subject, Verdict,
};
use crate::evidence::{Evidence, Seen, cut};
use crate::exchange::Action;
use crate::spec::{Citation, Spec};

pub(super) static CHECK: Check = Check {
    id: "oidc-discovery-4.2-json-object",
    aliases: &[],
    cites: &[Citation::of(Spec::OidcDiscovery, "4.2")],
    statement: "The body of the answer is one JSON object, whose members are the metadata.",
    level: Level::Must,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Discovery,
    mode: Mode::Passive,
    probes: &[],
    applies: ASKED,
    evaluate,
    remedy: "Send one JSON object, and nothing before or after it.",
    fails_on: &[
        Fixture::new(
            "an object inside an array",
            &[Change::Text(
                Action::Discover,
                r#"[{"issuer":"https://issuer.localhost"}]"#,
            )],
        ),
        Fixture::new(
            "a page for people",
            &[Change::Text(
                Action::Discover,
                "<!doctype html><title>Sign in</title>",
            )],
        ),
        Fixture::new("an empty body", &[Change::Text(Action::Discover, "")]),
        Fixture::new(
            "a comma too many",
            &[Change::Text(
                Action::Discover,
                r#"{"issuer":"https://issuer.localhost",}"#,
            )],
        ),
    ],
    faults: &["openid-metadata-in-array"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let mut problems = Vec::new();
    for seen in fetches(evidence)? {
        let status = good_status(seen)?;
        let json = body(seen)?;
        if json.as_ref().is_some_and(Value::is_object) {
            continue;
        }
        if status != 200 {
            return Err(Blocked::By(format!("{} got status {status}", seen.label)));
        }
        let observed = match &json {
            Some(json) => cut(&json.to_string()),
            None => not_json(seen),
        };
        problems.push(Problem::new(seen.at(""), "a JSON object", observed));
    }
    Ok(Outcome::of(problems))
}

fn not_json(seen: &Seen<'_>) -> String {
    let text = seen.response().and_then(|response| response.body.text());
    match text.map(str::trim) {
        Some("") => "an empty body".to_owned(),
        Some(text) => format!("no JSON: {:?}", cut(text)),
        None => "bytes that are not UTF-8".to_owned(),
    }
}
