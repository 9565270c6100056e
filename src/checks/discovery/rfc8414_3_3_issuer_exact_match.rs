//! `rfc8414-3.3-issuer-exact-match`: the metadata names the issuer it was fetched for.

use crate::check::{
    Applies, Change, Check, Fixture, Level, Mode, Outcome, Problem, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc8414-3.3-issuer-exact-match",
    aliases: &[],
    cites: &[Citation::rfc(8414, "3.3")],
    statement: "The issuer in the metadata is identical to the issuer identifier it was retrieved for.",
    level: Level::Must,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Discovery,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::OauthHas("issuer"),
    evaluate,
    remedy: "Publish the issuer exactly as clients configure it, trailing slash included.",
    fails_on: &[
        Fixture::new(
            "a trailing slash",
            &[Change::Oauth(
                "/issuer",
                Some(r#""https://issuer.localhost/""#),
            )],
        ),
        Fixture::new("not a string", &[Change::Oauth("/issuer", Some("7"))]),
    ],
    faults: &["oauth-metadata-issuer-trailing-slash"],
};

// "Identical" is string equality: no URL parsing, no slash trimming.
fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let issuer = evidence.issuer()?;
    let document = evidence
        .oauth()?
        .filter(|document| document.text("issuer") != Some(issuer));
    let problem = document.map(|document| {
        Problem::new(
            document.at("issuer"),
            format!("{issuer:?}"),
            document.shown("issuer"),
        )
    });
    Ok(Outcome::of(problem.into_iter().collect()))
}
