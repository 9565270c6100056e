//! `oidc-registration-2-id-token-alg-none-refused`: an ID Token that a browser carries is signed.

use super::shared::Found;
use super::shared_probes::{if_understood, unless_refused};
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, On, Problem, Severity, Subject, Verdict,
};
use crate::evidence::{Evidence, Object};
use crate::exchange::Probe;
use crate::spec::{Citation, Spec};

pub(super) static CHECK: Check = Check {
    id: "oidc-registration-2-id-token-alg-none-refused",
    aliases: &[],
    cites: &[Citation::of(Spec::OidcRegistration, "2")],
    statement: "A client whose response types return an ID Token from the authorization endpoint is not registered for id_token_signed_response_alg none.",
    level: Level::MustNot,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Registration,
    mode: Mode::Active,
    probes: &[Probe::IdTokenAlgNone],
    applies: Applies::OpenidMetadata,
    evaluate,
    remedy: "Refuse none, or register another algorithm and return it.",
    fails_on: &[Fixture::new(
        "registered",
        &[
            Change::On(Probe::IdTokenAlgNone, On::Status(201)),
            Change::On(
                Probe::IdTokenAlgNone,
                On::Text(
                    r#"{"client_id": "another", "response_types": ["code id_token"], "id_token_signed_response_alg": "none"}"#,
                ),
            ),
        ],
    )],
    faults: &["id-token-alg-none-registered"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let about = &[
        "grant_types",
        "response_types",
        "id_token_signed_response_alg",
    ];
    let verdict = unless_refused(evidence, &[Probe::IdTokenAlgNone], about, judge);
    if_understood(evidence, "id_token_signed_response_alg", verdict)
}

fn judge(client: &Object<'_>) -> Found {
    let name = "id_token_signed_response_alg";
    if client.text(name) != Some("none") {
        return Ok(Vec::new());
    }
    if !client.has("response_types") {
        let reason = format!("{} does not show response_types", client.seen.label);
        return Err(Blocked::NotObserved(reason));
    }
    let types = client.list("response_types");
    let mut words = types.iter().flat_map(|value| value.split(' '));
    let expected = format!(
        "an algorithm that signs, for {}",
        client.shown("response_types")
    );
    let problem = || Problem::new(client.at(name), expected, "none");
    let from_there = words.any(|word| word == "id_token");
    Ok(from_there.then(problem).into_iter().collect())
}
