//! `rfc7591-3.2.1-confidential-gets-secret`: a client that authenticates with a secret has one.

use super::shared::{each, method, with, without};
use crate::check::{Applies, Check, Fixture, Level, Mode, Problem, Severity, Subject, Verdict};
use crate::evidence::{Evidence, Registration};
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc7591-3.2.1-confidential-gets-secret",
    aliases: &[],
    cites: &[Citation::rfc(7591, "3.2.1"), Citation::rfc(7591, "2")],
    statement: "A client that is registered to authenticate with a shared secret receives a client_secret.",
    level: Level::Must,
    severity: Severity::Failure,
    note: Some(
        "A registration without token_endpoint_auth_method is one for client_secret_basic (RFC 7591 §2).",
    ),
    subject: Subject::Registration,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::When(
        "a client was registered to authenticate with a secret",
        |evidence| Ok(evidence.registrations()?.iter().any(needs_secret)),
    ),
    evaluate,
    remedy: "Issue a client_secret with every registration for client_secret_basic, client_secret_post or client_secret_jwt.",
    fails_on: &[
        Fixture::new("no secret", &[without("/client_secret")]),
        Fixture::new("an empty secret", &[with("/client_secret", r#""""#)]),
        Fixture::new("a number", &[with("/client_secret", "7")]),
    ],
    faults: &["registration-secret-missing"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    each(evidence, |registration| {
        let observed = match registration.get("client_secret") {
            Some(secret) if secret == "" => "an empty string",
            Some(secret) if !secret.is_string() => "a value that is no string",
            None => "missing",
            Some(_) => return None,
        };
        let at = registration.at("client_secret");
        let problem = || Problem::new(at, "a string that is not empty", observed);
        needs_secret(registration).then(problem)
    })
}

fn needs_secret(registration: &Registration<'_>) -> bool {
    matches!(
        method(registration),
        Some("client_secret_basic" | "client_secret_post" | "client_secret_jwt")
    )
}
