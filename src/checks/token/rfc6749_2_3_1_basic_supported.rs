//! `rfc6749-2.3.1-basic-supported`: clients with a password can use HTTP Basic.

use super::shared_basic::attempts;
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, Outcome, Problem, Severity, Subject,
    Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Action;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc6749-2.3.1-basic-supported",
    aliases: &[],
    cites: &[Citation::rfc(6749, "2.3.1")],
    statement: "A client that was given a secret can authenticate with it by HTTP Basic.",
    level: Level::Must,
    severity: Severity::Failure,
    note: Some(
        "Only clients that registered in the same run are judged: configured credentials may be wrong.",
    ),
    subject: Subject::Token,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::When(
        "a client that registered for client_secret_basic, or for no method, asked for a token by HTTP Basic",
        |evidence| attempts(evidence).map(|attempts| !attempts.is_empty()),
    ),
    evaluate,
    remedy: "Accept HTTP Basic credentials at the token endpoint for every client that was given a secret.",
    fails_on: &[
        Fixture::new(
            "the issued secret is refused",
            &[
                Change::Body(Action::Register, "/client_id", Some(r#""s6BhdRkqt3""#)),
                Change::Body(
                    Action::Register,
                    "/client_secret",
                    Some(r#""7Fjfp0ZBr1KtDRbnfVdmIw""#),
                ),
                Change::SentHeader(
                    Action::Token,
                    "authorization",
                    Some("Basic czZCaGRSa3F0Mzo3RmpmcDBaQnIxS3REUmJuZlZkbUl3"),
                ),
                Change::Status(Action::Token, 401),
                Change::Text(Action::Token, r#"{"error":"invalid_client"}"#),
            ],
        ),
        Fixture::new(
            "refused with status 400",
            &[
                Change::Body(Action::Register, "/client_id", Some(r#""s6BhdRkqt3""#)),
                Change::Body(
                    Action::Register,
                    "/client_secret",
                    Some(r#""7Fjfp0ZBr1KtDRbnfVdmIw""#),
                ),
                Change::SentHeader(
                    Action::Token,
                    "authorization",
                    Some("Basic czZCaGRSa3F0Mzo3RmpmcDBaQnIxS3REUmJuZlZkbUl3"),
                ),
                Change::Status(Action::Token, 400),
                Change::Text(Action::Token, r#"{"error":"invalid_client"}"#),
            ],
        ),
    ],
    faults: &["basic-refused"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let attempts = attempts(evidence)?;
    let refused: Vec<_> = attempts
        .iter()
        .filter(|attempt| attempt.refused())
        .collect();
    let problems: Vec<_> = refused
        .iter()
        .filter(|attempt| !attempt.encoded && attempt.named)
        .map(|attempt| {
            Problem::new(
                attempt.seen.at_status(),
                "authentication to succeed",
                attempt.came(),
            )
        })
        .collect();
    if problems.is_empty() && !attempts.iter().any(|attempt| attempt.seen.succeeded()) {
        return Err(Blocked::By(match refused.first() {
            Some(_) => "credentials were refused that form encoding changes".to_owned(),
            None => "no token was given, for another reason".to_owned(),
        }));
    }
    Ok(Outcome::of(problems))
}
