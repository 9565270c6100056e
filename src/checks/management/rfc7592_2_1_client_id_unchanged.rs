//! `rfc7592-2.1-client-id-unchanged`: a client keeps its identifier.

use super::shared::{MANAGED, client, each, read_with};
use crate::check::{Check, Fixture, Level, Mode, Problem, Severity, Subject, Verdict};
use crate::checks::registration::shared::{cut, shown};
use crate::evidence::Evidence;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc7592-2.1-client-id-unchanged",
    aliases: &[],
    cites: &[Citation::rfc(7592, "2.1"), Citation::rfc(7592, "2.2")],
    statement: "The client_id of a client stays the same over reads and updates.",
    level: Level::MustNot,
    severity: Severity::Failure,
    note: None,
    subject: Subject::RegistrationManagement,
    mode: Mode::Passive,
    probes: &[],
    applies: MANAGED,
    evaluate,
    remedy: "Keep the client_id of a client for as long as it exists.",
    fails_on: &[
        Fixture::new(
            "another client_id",
            &[read_with("/client_id", r#""another-client""#)],
        ),
        Fixture::new("a number", &[read_with("/client_id", "42")]),
    ],
    faults: &["client-read-another-client-id"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    each(evidence, |view| {
        let object = client(view)?;
        let registered = view.registration.get("client_id");
        let changed = object
            .get("client_id")
            .is_some_and(|id| Some(id) != registered);
        let problem = || {
            let expected = shown(&view.registration, "client_id");
            let expected = cut(format!("{expected}, as registered"));
            Problem::new(
                object.at("client_id"),
                expected,
                shown(&object, "client_id"),
            )
        };
        Ok(changed.then(problem).into_iter().collect())
    })
}
