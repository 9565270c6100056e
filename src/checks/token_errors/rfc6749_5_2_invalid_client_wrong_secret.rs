//! `rfc6749-5.2-invalid-client-wrong-secret`: a wrong secret is told so.

use super::shared::{GIVEN, is_refused_with, together};
use crate::check::{Applies, Change, Check, Fixture, Level, Mode, On, Severity, Subject, Verdict};
use crate::evidence::Evidence;
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc6749-5.2-invalid-client-wrong-secret",
    aliases: &[],
    cites: &[Citation::rfc(6749, "5.2")],
    statement: "A token request with a wrong client secret is refused with the error invalid_client.",
    level: Level::Must,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Token,
    mode: Mode::Active,
    probes: PROBES,
    applies: Applies::Always,
    evaluate,
    remedy: "Refuse a wrong secret with the error invalid_client.",
    fails_on: &[
        Fixture::new(
            "unauthorized_client",
            &[Change::On(
                Probe::WrongSecret,
                On::Body("/error", Some(r#""unauthorized_client""#)),
            )],
        ),
        Fixture::new(
            "invalid_grant for a secret in the body",
            &[Change::On(
                Probe::WrongSecretPost,
                On::Body("/error", Some(r#""invalid_grant""#)),
            )],
        ),
        Fixture::new(
            "a token",
            &[
                Change::On(Probe::WrongSecret, On::Status(200)),
                Change::On(Probe::WrongSecret, On::Text(GIVEN)),
            ],
        ),
    ],
    faults: &["wrong-secret-unauthorized-client"],
};

const PROBES: &[Probe] = &[Probe::WrongSecret, Probe::WrongSecretPost];

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let answers = evidence.probed(PROBES)?.into_iter();
    together(answers.map(|seen| is_refused_with(seen, "invalid_client")))
}
