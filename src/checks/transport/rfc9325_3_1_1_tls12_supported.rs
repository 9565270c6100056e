//! `rfc9325-3.1.1-tls12-supported`: TLS 1.2 is there for those who have nothing later.

use super::shared_tls::{at_version, by_host, host, newest};
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, On, Outcome, Problem, Severity, Subject,
    Verdict,
};
use crate::evidence::{Evidence, Seen};
use crate::exchange::{Action, FailureKind, Probe};
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc9325-3.1.1-tls12-supported",
    aliases: &[],
    cites: &[
        Citation::rfc(9325, "3.1.1"),
        Citation::rfc(8414, "6.1"),
        Citation::rfc(7591, "5"),
        Citation::rfc(7592, "5"),
        Citation::rfc(7662, "4"),
    ],
    statement: "The server offers TLS 1.2.",
    level: Level::Must,
    severity: Severity::Failure,
    note: Some(
        "A server with TLS 1.3 alone breaks the letter of the rule and is no weaker for it: a suggestion.",
    ),
    subject: Subject::Transport,
    mode: Mode::Active,
    probes: &[Probe::Tls12],
    applies: Applies::Always,
    evaluate,
    remedy: "Enable TLS 1.2, and TLS 1.3 beside it.",
    fails_on: &[
        Fixture::new("TLS 1.3 alone", &[REFUSED]),
        Fixture::new(
            "obsolete versions alone",
            &[
                Change::Failed(Action::Discover, FailureKind::Tls, "no version in common"),
                Change::Failed(Action::Jwks, FailureKind::Tls, "no version in common"),
                REFUSED,
                Change::On(
                    Probe::Tls11,
                    On::Failed(FailureKind::ObsoleteTls, "the server went on with TLS 1.1"),
                ),
            ],
        ),
    ],
    faults: &["tls-1-3-only"],
};

const REFUSED: Change = Change::On(
    Probe::Tls12,
    On::Failed(FailureKind::Tls, "the server refused TLS 1.2"),
);

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let asked = by_host(evidence.sent_probes(&[Probe::Tls12]));
    if asked.is_empty() {
        return Err(evidence.unanswered(&[Probe::Tls12]));
    }
    Outcome::gather(asked.into_iter().map(|seen| judge(evidence, seen)))
}

fn judge(evidence: &Evidence<'_>, seen: &Seen<'_>) -> Result<Vec<Problem>, Blocked> {
    if seen.response().is_some() {
        return Ok(Vec::new());
    }
    let problem = |observed: &str| Problem::new(at_version(seen), "TLS 1.2", observed);
    let failure = seen
        .failure()
        .filter(|failure| failure.kind == FailureKind::Tls);
    let obsolete = || {
        let older = [Probe::Tls11, Probe::Tls10, Probe::Ssl3];
        let mut older = evidence
            .sent_probes(&older)
            .filter(|other| host(other) == host(seen));
        older.any(|other| {
            other
                .failure()
                .is_some_and(|failure| failure.kind == FailureKind::ObsoleteTls)
        })
    };
    match (failure, newest(evidence, seen)) {
        (Some(_), Some("TLSv1.3")) => Ok(vec![problem("TLS 1.3 alone").only(Severity::Suggestion)]),
        (Some(_), None) if obsolete() => Ok(vec![problem("older versions alone")]),
        _ => Err(Blocked::NotObserved(format!(
            "{} got no answer from which to tell: {}",
            seen.label,
            seen.failure()
                .map_or("none at all", |failure| &failure.message)
        ))),
    }
}
