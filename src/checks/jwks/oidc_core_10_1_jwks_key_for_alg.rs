//! `oidc-core-10.1-jwks-key-for-alg`: each algorithm that is offered has a key.

use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, Outcome, Problem, Severity, Subject,
    Verdict,
};
use crate::evidence::{Evidence, Jwks, Key, key_type};
use crate::exchange::Action;
use crate::spec::{Citation, Spec};

pub(super) static CHECK: Check = Check {
    id: "oidc-core-10.1-jwks-key-for-alg",
    aliases: &[],
    cites: &[
        Citation::of(Spec::OidcCore, "10.1"),
        Citation::rfc(7517, "4.4"),
    ],
    statement: "For every asymmetric algorithm in id_token_signing_alg_values_supported the JWK set has a key that takes it.",
    level: Level::Must,
    severity: Severity::Warning,
    note: Some(
        "The metadata alone allows no more than an inference; the proof is a token whose signature no key verifies.",
    ),
    subject: Subject::Jwks,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::All(&[Applies::Jwks, Applies::OpenidHas(LISTED)]),
    evaluate,
    remedy: "Publish a key for each algorithm of the list, or list only those that have one.",
    fails_on: &[
        Fixture::new(
            "ES384 without a P-384 key",
            &[Change::Openid(
                "/id_token_signing_alg_values_supported",
                Some(r#"["RS256","ES384"]"#),
            )],
        ),
        Fixture::new(
            "an empty set",
            &[Change::Body(Action::Jwks, "/keys", Some("[]"))],
        ),
        Fixture::new(
            "the key is for another algorithm",
            &[Change::Body(
                Action::Jwks,
                "/keys/0/alg",
                Some(r#""PS256""#),
            )],
        ),
    ],
    faults: &["id-token-alg-without-key"],
};

const LISTED: &str = "id_token_signing_alg_values_supported";

// A key with another `alg` may still be the one that signs, against what it says: only a suggestion.
fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let jwks = evidence.key_set()?;
    let document = evidence.openid()?;
    let algs = document.iter().flat_map(|document| document.list(LISTED));
    let problems: Vec<Problem> = algs.filter_map(|alg| without_key(&jwks, alg)).collect();
    if jwks.objects().any(|key| key.text("kty").is_none()) && !problems.is_empty() {
        return Err(Blocked::By("a key does not say its type".to_owned()));
    }
    Ok(Outcome::of(problems))
}

fn without_key(jwks: &Jwks<'_>, alg: &str) -> Option<Problem> {
    let (kty, curves) = key_type(alg)?;
    let curves = if curves.is_empty() {
        kty.to_owned()
    } else {
        curves.join(" or ")
    };
    let fits = |key: &Key<'_>| key.fits(alg) && !key.is_for_encryption();
    let keys: Vec<Key<'_>> = jwks.objects().filter(fits).collect();
    let problem = |observed: &str| {
        Problem::new(
            jwks.seen.at("/keys"),
            format!("a key of type {curves} for {alg}"),
            observed,
        )
    };
    let Some(first) = keys.first() else {
        return Some(problem("no such key"));
    };
    let other = || problem(&format!("one with alg {}", first.shown("alg")));
    let taken = keys.iter().any(|key| takes(key, alg));
    (!taken).then(|| other().only(Severity::Suggestion))
}

/// Whether the key's `alg` allows an algorithm; `EdDSA` is the older name for what the curve tells (RFC 9864 §2.2).
fn takes(key: &Key<'_>, alg: &str) -> bool {
    let eddsa = ["EdDSA", "Ed25519", "Ed448"];
    key.text("alg")
        .is_none_or(|own| own == alg || (eddsa.contains(&own) && eddsa.contains(&alg)))
}
