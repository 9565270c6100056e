//! `oidc-discovery-3-jwks-x5c-matches`: a certificate is of the key it stands beside.

use super::shared;
use crate::check::{
    Applies, Change, Check, Fixture, Level, Mode, Problem, Severity, Subject, Verdict,
};
use crate::evidence::{Evidence, Key, brief, certificate_der, certifies};
use crate::exchange::Action;
use crate::spec::{Citation, Spec};

pub(super) static CHECK: Check = Check {
    id: "oidc-discovery-3-jwks-x5c-matches",
    aliases: &[],
    cites: &[
        Citation::of(Spec::OidcDiscovery, "3"),
        Citation::rfc(7517, "4.7"),
    ],
    statement: "The first certificate in x5c, in base64, is of the very key that has it.",
    level: Level::Must,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Jwks,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::KeyHas("x5c"),
    evaluate,
    remedy: "Write x5c from the certificate of the key that is published, in base64 of its DER form.",
    fails_on: &[
        Fixture::new(
            "the certificate of another key",
            &[Change::Body(
                Action::Jwks,
                "/keys/1/x5c",
                Some(
                    r#"["MIIBdzCCAR2gAwIBAgIUAcsSl9In9EdlZ9rhS9nm1RwObe8wCgYIKoZIzj0EAwIwEDEOMAwGA1UEAwwFb3RoZXIwIBcNMjYxMTIxMjMwODQyWhgPMjEyNjEwMjgyMzA4NDJaMBAxDjAMBgNVBAMMBW90aGVyMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEczhBzrbH/+1WDQhxMUgWP/oUypTZp2SvoH0sdEBl+KEboFVFlFN64j8L3z25imvcOlLDUwf3/SYjwSKvV4idvqNTMFEwHQYDVR0OBBYEFOqdXwx5SDxJCKFc+dW+4fuB24t3MB8GA1UdIwQYMBaAFOqdXwx5SDxJCKFc+dW+4fuB24t3MA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIgdH72QKlBVUHqI/usKf1Psg4nja6IcKeRV7XKy0dPhjsCIQC7Rmv5Kear9DQ6gDe3X9ADmDVtQNgcqTL6d2Mf6aVPvg=="]"#,
                ),
            )],
        ),
        Fixture::new(
            "no certificate",
            &[Change::Body(
                Action::Jwks,
                "/keys/1/x5c",
                Some(r#"["AQAB"]"#),
            )],
        ),
        Fixture::new(
            "base64url",
            &[Change::Body(
                Action::Jwks,
                "/keys/1/x5c",
                Some(r#"["_-8"]"#),
            )],
        ),
        Fixture::new(
            "the certificate of a key of another type",
            &[Change::Body(
                Action::Jwks,
                "/keys/0/x5c",
                Some(
                    r#"["MIIBdzCCAR2gAwIBAgIUAcsSl9In9EdlZ9rhS9nm1RwObe8wCgYIKoZIzj0EAwIwEDEOMAwGA1UEAwwFb3RoZXIwIBcNMjYxMTIxMjMwODQyWhgPMjEyNjEwMjgyMzA4NDJaMBAxDjAMBgNVBAMMBW90aGVyMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEczhBzrbH/+1WDQhxMUgWP/oUypTZp2SvoH0sdEBl+KEboFVFlFN64j8L3z25imvcOlLDUwf3/SYjwSKvV4idvqNTMFEwHQYDVR0OBBYEFOqdXwx5SDxJCKFc+dW+4fuB24t3MB8GA1UdIwQYMBaAFOqdXwx5SDxJCKFc+dW+4fuB24t3MA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIgdH72QKlBVUHqI/usKf1Psg4nja6IcKeRV7XKy0dPhjsCIQC7Rmv5Kear9DQ6gDe3X9ADmDVtQNgcqTL6d2Mf6aVPvg=="]"#,
                ),
            )],
        ),
    ],
    faults: &["jwks-x5c-of-another-key"],
};

// Bare values that are missing or cannot be read are not compared: the rules about parameters own them.
fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let comparable =
        |key: &Key<'_>| certificate(key).is_none_or(|der| certifies(&der, key).is_some());
    shared::each_readable_key(evidence, comparable, |jwks, key| {
        let at = jwks.at(key.index, "x5c");
        let shown = key.get("x5c").map(brief)?;
        let Some(der) = certificate(key) else {
            return Some(Problem::new(
                at,
                "an array of certificates in base64",
                shown,
            ));
        };
        let problem = || Problem::new(at, "a certificate of this key", "one of another key");
        (certifies(&der, key) == Some(false)).then(problem)
    })
}

fn certificate(key: &Key<'_>) -> Option<Vec<u8>> {
    certificate_der(key.get("x5c")?.as_array()?.first()?.as_str()?)
}
