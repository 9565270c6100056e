//! `rfc7591-2-default-auth-method`: a client for which no method is named uses Basic.

use base64::{Engine, engine::general_purpose::STANDARD};

use super::shared::{Found, sent, together, with, without};
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, Problem, Severity, Subject, Verdict,
};
use crate::evidence::{Evidence, Registration, Seen};
use crate::exchange::Action;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc7591-2-default-auth-method",
    aliases: &[],
    cites: &[Citation::rfc(7591, "2")],
    statement: "A client that is registered without token_endpoint_auth_method authenticates with client_secret_basic.",
    level: Level::Must,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Registration,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::When(
        "neither the registration nor its response names a token_endpoint_auth_method, and a secret was issued",
        |evidence| Ok(evidence.registrations()?.iter().any(is_unnamed)),
    ),
    evaluate,
    remedy: "Treat a left-out token_endpoint_auth_method as client_secret_basic, or return the method that is in force.",
    fails_on: &[Fixture::new(
        "Basic is refused",
        &[
            without("/token_endpoint_auth_method"),
            with("/client_id", r#""id""#),
            Change::SentHeader(Action::Token, "authorization", Some("Basic aWQ6c2VjcmV0")),
            Change::Status(Action::Token, 401),
        ],
    )],
    faults: &["omitted-auth-method-means-post"],
};

fn is_unnamed(registration: &Registration<'_>) -> bool {
    let name = "token_endpoint_auth_method";
    let secret = registration.text("client_secret").unwrap_or_default();
    !secret.is_empty() && !registration.has(name) && sent(registration, name).is_none()
}

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let registrations = evidence.registrations()?;
    let ids: Vec<_> = registrations
        .iter()
        .filter(|registration| is_unnamed(registration))
        .filter_map(|registration| registration.text("client_id"))
        .collect();
    let mut asked = evidence
        .of(Action::Token)
        .filter_map(|seen| Some((seen, credentials(seen)?)))
        .filter(|(_, pair)| {
            let id = pair.split(':').next().unwrap_or_default();
            id.is_empty() || ids.contains(&id)
        })
        .peekable();
    if asked.peek().is_none() {
        return Err(Blocked::NotObserved(
            "the client did not use Basic".to_owned(),
        ));
    }
    together(asked.map(|(seen, pair)| judge(evidence, seen, &pair)))
}

/// The user-id and password of a request with Basic, still form-encoded; an empty text where a record hides them.
fn credentials(seen: &Seen<'_>) -> Option<String> {
    let value = seen.exchange.request.headers.get("authorization")?;
    let (scheme, rest) = value.split_once(' ')?;
    let decoded = STANDARD.decode(rest.trim()).ok();
    let pair = decoded.and_then(|pair| String::from_utf8(pair).ok());
    scheme
        .eq_ignore_ascii_case("basic")
        .then(|| pair.unwrap_or_default())
}

// A server that does not undo the form encoding of credentials breaks another rule.
fn judge(evidence: &Evidence<'_>, seen: &Seen<'_>, pair: &str) -> Found {
    let refused = seen.status() == Some(401)
        || seen.json().is_some_and(|json| {
            json.get("error")
                .is_some_and(|error| error == "invalid_client")
        });
    if seen.succeeded() {
        return Ok(Vec::new());
    }
    if refused && pair.is_empty() {
        let field = seen.exchange.request.headers.get("authorization");
        let hidden = field.and_then(|field| field.split_once(' '));
        evidence.secret(hidden.map_or("", |(_, rest)| rest.trim()))?;
    }
    match seen.status() {
        Some(status) if refused && !pair.is_empty() && !pair.contains(['%', '+']) => {
            let expected = "200: Basic is the method of this client";
            let problem = Problem::new(seen.at_status(), expected, status.to_string());
            Ok(vec![problem])
        }
        _ => Err(Blocked::By(format!("{} got no token", seen.label))),
    }
}
