//! `openactive-11.7.4.1.2-orders-feed-scope`: client credentials open the Orders feed.

use super::super::token::shared::{cut, scope_values};
use super::shared::{ORDERS_FEED, SEVERAL_SELLERS};
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, Outcome, Problem, Severity, Subject,
    Verdict,
};
use crate::evidence::Evidence;
use crate::evidence::Seen;
use crate::exchange::Action;
use crate::spec::{Citation, Spec};
use serde_json::Value;

pub(super) static CHECK: Check = Check {
    id: "openactive-11.7.4.1.2-orders-feed-scope",
    aliases: &[],
    cites: &[Citation::of(Spec::OpenActive, "11.7.4.1.2")],
    statement: "Client credentials with the scope openactive-ordersfeed give a token for the Orders feed.",
    level: Level::Should,
    severity: Severity::Warning,
    note: None,
    subject: Subject::Token,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::All(&[
        SEVERAL_SELLERS,
        Applies::When(
            "a client credentials request asked for openactive-ordersfeed alone",
            |evidence| Ok(evidence.token_requests().any(asks)),
        ),
    ]),
    evaluate,
    remedy: "Let booking partners have the scope openactive-ordersfeed by client credentials.",
    fails_on: &[
        Fixture::new(
            "invalid_scope",
            &[
                Change::Status(Action::Token, 400),
                Change::Text(Action::Token, r#"{"error":"invalid_scope"}"#),
            ],
        ),
        Fixture::new(
            "another scope",
            &[Change::Body(
                Action::Token,
                "/scope",
                Some(r#""openactive-openbooking""#),
            )],
        ),
    ],
    faults: &["orders-feed-scope-refused"],
};

fn asks(seen: &Seen<'_>) -> bool {
    seen.sent("scope")
        .is_some_and(|scope| scope.trim() == ORDERS_FEED)
}

// Without a scope in the response, the one that was asked for is granted; where the token says otherwise, another check
// finds that the response should have said so.
fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let mut problems = Vec::new();
    let mut judged = false;
    for seen in evidence.token_requests().filter(|seen| asks(seen)) {
        let Some(answer) = seen.json() else { continue };
        let error = answer.get("error").and_then(Value::as_str);
        if !seen.succeeded() && error == Some("invalid_scope") {
            let observed = format!(
                "{} with error invalid_scope",
                seen.status().unwrap_or_default()
            );
            problems.push(Problem::new(seen.at_status(), "a token", observed));
        }
        if !seen.succeeded() || answer.get("access_token").is_none_or(Value::is_null) {
            continue;
        }
        judged = true;
        if let Some(scope) = answer.get("scope").filter(|scope| !scope.is_null())
            && !scope_values(scope).contains(&ORDERS_FEED)
        {
            problems.push(Problem::new(
                seen.at("/scope"),
                ORDERS_FEED,
                cut(&scope.to_string()),
            ));
        }
    }
    if problems.is_empty() && !judged {
        return Err(Blocked::By(
            "no token was given, for another reason".to_owned(),
        ));
    }
    Ok(Outcome::of(problems))
}
