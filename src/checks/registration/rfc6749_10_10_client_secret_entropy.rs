//! `rfc6749-10.10-client-secret-entropy`: a client secret cannot be guessed.

use super::shared::{weak_credentials, with};
use crate::check::{Applies, Check, Fixture, Level, Mode, Severity, Subject, Verdict};
use crate::evidence::Evidence;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc6749-10.10-client-secret-entropy",
    aliases: &[],
    cites: &[Citation::rfc(6749, "10.10")],
    statement: "The chance of guessing a generated client secret is 2^-128 at most.",
    level: Level::Must,
    severity: Severity::Failure,
    note: Some(
        "What is judged is an upper bound, from length and alphabet: a low one proves a violation, a high one proves nothing.",
    ),
    subject: Subject::Registration,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::RegistrationHas("client_secret"),
    evaluate,
    remedy: "Draw secrets of 128 bits or more from a cryptographic random generator, as 22 characters of base64url.",
    fails_on: &[
        Fixture::new("eight digits", &[with("/client_secret", r#""27182818""#)]),
        Fixture::new("a word", &[with("/client_secret", r#""secret""#)]),
        Fixture::new(
            "one letter, repeated",
            &[with(
                "/client_secret",
                r#""xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx""#,
            )],
        ),
    ],
    faults: &["client-secret-digits"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    weak_credentials(evidence, "client_secret")
}
