//! `rfc6750-2.1-bearer-token-syntax`: a bearer token fits the Authorization header.

use super::shared::is_bearer;
use crate::check::{
    Applies, Change, Check, Fixture, Level, Mode, Outcome, Problem, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Action;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc6750-2.1-bearer-token-syntax",
    aliases: &[],
    cites: &[Citation::rfc(6750, "2.1")],
    statement: "A bearer token fits the Authorization header field: letters, digits and -._~+/ with = at its end alone.",
    level: Level::Must,
    severity: Severity::Failure,
    note: Some("The source states this as a grammar, without a keyword; it is taken as a MUST."),
    subject: Subject::Token,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::When(
        "a client credentials request gave a bearer token",
        |evidence| {
            Ok(evidence
                .tokens()?
                .iter()
                .any(|token| is_bearer(token) && token.has("access_token")))
        },
    ),
    evaluate,
    remedy: "Encode access tokens in base64url.",
    fails_on: &[
        Fixture::new(
            "a bar and a colon",
            &[Change::Body(
                Action::Token,
                "/access_token",
                Some(r#""kPz3vQx7Yt2R|b9LmWc5Hs8:Nd4Jf6Gq1Zu""#),
            )],
        ),
        Fixture::new(
            "= in the middle",
            &[Change::Body(
                Action::Token,
                "/access_token",
                Some(r#""kPz3vQx7=Yt2Rb9LmWc5Hs8Nd4Jf6Gq1Zu""#),
            )],
        ),
        Fixture::new(
            "a space",
            &[Change::Body(
                Action::Token,
                "/access_token",
                Some(r#""kPz3vQx7 Yt2Rb9LmWc5Hs8Nd4Jf6Gq1Zu""#),
            )],
        ),
        Fixture::new(
            "padding alone",
            &[Change::Body(
                Action::Token,
                "/access_token",
                Some(r#""==""#),
            )],
        ),
    ],
    faults: &["bearer-token-with-bar"],
};

// What is no token of OAuth at all, for characters outside printable ASCII, is the finding of another check.
fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let mut problems = Vec::new();
    for token in evidence.tokens()? {
        let Some(text) = token.text("access_token").filter(|_| is_bearer(&token)) else {
            continue;
        };
        let text = evidence.secret(text)?;
        if text.is_empty() || text.chars().any(|c| !(' '..='~').contains(&c)) {
            continue;
        }
        let bare = text.trim_end_matches('=');
        let plain = |c: char| c.is_ascii_alphanumeric() || "-._~+/".contains(c);
        let odd = bare.chars().find(|c| !plain(*c));
        if odd.is_some() || bare.is_empty() {
            let odd = odd.map_or_else(
                || "padding alone".to_owned(),
                |c| format!("a token with {c:?}"),
            );
            problems.push(Problem::new(token.at("access_token"), "b64token", odd));
        }
    }
    Ok(Outcome::of(problems))
}
