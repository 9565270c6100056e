//! `rfc6750-3.1-no-error-without-credentials`: who brings no token learns no error.

use super::shared::{FIELD, WITHOUT_TOKEN, challenge, shown};
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, On, Outcome, Problem, Severity, Subject,
    Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc6750-3.1-no-error-without-credentials",
    aliases: &[],
    cites: &[Citation::rfc(6750, "3.1")],
    statement: "The challenge for a request without a token has no error.",
    level: Level::ShouldNot,
    severity: Severity::Warning,
    note: None,
    subject: Subject::Resource,
    mode: Mode::Active,
    probes: WITHOUT_TOKEN,
    applies: Applies::Always,
    evaluate,
    remedy: "Leave out error, error_description and error_uri where the request has no token.",
    fails_on: &[
        Fixture::new(
            "an error",
            &[Change::On(
                Probe::ResourceWithoutToken,
                On::Header("www-authenticate", Some("Bearer error=\"invalid_token\"")),
            )],
        ),
        Fixture::new(
            "a description",
            &[Change::On(
                Probe::ReadWithoutToken,
                On::Header(
                    "www-authenticate",
                    Some("Bearer realm=\"r\", error_description=\"no token\""),
                ),
            )],
        ),
    ],
    faults: &["bearer-error-without-token"],
};

const ERROR: &[&str] = &["error", "error_description", "error_uri"];

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let mut refusals = evidence.probed(WITHOUT_TOKEN)?;
    refusals.retain(|seen| seen.refused());
    if refusals.is_empty() {
        let reason = "no request without a token was refused".to_owned();
        return Err(Blocked::NotObserved(reason));
    }
    Outcome::gather(refusals.into_iter().map(|seen| {
        let challenge = challenge(seen)?;
        let told = ERROR.iter().any(|name| challenge.count(name) > 0);
        let problem = || {
            Problem::new(
                seen.at_header(FIELD),
                "a challenge without error",
                shown(seen),
            )
        };
        Ok(told.then(problem).into_iter().collect())
    }))
}
