//! `rfc7591-2-jwks-xor-jwks-uri`: keys come by value or by reference.

use super::shared_probes::unless_refused;
use crate::check::{
    Applies, Change, Check, Fixture, Level, Mode, On, Outcome, Problem, Severity, Subject, Verdict,
};
use crate::evidence::{Evidence, Object};
use crate::exchange::{Action, Probe};
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc7591-2-jwks-xor-jwks-uri",
    aliases: &[],
    cites: &[Citation::rfc(7591, "2")],
    statement: "No client is registered with both jwks and jwks_uri.",
    level: Level::MustNot,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Registration,
    mode: Mode::Active,
    probes: &[Probe::JwksAndJwksUri],
    applies: Applies::Always,
    evaluate,
    remedy: "Refuse a registration that has both.",
    fails_on: &[
        Fixture::new(
            "both are registered",
            &[
                Change::On(Probe::JwksAndJwksUri, On::Status(201)),
                Change::On(
                    Probe::JwksAndJwksUri,
                    On::Text(
                        r#"{"client_id": "another", "jwks": {"keys": []}, "jwks_uri": "https://client.example/jwks"}"#,
                    ),
                ),
            ],
        ),
        Fixture::new(
            "in the normal course",
            &[
                Change::Body(Action::Register, "/jwks", Some(r#"{"keys":[]}"#)),
                Change::Body(
                    Action::Register,
                    "/jwks_uri",
                    Some(r#""https://client.example/jwks""#),
                ),
            ],
        ),
    ],
    faults: &["registration-jwks-and-jwks-uri"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let about = &["jwks", "jwks_uri"];
    let probed = unless_refused(evidence, &[Probe::JwksAndJwksUri], about, |client| {
        Ok(judge(client).into_iter().collect())
    });
    let plain = evidence.registrations().unwrap_or_default();
    let plain: Vec<_> = plain.iter().filter_map(|client| judge(client)).collect();
    match probed {
        Ok(Outcome::Fail(more)) => Ok(Outcome::Fail([plain, more].concat())),
        probed if plain.is_empty() => probed,
        _ => Ok(Outcome::Fail(plain)),
    }
}

fn judge(client: &Object<'_>) -> Option<Problem> {
    let both = client.has("jwks") && client.has("jwks_uri");
    let problem = || Problem::new(client.at("jwks_uri"), "jwks or jwks_uri", "both");
    both.then(problem)
}
