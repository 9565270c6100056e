//! `rfc9110-9.1-unsupported-method-405`: a method that is not for a resource is refused as such.

use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, On, Outcome, Problem, Severity, Subject,
    Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc9110-9.1-unsupported-method-405",
    aliases: &[],
    cites: &[Citation::rfc(9110, "9.1"), Citation::rfc(9110, "15.5.6")],
    statement: "A method that an endpoint does not allow is refused with status 405, or with 501 by a server that knows no such method.",
    level: Level::Should,
    severity: Severity::Warning,
    note: None,
    subject: Subject::Transport,
    mode: Mode::Active,
    probes: &[Probe::UnsupportedMethod],
    applies: Applies::Always,
    evaluate,
    remedy: "Answer methods that an endpoint has no use for with 405.",
    fails_on: &[
        Fixture::new(
            "status 500",
            &[Change::On(Probe::UnsupportedMethod, On::Status(500))],
        ),
        Fixture::new(
            "status 404",
            &[Change::On(Probe::UnsupportedMethod, On::Status(404))],
        ),
        Fixture::new(
            "a page",
            &[Change::On(Probe::UnsupportedMethod, On::Status(200))],
        ),
    ],
    faults: &["method-refused-with-500"],
};

// A server may ask who is there before it looks at the method.
fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let asked = evidence.probed(&[Probe::UnsupportedMethod])?;
    Outcome::gather(asked.into_iter().map(|seen| {
        let status = seen.status().unwrap_or_default();
        match status {
            405 | 501 => Ok(Vec::new()),
            401 | 403 | 407 | 502..505 => Err(Blocked::NotObserved(format!(
                "{} got status {status}, which says nothing about the method",
                seen.label
            ))),
            _ => {
                let observed = status.to_string();
                Ok(vec![Problem::new(seen.at_status(), "405", observed)])
            }
        }
    }))
}
