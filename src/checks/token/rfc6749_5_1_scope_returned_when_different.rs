//! `rfc6749-5.1-scope-returned-when-different`: a granted scope that differs is told.

use super::shared::{cut, granted, known, scope_values};
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, Outcome, Problem, Severity, Subject,
    Verdict,
};
use crate::evidence::Evidence;
use crate::evidence::Token;
use crate::exchange::Action;
use crate::spec::Citation;
use serde_json::Value;

pub(super) static CHECK: Check = Check {
    id: "rfc6749-5.1-scope-returned-when-different",
    aliases: &[],
    cites: &[Citation::rfc(6749, "5.1"), Citation::rfc(6749, "3.3")],
    statement: "A token response contains scope whenever the scope that was granted is not the one that was asked for.",
    level: Level::Required,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Token,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::When(
        "a client credentials request with a scope succeeded",
        |evidence| Ok(evidence.tokens()?.iter().any(asked)),
    ),
    evaluate,
    remedy: "Always return the granted scope in the token response.",
    fails_on: &[
        Fixture::new(
            "the token has less, and nothing says so",
            &[
                Change::Body(Action::Token, "/scope", None),
                Change::Claim("scope", Some(r#""another""#)),
            ],
        ),
        Fixture::new(
            "the token has more, and nothing says so",
            &[
                Change::Body(Action::Token, "/scope", Some("null")),
                Change::Claim(
                    "scope",
                    Some(r#""openactive-ordersfeed client-scope admin""#),
                ),
            ],
        ),
    ],
    faults: &["token-scope-untold"],
};

fn asked(token: &Token<'_>) -> bool {
    token
        .asked_scope()
        .is_some_and(|scope| !scope.trim().is_empty())
}

// What was granted is what the token or its introspection says; a scope in the response keeps the rule, whatever it is.
fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let mut problems = Vec::new();
    for token in granted(evidence)?.iter().filter(|token| asked(token)) {
        if token.has("scope") {
            continue;
        }
        let asked = Value::String(token.asked_scope().unwrap_or_default());
        let Some(granted) = known(evidence, token, "scope")? else {
            return Err(Blocked::NotObserved(
                "nothing shows which scope was granted".to_owned(),
            ));
        };
        if scope_values(&asked) != scope_values(&granted) {
            let granted = granted.to_string();
            let asked = asked.to_string();
            let observed = cut(&format!("missing; {asked} was asked for"));
            problems.push(Problem::new(token.at("scope"), cut(&granted), observed));
        }
    }
    Ok(Outcome::of(problems))
}
