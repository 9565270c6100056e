//! `rfc9325-3.1.1-no-legacy-tls`: what is broken is not spoken.

use std::collections::BTreeSet;

use super::shared_tls::{at_version, host};
use crate::check::{
    Applies, Change, Check, Fixture, Level, Mode, On, Outcome, Problem, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::{FailureKind, Probe};
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc9325-3.1.1-no-legacy-tls",
    aliases: &[],
    cites: &[
        Citation::rfc(9325, "3.1.1"),
        Citation::rfc(8996, "4"),
        Citation::rfc(8996, "5"),
        Citation::rfc(7568, "3"),
    ],
    statement: "The server negotiates none of SSL 3.0, TLS 1.0 and TLS 1.1.",
    level: Level::MustNot,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Transport,
    mode: Mode::Active,
    probes: PROBES,
    applies: Applies::Always,
    evaluate,
    remedy: "Disable SSL 3.0, TLS 1.0 and TLS 1.1.",
    fails_on: &[
        Fixture::new(
            "TLS 1.1",
            &[Change::On(
                Probe::Tls11,
                On::Failed(FailureKind::ObsoleteTls, "the server went on with TLS 1.1"),
            )],
        ),
        Fixture::new(
            "SSL 3.0",
            &[Change::On(
                Probe::Ssl3,
                On::Failed(FailureKind::ObsoleteTls, "the server went on with SSL 3.0"),
            )],
        ),
    ],
    faults: &["tls-1-1-accepted"],
};

const PROBES: &[Probe] = &[Probe::Tls11, Probe::Tls10, Probe::Ssl3];

// What is not TLS at all, or does not answer in time, refuses nothing.
fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let mut refused = false;
    let mut hosts = BTreeSet::new();
    let mut problems = Vec::new();
    for seen in evidence.sent_probes(PROBES) {
        let Some(failure) = seen.failure() else {
            continue;
        };
        match failure.kind {
            FailureKind::Tls => refused = true,
            FailureKind::ObsoleteTls if hosts.insert((host(seen), seen.probe())) => {
                problems.push(Problem::new(
                    at_version(seen),
                    "a refusal",
                    failure.message.as_str(),
                ));
            }
            _ => {}
        }
    }
    if problems.is_empty() && !refused {
        return Err(evidence.unanswered(PROBES));
    }
    Ok(Outcome::of(problems))
}
