//! `oidc-discovery-3-jwks-use-required`: where keys have different uses, each says its own.

use super::shared;
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, Problem, Severity, Subject, Verdict,
};
use crate::evidence::{Evidence, Key};
use crate::exchange::Action;
use crate::spec::{Citation, Spec};

pub(super) static CHECK: Check = Check {
    id: "oidc-discovery-3-jwks-use-required",
    aliases: &[],
    cites: &[Citation::of(Spec::OidcDiscovery, "3")],
    statement: "Where the JWK set has keys for signatures and keys for encryption, every key states its use.",
    level: Level::Required,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Jwks,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::When(
        "the JWK set has a key for encryption and another one",
        mixed,
    ),
    evaluate,
    remedy: "Add use to every key: sig for those that sign, enc for those that encrypt.",
    fails_on: &[
        Fixture::new(
            "a signing key without use",
            &[
                Change::Body(Action::Jwks, "/keys/0/use", Some(r#""enc""#)),
                Change::Body(Action::Jwks, "/keys/1/use", None),
            ],
        ),
        Fixture::new(
            "an encryption key without use",
            &[Change::Body(
                Action::Jwks,
                "/keys/-",
                Some(
                    r#"{"kty":"EC","crv":"P-256","alg":"ECDH-ES","x":"czhBzrbH_-1WDQhxMUgWP_oUypTZp2SvoH0sdEBl-KE","y":"G6BVRZRTeuI_C989uYpr3DpSw1MH9_0mI8Eir1eInb4"}"#,
                ),
            )],
        ),
    ],
    faults: &["jwks-use-missing"],
};

// A provider's set holds its signing keys: in a set with a key for encryption, one that is not for it makes them two kinds.
fn mixed(evidence: &Evidence<'_>) -> Result<bool, Blocked> {
    let Some(jwks) = evidence.jwks()? else {
        return Ok(false);
    };
    let encrypting = jwks.objects().filter(Key::is_for_encryption).count();
    Ok(encrypting > 0 && encrypting < jwks.objects().count())
}

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    shared::each_key(evidence, |jwks, key| {
        let problem = || Problem::new(jwks.at(key.index, "use"), "sig or enc", key.shown("use"));
        key.text("use").is_none().then(problem)
    })
}
