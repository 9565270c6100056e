//! `rfc7592-5-registration-token-entropy`: a registration access token cannot be guessed.

use crate::check::{Applies, Check, Fixture, Level, Mode, Severity, Subject, Verdict};
use crate::checks::registration::shared::{weak_credentials, with};
use crate::evidence::Evidence;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc7592-5-registration-token-entropy",
    aliases: &[],
    cites: &[Citation::rfc(7592, "5"), Citation::rfc(6819, "5.1.4.2.2")],
    statement: "A registration access token holds enough entropy that it cannot be guessed: 128 bits or more.",
    level: Level::Must,
    severity: Severity::Failure,
    note: Some(
        "What is judged is an upper bound, from length and alphabet: a low one proves a violation, a high one proves nothing.",
    ),
    subject: Subject::RegistrationManagement,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::RegistrationHas("registration_access_token"),
    evaluate,
    remedy: "Use a signed JWT, or 128 bits or more from a cryptographic random generator.",
    fails_on: &[
        Fixture::new(
            "eight digits",
            &[with("/registration_access_token", r#""27182818""#)],
        ),
        Fixture::new(
            "the client_id",
            &[
                with("/client_id", r#""9b2e6c1f-52b4-4c6e-8f3a-0d7f0c1b2a39""#),
                with(
                    "/registration_access_token",
                    r#""9b2e6c1f-52b4-4c6e-8f3a-0d7f0c1b2a39""#,
                ),
            ],
        ),
    ],
    faults: &["registration-access-token-is-client-id"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    weak_credentials(evidence, "registration_access_token")
}
