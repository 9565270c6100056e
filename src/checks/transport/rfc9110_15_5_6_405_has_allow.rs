//! `rfc9110-15.5.6-405-has-allow`: 405 says which methods there are.

use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, On, Outcome, Problem, Severity, Subject,
    Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc9110-15.5.6-405-has-allow",
    aliases: &[],
    cites: &[Citation::rfc(9110, "15.5.6")],
    statement: "A response with status 405 has an Allow header field, which may be empty.",
    level: Level::Must,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Transport,
    mode: Mode::Active,
    probes: &[Probe::UnsupportedMethod],
    applies: Applies::Always,
    evaluate,
    remedy: "Send Allow with each 405, as Allow: POST.",
    fails_on: &[Fixture::new(
        "no Allow",
        &[Change::On(
            Probe::UnsupportedMethod,
            On::Header("allow", None),
        )],
    )],
    faults: &["method-refused-without-allow"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let mut refused = evidence.probed(&[Probe::UnsupportedMethod])?;
    refused.retain(|seen| seen.status() == Some(405));
    if refused.is_empty() {
        return Err(Blocked::Inapplicable(
            "no response has status 405".to_owned(),
        ));
    }
    Outcome::gather(refused.into_iter().map(|seen| {
        if seen.headers()?.get("allow").is_some() {
            return Ok(Vec::new());
        }
        let at = seen.at_header("allow");
        Ok(vec![Problem::new(
            at,
            "the methods that there are",
            "missing",
        )])
    }))
}
