//! `oidc-registration-2-auth-signing-alg-none-refused`: a client assertion is signed.

use super::shared_probes::{if_understood, unless_refused};
use crate::check::{
    Applies, Change, Check, Fixture, Level, Mode, On, Problem, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Probe;
use crate::spec::{Citation, Spec};

pub(super) static CHECK: Check = Check {
    id: "oidc-registration-2-auth-signing-alg-none-refused",
    aliases: &[],
    cites: &[Citation::of(Spec::OidcRegistration, "2")],
    statement: "A client is not registered for token_endpoint_auth_signing_alg none.",
    level: Level::MustNot,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Registration,
    mode: Mode::Active,
    probes: &[Probe::AuthSigningAlgNone],
    applies: Applies::Always,
    evaluate,
    remedy: "Refuse none, or register another algorithm and return it.",
    fails_on: &[Fixture::new(
        "registered",
        &[
            Change::On(Probe::AuthSigningAlgNone, On::Status(201)),
            Change::On(
                Probe::AuthSigningAlgNone,
                On::Text(r#"{"client_id": "another", "token_endpoint_auth_signing_alg": "none"}"#),
            ),
        ],
    )],
    faults: &["auth-signing-alg-none-registered"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let about = &[
        "token_endpoint_auth_method",
        "token_endpoint_auth_signing_alg",
        "jwks",
    ];
    let verdict = unless_refused(evidence, &[Probe::AuthSigningAlgNone], about, |client| {
        let name = "token_endpoint_auth_signing_alg";
        let none = client.text(name) == Some("none");
        let problem = || Problem::new(client.at(name), "an algorithm that signs", "none");
        Ok(none.then(problem).into_iter().collect())
    });
    if_understood(evidence, "token_endpoint_auth_signing_alg", verdict)
}
