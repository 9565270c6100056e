//! `rfc6749-5.1-expires-in-consistent`: `expires_in` is the lifetime that the token has.

use super::shared::{cut, date, known_number, seconds};
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
    id: "rfc6749-5.1-expires-in-consistent",
    aliases: &[],
    cites: &[Citation::rfc(6749, "5.1")],
    statement: "expires_in is the lifetime of the access token, counted from the response.",
    level: Level::Must,
    severity: Severity::Warning,
    note: Some(
        "A server may end a token early; hence a warning. Up to a minute of difference is let pass.",
    ),
    subject: Subject::Token,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::When(
        "expires_in is a number, and the token or its introspection says when it expires",
        |evidence| {
            Ok(evidence
                .tokens()?
                .iter()
                .map(|token| claimed(evidence, token))
                .collect::<Result<Vec<_>, _>>()?
                .iter()
                .any(Option::is_some))
        },
    ),
    evaluate,
    remedy: "Compute expires_in and exp from one value.",
    fails_on: &[
        Fixture::new(
            "a lifetime that is too short",
            &[Change::Body(Action::Token, "/expires_in", Some("60"))],
        ),
        Fixture::new(
            "a lifetime that is too long",
            &[Change::Body(Action::Token, "/expires_in", Some("3600"))],
        ),
    ],
    faults: &["token-expires-in-too-short"],
};

/// How far off a lifetime may be, in seconds.
const TOLERANCE: f64 = 60.0;

/// `exp` and `expires_in`, where both are known.
fn claimed(evidence: &Evidence<'_>, token: &Token<'_>) -> Result<Option<(f64, f64)>, Blocked> {
    let Some(lifetime) = token.get("expires_in").and_then(Value::as_f64) else {
        return Ok(None);
    };
    let exp = known_number(evidence, token, "exp")?;
    Ok(exp.map(|exp| (exp, lifetime)))
}

// The server's clock decides: its Date header, or the token's iat. Without Date, a token may have been issued earlier.
fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let mut problems = Vec::new();
    for token in evidence.tokens()? {
        let Some((exp, lifetime)) = claimed(evidence, &token)? else {
            continue;
        };
        let date = date(&token.seen);
        let issued = known_number(evidence, &token, "iat")?;
        let sent = token.seen.exchange.time.map(seconds);
        let near = |time: &f64| (exp - lifetime - time).abs() <= TOLERANCE;
        let times = [date, issued, sent];
        if times.iter().flatten().any(near) {
            continue;
        }
        if times.iter().flatten().any(|time| exp <= *time) {
            return Err(Blocked::By("exp is not later than the token".to_owned()));
        }
        let wrong = match (date, issued) {
            (Some(_), _) => true,
            (None, Some(issued)) => sent.is_some() || exp - lifetime < issued,
            (None, None) => false,
        };
        if !wrong {
            let reason = "the record does not show the server's time".to_owned();
            return Err(Blocked::NotObserved(reason));
        }
        let left = date.or(issued).map_or(exp, |time| exp - time);
        let expected = cut(&format!("{left}, the time until exp"));
        let observed = cut(&lifetime.to_string());
        problems.push(Problem::new(token.at("expires_in"), expected, observed));
    }
    Ok(Outcome::of(problems))
}
