//! `rfc7662-2.2-inactive-reveals-nothing`: of a token that is not active nothing is told.

use super::shared::{ASKED, ENDPOINT, each};
use crate::check::{Change, Check, Fixture, Level, Mode, On, Problem, Severity, Subject, Verdict};
use crate::evidence::{Evidence, cut};
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc7662-2.2-inactive-reveals-nothing",
    aliases: &[],
    cites: &[Citation::rfc(7662, "2.2")],
    statement: "The response about a token that is not active has no member besides active.",
    level: Level::ShouldNot,
    severity: Severity::Warning,
    note: None,
    subject: Subject::Introspection,
    mode: Mode::Active,
    probes: ASKED,
    applies: ENDPOINT,
    evaluate,
    remedy: "Return nothing but active false for a token that is not active.",
    fails_on: &[
        Fixture::new(
            "exp of an expired token",
            &[Change::On(
                Probe::IntrospectExpired,
                On::Body("/exp", Some("1735689600")),
            )],
        ),
        Fixture::new(
            "why it is not active",
            &[Change::On(
                Probe::IntrospectUnknown,
                On::Body("/reason", Some(r#""unknown""#)),
            )],
        ),
    ],
    faults: &["introspection-inactive-with-details"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    each(evidence, ASKED, false, |object| {
        let others = object.members.keys().filter(|name| *name != "active");
        let others: Vec<&str> = others.map(String::as_str).collect();
        let observed = || format!("also {}", cut(&others.join(", ")));
        let problem = || Problem::new(object.seen.at(""), "active alone", observed());
        Ok((!others.is_empty()).then(problem).into_iter().collect())
    })
}
