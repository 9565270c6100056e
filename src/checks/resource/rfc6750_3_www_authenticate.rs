//! `rfc6750-3-www-authenticate`: a refusal says how to authenticate.

use super::shared::{FIELD, REFUSED, bearer_challenges, is_of_client, shown};
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, On, Outcome, Problem, Severity, Subject,
    Verdict,
};
use crate::evidence::{Evidence, Seen};
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc6750-3-www-authenticate",
    aliases: &[],
    cites: &[Citation::rfc(6750, "3")],
    statement: "A refusal for a missing or insufficient token has WWW-Authenticate with the scheme Bearer and at least one parameter, none of RFC 6750 twice.",
    level: Level::Must,
    severity: Severity::Failure,
    note: Some(
        "The client configuration endpoint and the userinfo endpoint are protected resources too.",
    ),
    subject: Subject::Resource,
    mode: Mode::Active,
    probes: REFUSED,
    applies: Applies::Always,
    evaluate,
    remedy: "Add WWW-Authenticate: Bearer realm=\"...\" to each refusal, with error and scope where they apply.",
    fails_on: &[
        Fixture::new(
            "no challenge",
            &[Change::On(
                Probe::ResourceWithoutToken,
                On::Header("www-authenticate", None),
            )],
        ),
        Fixture::new(
            "no parameter",
            &[Change::On(
                Probe::ReadWrongToken,
                On::Header("www-authenticate", Some("Bearer")),
            )],
        ),
        Fixture::new(
            "another scheme",
            &[Change::On(
                Probe::ResourceMadeUpToken,
                On::Header("www-authenticate", Some("Basic realm=\"r\"")),
            )],
        ),
        Fixture::new(
            "realm twice",
            &[Change::On(
                Probe::UserinfoWithoutToken,
                On::Header("www-authenticate", Some("Bearer realm=\"r\", realm=\"s\"")),
            )],
        ),
    ],
    faults: &["orders-feed-challenge-without-parameters"],
};

/// Parameters that a challenge has once at most.
const ONCE: &[&str] = &["realm", "scope", "error", "error_description", "error_uri"];

// Other statuses than these two are no refusal for a token, or have a rule of their own.
fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let mut refusals = evidence.probed(REFUSED)?;
    refusals.retain(|seen| match seen.status() {
        Some(401) => true,
        Some(403) => !is_of_client(seen) || seen.probe() == Probe::ReadWithoutToken,
        _ => false,
    });
    if refusals.is_empty() {
        let reason = "nothing was refused for its token".to_owned();
        return Err(Blocked::NotObserved(reason));
    }
    Outcome::gather(refusals.into_iter().map(judge))
}

fn judge(seen: &Seen<'_>) -> Result<Vec<Problem>, Blocked> {
    let found = bearer_challenges(seen)?;
    let problem = |expected: String| Problem::new(seen.at_header(FIELD), expected, shown(seen));
    if !found
        .iter()
        .any(|challenge| !challenge.parameters.is_empty())
    {
        let expected = "a Bearer challenge with at least one parameter";
        return Ok(vec![problem(expected.to_owned())]);
    }
    let twice = ONCE
        .iter()
        .find(|name| found.iter().any(|challenge| challenge.count(name) > 1));
    Ok(twice
        .map(|name| problem(format!("{name} once")))
        .into_iter()
        .collect())
}
