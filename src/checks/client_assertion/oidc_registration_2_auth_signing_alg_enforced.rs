//! `oidc-registration-2-auth-signing-alg-enforced`: the registered algorithm is the only one.

use super::shared::{GRANTED, OFFERED, must_refuse};
use crate::check::{
    Blocked, Change, Check, Fixture, Level, Mode, On, Outcome, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Probe;
use crate::spec::{Citation, Spec};

pub(super) static CHECK: Check = Check {
    id: "oidc-registration-2-auth-signing-alg-enforced",
    aliases: &[],
    cites: &[Citation::of(Spec::OidcRegistration, "2")],
    statement: "A client assertion that is signed with another algorithm than the token_endpoint_auth_signing_alg that the client registered is refused.",
    level: Level::Must,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Token,
    mode: Mode::Active,
    probes: &[Probe::AssertionOtherAlgorithm],
    applies: OFFERED,
    evaluate,
    remedy: "Compare alg of the assertion with the token_endpoint_auth_signing_alg that was registered.",
    fails_on: &[Fixture::new(
        "RS256 accepted from a client that registered PS256",
        &[
            Change::On(Probe::AssertionOtherAlgorithm, On::Status(200)),
            Change::On(Probe::AssertionOtherAlgorithm, On::Text(GRANTED)),
        ],
    )],
    faults: &["assertion-algorithm-unchecked"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let outcome = must_refuse(
        evidence,
        &[Probe::AssertionOtherAlgorithm],
        Probe::AssertionRegisteredAlgorithm,
    )?;
    let registered = evidence.probe(Probe::AssertionAlgorithmClient)?;
    let member = "token_endpoint_auth_signing_alg";
    let sent = registered.sent_json();
    let sent = sent.as_ref().and_then(|sent| sent.get(member));
    // What the server did not register it need not enforce; that it says so is a rule about registration.
    if outcome != Outcome::Pass && registered.object()?.get(member) != sent {
        return Err(Blocked::NotObserved(format!(
            "the answer to {} does not say that it registered {member}",
            registered.label
        )));
    }
    Ok(outcome)
}
