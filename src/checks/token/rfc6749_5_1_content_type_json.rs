//! `rfc6749-5.1-content-type-json`: a token response is application/json.

use super::shared::{ANSWERED, answers, cut};
use crate::check::{
    Change, Check, Fixture, Level, Mode, Outcome, Problem, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Action;
use crate::exchange::Content;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc6749-5.1-content-type-json",
    aliases: &[],
    cites: &[Citation::rfc(6749, "5.1")],
    statement: "A token response is served as application/json.",
    level: Level::Must,
    severity: Severity::Failure,
    note: Some("The source states this without a keyword; it is taken as a MUST."),
    subject: Subject::Token,
    mode: Mode::Passive,
    probes: &[],
    applies: ANSWERED,
    evaluate,
    remedy: "Serve token responses with Content-Type: application/json.",
    fails_on: &[
        Fixture::new(
            "plain text",
            &[Change::Header(
                Action::Token,
                "content-type",
                Some("text/plain"),
            )],
        ),
        Fixture::new(
            "no media type",
            &[Change::Header(Action::Token, "content-type", None)],
        ),
        Fixture::new(
            "a form",
            &[
                Change::Header(
                    Action::Token,
                    "content-type",
                    Some("application/x-www-form-urlencoded"),
                ),
                Change::Text(Action::Token, "access_token=5f1c&token_type=bearer"),
            ],
        ),
        Fixture::new(
            "another kind of JSON",
            &[Change::Header(
                Action::Token,
                "content-type",
                Some("application/jwt+json; charset=utf-8"),
            )],
        ),
    ],
    faults: &["token-content-type-text"],
};

// Parameters, a charset among them, are of no concern; an answer without content has no media type to name.
fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let mut problems = Vec::new();
    for seen in answers(evidence)? {
        let empty = seen
            .response()
            .is_none_or(|response| response.body.content == Content::Empty);
        let media_type = seen.media_type()?;
        if empty || media_type.as_deref() == Some("application/json") {
            continue;
        }
        let observed = media_type.map_or_else(|| "no Content-Type".to_owned(), |found| cut(&found));
        problems.push(Problem::new(
            seen.at_header("content-type"),
            "application/json",
            observed,
        ));
    }
    Ok(Outcome::of(problems))
}
