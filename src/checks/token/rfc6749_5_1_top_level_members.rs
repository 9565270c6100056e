//! `rfc6749-5.1-top-level-members`: a token response is one flat JSON object.

use super::shared::{ANSWERED, answers, concealed, cut, nested, not_json};
use crate::check::{
    Change, Check, Fixture, Level, Mode, Outcome, Problem, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Action;
use crate::spec::Citation;
use serde_json::Value;

pub(super) static CHECK: Check = Check {
    id: "rfc6749-5.1-top-level-members",
    aliases: &[],
    cites: &[Citation::rfc(6749, "5.1")],
    statement: "The parameters of a token response are members at the top level of one JSON object, and its texts are JSON strings.",
    level: Level::Must,
    severity: Severity::Failure,
    note: Some("The source states this without a keyword; it is taken as a MUST."),
    subject: Subject::Token,
    mode: Mode::Passive,
    probes: &[],
    applies: ANSWERED,
    evaluate,
    remedy: "Return one JSON object with access_token and token_type as strings at its top level.",
    fails_on: &[
        Fixture::new(
            "inside another member",
            &[Change::Text(
                Action::Token,
                r#"{"data":{"access_token":"mF_9.B5f-4.1JqM","token_type":"Bearer"}}"#,
            )],
        ),
        Fixture::new(
            "an array",
            &[Change::Text(
                Action::Token,
                r#"[{"access_token":"mF_9.B5f-4.1JqM"}]"#,
            )],
        ),
        Fixture::new(
            "a bare string",
            &[Change::Text(Action::Token, r#""mF_9.B5f-4.1JqM""#)],
        ),
        Fixture::new("nothing", &[Change::Text(Action::Token, "")]),
        Fixture::new(
            "the token is a number",
            &[Change::Body(Action::Token, "/access_token", Some("17"))],
        ),
        Fixture::new(
            "the type is an array",
            &[Change::Body(
                Action::Token,
                "/token_type",
                Some(r#"["Bearer"]"#),
            )],
        ),
    ],
    faults: &["token-members-nested"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let mut problems = Vec::new();
    let mut blocked = None;
    for seen in answers(evidence)? {
        let observed = match (seen.json(), not_json(&seen)) {
            (Some(Value::Object(_)), _) => continue,
            (Some(other), _) => concealed(&other),
            (None, Ok(())) => "no JSON".to_owned(),
            (None, Err(reason)) => {
                blocked = Some(reason);
                continue;
            }
        };
        problems.push(Problem::new(seen.at(""), "a JSON object", observed));
    }
    for token in evidence.tokens().unwrap_or_default() {
        if let Some(name) = nested(&token) {
            let name = cut(name);
            let at = token.at(&format!("{name}/access_token"));
            problems.push(Problem::new(
                at,
                "access_token at the top level",
                format!("inside {name:?}"),
            ));
        }
        for name in ["access_token", "token_type", "refresh_token"] {
            if let Some(value) = token.get(name).filter(|value| !value.is_string()) {
                problems.push(Problem::new(
                    token.at(name),
                    "a JSON string",
                    concealed(value),
                ));
            }
        }
    }
    match blocked {
        Some(reason) if problems.is_empty() => Err(reason),
        _ => Ok(Outcome::of(problems)),
    }
}
