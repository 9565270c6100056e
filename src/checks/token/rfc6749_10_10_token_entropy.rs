//! `rfc6749-10.10-token-entropy`: tokens cannot be guessed.

use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, Outcome, Problem, Severity, Subject,
    Verdict,
};
use crate::evidence::Evidence;
use crate::evidence::strength_bits;
use crate::exchange::Action;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc6749-10.10-token-entropy",
    aliases: &[],
    cites: &[Citation::rfc(6749, "10.10")],
    statement: "An opaque token cannot be guessed: the chance is 2^-128 at most.",
    level: Level::Must,
    severity: Severity::Failure,
    note: Some("Length and alphabet show an upper bound only: to pass is no proof."),
    subject: Subject::Token,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::When(
        "an opaque access token or a refresh token was given",
        |evidence| opaque(evidence).map(|all| !all.is_empty()),
    ),
    evaluate,
    remedy: "Draw tokens of at least 128 bits, better 160, from a cryptographically secure random number generator.",
    fails_on: &[
        Fixture::new(
            "a counter",
            &[Change::Body(
                Action::Token,
                "/access_token",
                Some(r#""1000042""#),
            )],
        ),
        Fixture::new(
            "one letter over and over",
            &[Change::Body(
                Action::Token,
                "/access_token",
                Some(r#""aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa""#),
            )],
        ),
        Fixture::new(
            "a short refresh token",
            &[Change::Body(
                Action::Token,
                "/refresh_token",
                Some(r#""tGzv3JOkF0XG5Qx""#),
            )],
        ),
    ],
    faults: &["access-token-guessable"],
};

/// Tokens that are no JWTs (signed or encrypted, each begins with a JSON object), which nobody guesses: place and value.
fn opaque(evidence: &Evidence<'_>) -> Result<Vec<(String, String)>, Blocked> {
    let jwts: Vec<String> = evidence.jwts()?.into_iter().map(|jwt| jwt.text).collect();
    let mut all = Vec::new();
    for token in evidence.tokens()? {
        for name in ["access_token", "refresh_token"] {
            let Some(text) = token.text(name).filter(|text| !text.is_empty()) else {
                continue;
            };
            let text = evidence.secret(text)?.to_owned();
            if !jwts.contains(&text) && !text.starts_with("eyJ") {
                all.push((token.at(name), text));
            }
        }
    }
    Ok(all)
}

// The length and the alphabet give an upper bound. One below 128 bits proves the violation; one above proves nothing.
fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let mut problems = Vec::new();
    for (at, text) in opaque(evidence)? {
        let bits = strength_bits(&text);
        if bits < 128.0 {
            let length = text.chars().count();
            let observed = format!("{length} characters, {bits:.0} bits at most");
            problems.push(Problem::new(at, "128 bits or more", observed));
        }
    }
    Ok(Outcome::of(problems))
}
