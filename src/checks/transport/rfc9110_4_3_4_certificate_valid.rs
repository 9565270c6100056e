//! `rfc9110-4.3.4-certificate-valid`: the certificate is one that a client can accept.

use super::shared::{hosts, over_https};
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, Outcome, Problem, Severity, Subject,
    Verdict,
};
use crate::evidence::{Evidence, Seen};
use crate::exchange::{Action, FailureKind};
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc9110-4.3.4-certificate-valid",
    aliases: &[],
    cites: &[Citation::rfc(9110, "4.3.4")],
    statement: "The certificate of every https endpoint leads to a trusted root, is within its validity and names the host that was asked.",
    level: Level::Must,
    severity: Severity::Failure,
    note: Some(
        "The duty to verify is the client's; a server whose certificate fails cannot be used by a client that does its duty. Nothing is said where --insecure left certificates unverified.",
    ),
    subject: Subject::Transport,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::When("an https URL was asked", over_https),
    evaluate,
    remedy: "Install a certificate for this host name, with its intermediates, and renew it before it ends; name a private authority with --cacert.",
    fails_on: &[Fixture::new(
        "an expired certificate",
        &[Change::Failed(
            Action::Discover,
            FailureKind::Certificate,
            "the certificate is not to be trusted: it expired",
        )],
    )],
    faults: &["certificate-expired"],
};

// The run verified each certificate as RFC 9110 asks of a client; its word is in the failure.
fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let refused = |seen: &Seen<'_>, kind: FailureKind| {
        seen.failure().is_some_and(|failure| failure.kind == kind)
    };
    let problems: Vec<Problem> = hosts(evidence, |seen| refused(seen, FailureKind::Certificate))
        .into_iter()
        .filter_map(|seen| {
            let message = &seen.failure()?.message;
            Some(Problem::new(
                seen.at_certificate(),
                "a certificate that clients accept for this host",
                message,
            ))
        })
        .collect();
    let verified = evidence
        .all()
        .iter()
        .any(|seen| seen.tls().is_some_and(|tls| tls.verified));
    if verified || !problems.is_empty() {
        return Ok(Outcome::of(problems));
    }
    if evidence
        .all()
        .iter()
        .any(|seen| refused(seen, FailureKind::WeakCertificate))
    {
        return Err(Blocked::By(
            "the certificate is too weak to be verified".to_owned(),
        ));
    }
    let reason = if evidence.insecure() {
        "certificates were not verified (--insecure)"
    } else {
        "the record does not show whether the certificate was verified"
    };
    Err(Blocked::NotObserved(reason.to_owned()))
}
