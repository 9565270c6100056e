//! `oidc-discovery-3-jwks-no-private-keys`: the published set holds public keys alone.

use super::shared;
use crate::check::{
    Applies, Change, Check, Fixture, Level, Mode, Problem, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Action;
use crate::spec::{Citation, Spec};

pub(super) static CHECK: Check = Check {
    id: "oidc-discovery-3-jwks-no-private-keys",
    aliases: &[],
    cites: &[Citation::of(Spec::OidcDiscovery, "3")],
    statement: "The JWK set holds no private key and no symmetric key.",
    level: Level::MustNot,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Jwks,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::Jwks,
    evaluate,
    remedy: "Publish the public half alone, and replace the key that was shown: it is known now.",
    fails_on: &[
        Fixture::new(
            "an RSA key with d",
            &[Change::Body(Action::Jwks, "/keys/0/d", Some(r#""AQAB""#))],
        ),
        Fixture::new(
            "an EC key with d",
            &[Change::Body(Action::Jwks, "/keys/1/d", Some(r#""AQAB""#))],
        ),
        Fixture::new(
            "a symmetric key",
            &[Change::Body(
                Action::Jwks,
                "/keys/-",
                Some(r#"{"kty":"oct","k":"AQAB"}"#),
            )],
        ),
    ],
    faults: &["jwks-private-key"],
};

fn private(kty: Option<&str>) -> &'static [&'static str] {
    match kty {
        Some("RSA") => &["d", "p", "q", "dp", "dq", "qi", "oth"],
        Some("oct") => &["k"],
        Some("AKP") => &["priv"],
        _ => &["d"],
    }
}

// The values are not shown: a report is read by more people than the key set.
fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    shared::each_key(evidence, |jwks, key| {
        let present = private(key.text("kty")).iter().filter(|name| key.has(name));
        let present: Vec<&str> = present.copied().collect();
        let first = present.first()?;
        let observed = format!("a key with {}", present.join(", "));
        Some(Problem::new(
            jwks.at(key.index, first),
            "no private or symmetric value",
            observed,
        ))
    })
}
