//! `rfc6749-7.1-token-type-known`: `token_type` is one that clients know.

use super::shared::cut;
use crate::check::{
    Applies, Change, Check, Fixture, Level, Mode, Outcome, Problem, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Action;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc6749-7.1-token-type-known",
    aliases: &[],
    cites: &[
        Citation::rfc(6749, "7.1"),
        Citation::rfc(6750, "4"),
        Citation::rfc(9449, "5"),
    ],
    statement: "token_type names a type that clients can be expected to know, Bearer or DPoP, in letters of any case.",
    level: Level::May,
    severity: Severity::Suggestion,
    note: Some(
        "A client must not use a token of a type that it does not understand; servers may define types of their own.",
    ),
    subject: Subject::Token,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::TokenHas("token_type"),
    evaluate,
    remedy: "Return token_type Bearer.",
    fails_on: &[
        Fixture::new(
            "a format instead of a type",
            &[Change::Body(Action::Token, "/token_type", Some(r#""JWT""#))],
        ),
        Fixture::new(
            "the name of the header field",
            &[Change::Body(
                Action::Token,
                "/token_type",
                Some(r#""Bearer Token""#),
            )],
        ),
    ],
    faults: &["token-type-jwt"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let mut problems = Vec::new();
    for token in evidence.tokens()? {
        let Some(kind) = token.text("token_type").filter(|kind| !kind.is_empty()) else {
            continue;
        };
        if !["bearer", "dpop"]
            .iter()
            .any(|known| kind.eq_ignore_ascii_case(known))
        {
            let observed = cut(&format!("{kind:?}"));
            problems.push(Problem::new(
                token.at("token_type"),
                "Bearer or DPoP",
                observed,
            ));
        }
    }
    Ok(Outcome::of(problems))
}
