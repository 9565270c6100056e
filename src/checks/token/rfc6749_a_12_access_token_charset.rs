//! `rfc6749-a.12-access-token-charset`: an access token is printable ASCII.

use crate::check::{
    Applies, Change, Check, Fixture, Level, Mode, Outcome, Problem, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Action;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc6749-a.12-access-token-charset",
    aliases: &[],
    cites: &[Citation::rfc(6749, "A.12")],
    statement: "An access token consists of visible ASCII characters and spaces.",
    level: Level::Must,
    severity: Severity::Failure,
    note: Some("The source states this without a keyword; it is taken as a MUST."),
    subject: Subject::Token,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::TokenHas("access_token"),
    evaluate,
    remedy: "Encode access tokens in base64url.",
    fails_on: &[
        Fixture::new(
            "a line break",
            &[Change::Body(
                Action::Token,
                "/access_token",
                Some(r#""kPz3vQx7Yt2Rb9Lm\nWc5Hs8Nd4Jf6Gq1Zu""#),
            )],
        ),
        Fixture::new(
            "a letter beyond ASCII",
            &[Change::Body(
                Action::Token,
                "/access_token",
                Some(r#""kPz3vQx7Yt2Rb9Lmé""#),
            )],
        ),
        Fixture::new(
            "DEL",
            &[Change::Body(
                Action::Token,
                "/access_token",
                Some(r#""kPz3vQx7Yt2Rb9Lm\u007f""#),
            )],
        ),
    ],
    faults: &["access-token-line-break"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let mut problems = Vec::new();
    for token in evidence.tokens()? {
        let Some(text) = token.text("access_token") else {
            continue;
        };
        let outside = |c: &char| !(' '..='~').contains(c);
        if let Some(found) = evidence.secret(text)?.chars().find(outside) {
            let observed = format!("a token with U+{:04X}", u32::from(found));
            problems.push(Problem::new(
                token.at("access_token"),
                "U+0020 to U+007E alone",
                observed,
            ));
        }
    }
    Ok(Outcome::of(problems))
}
