//! `rfc9068-2.2.1-no-user-authentication-claims`: a token without a user says nothing of how one signed in.

use super::shared;
use crate::check::{
    Applies, Change, Check, Fixture, Level, Mode, Problem, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc9068-2.2.1-no-user-authentication-claims",
    aliases: &[],
    cites: &[Citation::rfc(9068, "2.2.1")],
    statement: "An access token from client credentials does not have auth_time, acr or amr, which tell how a resource owner signed in.",
    level: Level::May,
    severity: Severity::Suggestion,
    note: None,
    subject: Subject::AccessToken,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::Rfc9068,
    evaluate,
    remedy: "Issue auth_time, acr and amr only with grants in which a resource owner takes part.",
    fails_on: &[
        Fixture::new("amr", &[Change::Claim("amr", Some(r#"["pwd"]"#))]),
        Fixture::new(
            "auth_time",
            &[Change::Claim("auth_time", Some("1767225600"))],
        ),
    ],
    faults: &["access-token-amr"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    shared::each(&evidence.rfc9068()?, |jwt| {
        shared::claims(jwt)?;
        let present = ["auth_time", "acr", "amr"]
            .into_iter()
            .filter(|name| jwt.claim(name).is_some());
        let problem =
            |name| Problem::new(jwt.at_claim(name), "no such claim", jwt.shown_claim(name));
        Ok(present.map(problem).collect::<Vec<_>>())
    })
}
