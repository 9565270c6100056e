//! `rfc6749-5.2-malformed-request-no-5xx`: a request that cannot be read is the client's error.

use super::shared::{MALFORMED, came, is_of_gateway, together};
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, On, Problem, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc6749-5.2-malformed-request-no-5xx",
    aliases: &[],
    cites: &[Citation::rfc(6749, "5.2"), Citation::rfc(9110, "15.5.1")],
    statement: "A token request that cannot be read is answered with an error of the client, and not of the server.",
    level: Level::Must,
    severity: Severity::Failure,
    note: Some("415 is as good for a body of another media type."),
    subject: Subject::Token,
    mode: Mode::Active,
    probes: MALFORMED,
    applies: Applies::Always,
    evaluate,
    remedy: "Catch what parsers of headers and bodies throw, and answer with status 400.",
    fails_on: &[
        Fixture::new(
            "a crash on Basic credentials",
            &[Change::On(Probe::BasicNotBase64, On::Status(500))],
        ),
        Fixture::new(
            "a crash on JSON",
            &[Change::On(Probe::JsonBody, On::Status(500))],
        ),
        Fixture::new(
            "a crash on a broken encoding",
            &[Change::On(Probe::BrokenPercentEncoding, On::Status(500))],
        ),
    ],
    faults: &["malformed-basic-500"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    together(evidence.probed(MALFORMED)?.into_iter().map(|seen| {
        if is_of_gateway(seen) {
            let reason = format!("{} got an answer of a gateway", seen.label);
            return Err(Blocked::NotObserved(reason));
        }
        let crashed = seen.status().is_some_and(|status| status >= 500);
        let problem = || Problem::new(seen.at_status(), "400 or 401", came(seen));
        Ok(crashed.then(problem).into_iter().collect())
    }))
}
