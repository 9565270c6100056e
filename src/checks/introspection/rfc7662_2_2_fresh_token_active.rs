//! `rfc7662-2.2-fresh-token-active`: a new token is active.

use super::shared::{ENDPOINT, said};
use crate::check::{
    Change, Check, Fixture, Level, Mode, On, Outcome, Problem, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc7662-2.2-fresh-token-active",
    aliases: &[],
    cites: &[Citation::rfc(7662, "2.2")],
    statement: "A token that was just issued is active, where the client that got it may introspect it.",
    level: Level::Must,
    severity: Severity::Warning,
    note: Some(
        "RFC 7662 says what active generally means; whether this client may introspect the token is the policy of the server.",
    ),
    subject: Subject::Introspection,
    mode: Mode::Active,
    probes: &[Probe::Introspect],
    applies: ENDPOINT,
    evaluate,
    remedy: "Look the token up, and let the client that got it introspect it.",
    fails_on: &[Fixture::new(
        "active false",
        &[Change::On(
            Probe::Introspect,
            On::Text(r#"{"active":false}"#),
        )],
    )],
    faults: &["introspection-always-inactive"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let (object, active) = said(evidence.probe(Probe::Introspect)?)?;
    let problem = || {
        Problem::new(
            object.at("active"),
            "true, because the token is new",
            "false",
        )
    };
    Ok(Outcome::of((!active).then(problem).into_iter().collect()))
}
