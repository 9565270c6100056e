//! `oauth21-5.1-query-token-ignored`: a token in the query opens nothing.

use super::shared::{is_protected, unclear};
use crate::check::{
    Applies, Change, Check, Fixture, Level, Mode, On, Outcome, Problem, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Probe;
use crate::spec::{Citation, Spec};

pub(super) static CHECK: Check = Check {
    id: "oauth21-5.1-query-token-ignored",
    aliases: &[],
    cites: &[
        Citation::of(Spec::OauthV21, "5.1"),
        Citation::rfc(6750, "2.3"),
    ],
    statement: "A token in the query of the URL is ignored.",
    level: Level::Must,
    severity: Severity::Suggestion,
    note: Some(
        "OAuth 2.1 is a draft; RFC 6750 §2.3 advises against the method without forbidding it.",
    ),
    subject: Subject::Resource,
    mode: Mode::Active,
    probes: &[Probe::ResourceQueryToken],
    applies: Applies::Always,
    evaluate,
    remedy: "Do not read tokens from the URL, which is logged and passed on.",
    fails_on: &[Fixture::new(
        "the resource is served",
        &[Change::On(Probe::ResourceQueryToken, On::Status(200))],
    )],
    faults: &["bearer-query-accepted", "bearer-two-tokens-accepted"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    is_protected(evidence)?;
    let seen = evidence.probe(Probe::ResourceQueryToken)?;
    let status = seen.status().unwrap_or_default();
    match status {
        200..300 => {
            let problem = Problem::new(seen.at_status(), "401", status.to_string());
            Ok(Outcome::fail(problem))
        }
        400..500 => Ok(Outcome::Pass),
        _ => Err(unclear(seen)),
    }
}
