//! `rfc6749-5.1-access-token-present`: a token response has `access_token`.

use super::shared::{cut, nested};
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, Outcome, Problem, Severity, Subject,
    Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Action;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc6749-5.1-access-token-present",
    aliases: &[],
    cites: &[Citation::rfc(6749, "5.1")],
    statement: "A token response contains access_token, and it is not empty.",
    level: Level::Required,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Token,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::TokenIssued,
    evaluate,
    remedy: "Return the token in the member access_token; answer a request that fails with an error status.",
    fails_on: &[
        Fixture::new(
            "missing",
            &[Change::Body(Action::Token, "/access_token", None)],
        ),
        Fixture::new(
            "null",
            &[Change::Body(Action::Token, "/access_token", Some("null"))],
        ),
        Fixture::new(
            "empty",
            &[Change::Body(Action::Token, "/access_token", Some(r#""""#))],
        ),
        Fixture::new(
            "another name",
            &[Change::Replace(
                Action::Token,
                "\"access_token\"",
                "\"token\"",
            )],
        ),
        Fixture::new(
            "an error with status 200",
            &[Change::Text(Action::Token, r#"{"error":"invalid_scope"}"#)],
        ),
    ],
    faults: &["token-access-token-renamed"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let mut problems = Vec::new();
    for token in evidence.tokens()? {
        let present = token.get("access_token").is_some_and(|value| value != "");
        if present {
            continue;
        }
        if nested(&token).is_some() {
            return Err(Blocked::By(
                "access_token is inside another member".to_owned(),
            ));
        }
        let names: Vec<_> = token.members.keys().map(String::as_str).collect();
        let observed = format!("the members {}", cut(&names.join(", ")));
        problems.push(Problem::new(token.at("access_token"), "a string", observed));
    }
    Ok(Outcome::of(problems))
}
