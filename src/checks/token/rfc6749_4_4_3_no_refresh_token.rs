//! `rfc6749-4.4.3-no-refresh-token`: client credentials give no refresh token.

use super::shared::concealed;
use crate::check::{
    Applies, Change, Check, Fixture, Level, Mode, Outcome, Problem, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Action;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc6749-4.4.3-no-refresh-token",
    aliases: &[],
    cites: &[Citation::rfc(6749, "4.4.3")],
    statement: "The response to a client credentials request has no refresh_token.",
    level: Level::ShouldNot,
    severity: Severity::Warning,
    note: None,
    subject: Subject::Token,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::TokenIssued,
    evaluate,
    remedy: "Issue no refresh token for the client credentials grant: the client can ask again.",
    fails_on: &[Fixture::new(
        "a refresh token",
        &[Change::Body(
            Action::Token,
            "/refresh_token",
            Some(r#""tGzv3JOkF0XG5Qx2TlKWIATGzv3JOkF0XG5Qx2TlKWIA""#),
        )],
    )],
    faults: &["token-with-refresh-token"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let mut problems = Vec::new();
    for token in evidence.tokens()? {
        if let Some(found) = token.get("refresh_token") {
            // What is shown is the token's length, which its name does not have.
            evidence.secret(found.as_str().unwrap_or_default())?;
            problems.push(Problem::new(
                token.at("refresh_token"),
                "no refresh_token",
                concealed(found),
            ));
        }
    }
    Ok(Outcome::of(problems))
}
