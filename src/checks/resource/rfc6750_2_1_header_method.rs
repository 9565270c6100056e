//! `rfc6750-2.1-header-method`: a resource takes the token from the Authorization header.

use super::shared::{is_closed, unclear};
use crate::check::{
    Applies, Change, Check, Fixture, Level, Mode, On, Outcome, Problem, Severity, Subject, Verdict,
};
use crate::evidence::{Evidence, Seen};
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc6750-2.1-header-method",
    aliases: &[],
    cites: &[Citation::rfc(6750, "2.1"), Citation::rfc(9110, "11.1")],
    statement: "A protected resource accepts a token in the Authorization header with the scheme Bearer, in any letter case.",
    level: Level::Must,
    severity: Severity::Failure,
    note: Some(
        "The case of the scheme is a matter of RFC 9110. A good token that is refused in every way may be meant for another resource.",
    ),
    subject: Subject::Resource,
    mode: Mode::Active,
    probes: &[Probe::Resource, Probe::ResourceLowercaseScheme],
    applies: Applies::Always,
    evaluate,
    remedy: "Compare the authentication scheme without regard to case.",
    fails_on: &[
        Fixture::new(
            "a scheme in lower case is refused",
            &[Change::On(Probe::ResourceLowercaseScheme, On::Status(401))],
        ),
        Fixture::new(
            "the query alone works",
            &[
                Change::On(Probe::Resource, On::Status(401)),
                Change::On(Probe::ResourceQueryToken, On::Status(200)),
            ],
        ),
    ],
    faults: &["bearer-scheme-case-sensitive"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    is_closed(evidence)?;
    let opened = evidence.probe(Probe::Resource)?;
    if !opened.succeeded() {
        let query = evidence.probe(Probe::ResourceQueryToken);
        let elsewhere = query.is_ok_and(Seen::succeeded) && opened.refused();
        return if elsewhere {
            Ok(Outcome::fail(problem(opened)))
        } else {
            Err(unclear(opened))
        };
    }
    let lowercase = evidence.probe(Probe::ResourceLowercaseScheme)?;
    if lowercase.succeeded() {
        Ok(Outcome::Pass)
    } else if lowercase.refused() {
        Ok(Outcome::fail(problem(lowercase)))
    } else {
        Err(unclear(lowercase))
    }
}

fn problem(seen: &Seen<'_>) -> Problem {
    let status = seen.status().unwrap_or_default();
    Problem::new(seen.at_status(), "the resource", status.to_string())
}
