//! `rfc9325-4.5-rsa-2048-certificate`: neither the key nor a signature of the certificate is weak.

use super::shared::{hosts, over_https};
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, Outcome, Problem, Severity, Subject,
    Verdict,
};
use crate::evidence::{Evidence, Seen};
use crate::exchange::{Action, Certificate, FailureKind};
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc9325-4.5-rsa-2048-certificate",
    aliases: &[],
    cites: &[Citation::rfc(9325, "4.5")],
    statement: "A certificate with an RSA key has one of at least 2048 bits, and no certificate that the server presents is signed over SHA-1 or MD5.",
    level: Level::Must,
    severity: Severity::Failure,
    note: Some(
        "The signature of a trust anchor proves nothing and is not looked at, nor are certificates beside the path that was verified.",
    ),
    subject: Subject::Transport,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::When("an https URL was asked", over_https),
    evaluate,
    remedy: "Have the certificate issued anew, with an ECDSA P-256 key or an RSA key of 2048 bits or more, signed over SHA-256.",
    fails_on: &[
        Fixture::new("a short RSA key", &[Change::CertificateKey("RSA", 1024)]),
        Fixture::new(
            "SHA-1",
            &[Change::CertificateSignature("sha1WithRSAEncryption")],
        ),
        Fixture::new(
            "refused in the handshake",
            &[Change::Failed(
                Action::Discover,
                FailureKind::WeakCertificate,
                "its RSA key has 1024 bits",
            )],
        ),
    ],
    faults: &["certificate-rsa-1024"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let refused = |seen: &Seen<'_>| {
        seen.failure()
            .is_some_and(|failure| failure.kind == FailureKind::WeakCertificate)
    };
    let mut shown = hosts(evidence, refused);
    shown.extend(hosts(evidence, |seen| {
        seen.tls()
            .and_then(|tls| tls.certificates.first())
            .is_some_and(|own| !own.key.is_empty())
    }));
    if shown.is_empty() {
        return Err(Blocked::NotObserved(
            "the record does not show the certificate's key".to_owned(),
        ));
    }
    let problems = shown.into_iter().filter_map(|seen| {
        let observed = seen
            .failure()
            .map(|failure| failure.message.clone())
            .or_else(|| weakness(seen))?;
        let expected = "an RSA key of 2048 bits or more, and signatures over SHA-256 or better";
        Some(Problem::new(seen.at_certificate(), expected, observed))
    });
    Ok(Outcome::of(problems.collect()))
}

/// What is weak in the certificates that a server sent.
fn weakness(seen: &Seen<'_>) -> Option<String> {
    let tls = seen.tls()?;
    let (own, others) = tls.certificates.split_first()?;
    if own.has_short_rsa_key() {
        return Some(format!(
            "an RSA key of {} bits",
            own.key_bits.unwrap_or_default()
        ));
    }
    let signed = |certificate: &Certificate| {
        format!(
            "{} is signed with {}",
            certificate.subject, certificate.signature
        )
    };
    if own.has_weak_signature() {
        return Some(signed(own));
    }
    // Verification accepts no such signature: where it succeeded, another path was found.
    let others = others.iter().filter(|_| !tls.verified);
    let weak = |certificate: &&Certificate| {
        certificate.has_weak_signature() && !certificate.is_self_issued()
    };
    others.into_iter().find(weak).map(signed)
}
