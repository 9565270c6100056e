//! `oidc-registration-2-jwks-private-key-refused`: a client keeps its private key.

use serde_json::Value;

use super::shared::Found;
use super::shared_probes::unless_refused;
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, On, Problem, Severity, Subject, Verdict,
};
use crate::evidence::{Evidence, Object};
use crate::exchange::Probe;
use crate::spec::{Citation, Spec};

pub(super) static CHECK: Check = Check {
    id: "oidc-registration-2-jwks-private-key-refused",
    aliases: &[],
    cites: &[Citation::of(Spec::OidcRegistration, "2")],
    statement: "A JWK set with a private or a symmetric key is not registered for a client.",
    level: Level::MustNot,
    severity: Severity::Warning,
    note: Some("The ban is on the document; that the server refuses it is the safe reaction."),
    subject: Subject::Registration,
    mode: Mode::Active,
    probes: &[Probe::PrivateKeyInJwks],
    applies: Applies::Always,
    evaluate,
    remedy: "Refuse a jwks in which a key has a private parameter, as d.",
    fails_on: &[Fixture::new(
        "registered",
        &[
            Change::On(Probe::PrivateKeyInJwks, On::Status(201)),
            Change::On(
                Probe::PrivateKeyInJwks,
                On::Text(
                    r#"{"client_id": "another", "jwks": {"keys": [{"kty": "RSA", "d": "AQAB"}]}}"#,
                ),
            ),
        ],
    )],
    faults: &["private-key-registered"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let about = &["jwks"];
    unless_refused(evidence, &[Probe::PrivateKeyInJwks], about, judge)
}

/// Parameters that only a private or a symmetric key has (RFC 7518 §6).
const PRIVATE: &[&str] = &["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

// What came of a key that is not shown is not known.
fn judge(client: &Object<'_>) -> Found {
    let keys = client.get("jwks").and_then(|jwks| jwks.get("keys"));
    let Some(keys) = keys.and_then(Value::as_array) else {
        let reason = format!("{} does not show the jwks", client.seen.label);
        return Err(Blocked::NotObserved(reason));
    };
    let private = |name: &&&str| keys.iter().any(|key| key.get(name).is_some());
    let problem = |name: &&str| {
        let observed = format!("a key with the parameter {name}");
        Problem::new(client.at("jwks"), "public keys alone", observed)
    };
    Ok(PRIVATE
        .iter()
        .find(private)
        .map(problem)
        .into_iter()
        .collect())
}
