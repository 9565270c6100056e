//! `rfc7591-3.2.1-secret-expires-at-present`: a secret comes with the time of its end.

use super::shared::{each, shown, with, without};
use crate::check::{Applies, Check, Fixture, Level, Mode, Problem, Severity, Subject, Verdict};
use crate::evidence::Evidence;
use crate::spec::Citation;

const MEMBER: &str = "client_secret_expires_at";

pub(super) static CHECK: Check = Check {
    id: "rfc7591-3.2.1-secret-expires-at-present",
    aliases: &[],
    cites: &[Citation::rfc(7591, "3.2.1")],
    statement: "A registration response with client_secret also has client_secret_expires_at.",
    level: Level::Required,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Registration,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::RegistrationHas("client_secret"),
    evaluate,
    remedy: "Return client_secret_expires_at with every secret, 0 when the secret does not expire.",
    fails_on: &[
        Fixture::new("missing", &[without("/client_secret_expires_at")]),
        Fixture::new("null", &[with("/client_secret_expires_at", "null")]),
    ],
    faults: &["registration-secret-expires-at-missing"],
};

// An empty secret is none.
fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    each(evidence, |registration| {
        let secret = registration
            .get("client_secret")
            .filter(|secret| *secret != "");
        if secret.is_none() || registration.has(MEMBER) {
            return None;
        }
        let observed = shown(registration, MEMBER);
        Some(Problem::new(
            registration.at(MEMBER),
            "a number of seconds, or 0",
            observed,
        ))
    })
}
