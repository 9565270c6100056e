//! `rfc7591-3.2.1-status-201`: a registration is answered with 201.

use super::shared::each;
use crate::check::{
    Applies, Change, Check, Fixture, Level, Mode, Problem, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Action;
use crate::spec::{Citation, Spec};

pub(super) static CHECK: Check = Check {
    id: "rfc7591-3.2.1-status-201",
    aliases: &["oidc-registration-3.2-status-201"],
    cites: &[
        Citation::rfc(7591, "3.2.1"),
        Citation::of(Spec::OidcRegistration, "3.2"),
    ],
    statement: "A successful registration is answered with 201 Created.",
    level: Level::Must,
    severity: Severity::Failure,
    note: Some(
        "RFC 7591 states it without a keyword, which is read as MUST; OpenID Connect Registration says SHOULD.",
    ),
    subject: Subject::Registration,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::Registered,
    evaluate,
    remedy: "Answer a successful registration with 201 Created.",
    fails_on: &[
        Fixture::new("status 200", &[Change::Status(Action::Register, 200)]),
        Fixture::new("status 202", &[Change::Status(Action::Register, 202)]),
    ],
    faults: &["registration-status-200"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    each(evidence, |registration| {
        let status = registration.seen.status().filter(|status| *status != 201);
        let problem =
            |status: u16| Problem::new(registration.seen.at_status(), "201", status.to_string());
        status.map(problem)
    })
}
