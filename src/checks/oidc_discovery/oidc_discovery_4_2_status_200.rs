//! `oidc-discovery-4.2-status-200`: metadata comes with status 200.

use super::shared::{ASKED, fetches, good_status};
use crate::check::{
    Change, Check, Fixture, Level, Mode, Outcome, Problem, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Action;
use crate::spec::{Citation, Spec};

pub(super) static CHECK: Check = Check {
    id: "oidc-discovery-4.2-status-200",
    aliases: &[],
    cites: &[Citation::of(Spec::OidcDiscovery, "4.2")],
    statement: "A successful answer to a request for the metadata has status 200.",
    level: Level::Must,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Discovery,
    mode: Mode::Passive,
    probes: &[],
    applies: ASKED,
    evaluate,
    remedy: "Answer the request for the metadata with status 200 OK.",
    fails_on: &[
        Fixture::new(
            "203 Non-Authoritative Information",
            &[Change::Status(Action::Discover, 203)],
        ),
        Fixture::new(
            "206 Partial Content",
            &[Change::Status(Action::Discover, 206)],
        ),
    ],
    faults: &["openid-metadata-status-203"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let mut problems = Vec::new();
    for seen in fetches(evidence)? {
        let status = good_status(seen)?;
        if status != 200 {
            problems.push(Problem::new(seen.at_status(), "200", status.to_string()));
        }
    }
    Ok(Outcome::of(problems))
}
