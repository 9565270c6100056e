//! `rfc6749-2.3.1-basic-form-decoded`: Basic credentials are form-decoded.

use super::shared_basic::attempts;
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, Outcome, Problem, Severity, Subject,
    Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Action;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc6749-2.3.1-basic-form-decoded",
    aliases: &[],
    cites: &[Citation::rfc(6749, "2.3.1"), Citation::rfc(6749, "B")],
    statement: "Credentials that form encoding changes work in HTTP Basic in their encoded form, as clients have to send them.",
    level: Level::Must,
    severity: Severity::Failure,
    note: Some(
        "A server that takes no HTTP Basic at all is found here too where its credentials need encoding: one refusal cannot tell the two apart.",
    ),
    subject: Subject::Token,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::When(
        "a client with credentials that form encoding changes asked for a token by HTTP Basic",
        |evidence| Ok(attempts(evidence)?.iter().any(|attempt| attempt.encoded)),
    ),
    evaluate,
    remedy: "Form-decode the identifier and the secret of HTTP Basic credentials, and issue secrets of URL-safe characters.",
    fails_on: &[
        Fixture::new(
            "encoded credentials are refused",
            &[
                Change::Status(Action::Token, 401),
                Change::Text(Action::Token, r#"{"error":"invalid_client"}"#),
            ],
        ),
        Fixture::new(
            "refused with status 400",
            &[
                Change::Status(Action::Token, 400),
                Change::Text(Action::Token, r#"{"error":"invalid_client"}"#),
            ],
        ),
    ],
    faults: &["basic-not-decoded"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let mut attempts = attempts(evidence)?;
    attempts.retain(|attempt| attempt.encoded);
    let problems: Vec<_> = attempts
        .iter()
        .filter(|attempt| attempt.refused())
        .map(|attempt| {
            let expected = "the form-encoded credentials to be accepted";
            Problem::new(attempt.seen.at_status(), expected, attempt.came())
        })
        .collect();
    if problems.is_empty() && !attempts.iter().any(|attempt| attempt.seen.succeeded()) {
        let reason = "no token was given, for another reason";
        return Err(Blocked::By(reason.to_owned()));
    }
    Ok(Outcome::of(problems))
}
