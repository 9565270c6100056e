//! `rfc9325-3.1.1-tls13`: the latest version is chosen.

use super::shared_tls::{at_version, by_host};
use crate::check::{
    Applies, Change, Check, Fixture, Level, Mode, On, Outcome, Problem, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc9325-3.1.1-tls13",
    aliases: &[],
    cites: &[Citation::rfc(9325, "3.1.1")],
    statement: "The server negotiates TLS 1.3 with a client that offers it.",
    level: Level::Should,
    severity: Severity::Warning,
    note: None,
    subject: Subject::Transport,
    mode: Mode::Active,
    probes: &[Probe::Tls13],
    applies: Applies::Always,
    evaluate,
    remedy: "Turn on TLS 1.3 and prefer it.",
    fails_on: &[Fixture::new(
        "TLS 1.2",
        &[Change::On(Probe::Tls13, On::Tls("TLSv1.2"))],
    )],
    faults: &["tls-1-2-only"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let mut problems = Vec::new();
    let answered = evidence.probed(&[Probe::Tls13])?.into_iter();
    let plain = evidence
        .all()
        .iter()
        .filter(|seen| seen.response().is_some());
    for seen in by_host(answered.chain(plain)) {
        let Some(tls) = seen.tls().filter(|tls| tls.version != "TLSv1.3") else {
            continue;
        };
        problems.push(Problem::new(
            at_version(seen),
            "TLSv1.3",
            tls.version.as_str(),
        ));
    }
    Ok(Outcome::of(problems))
}
