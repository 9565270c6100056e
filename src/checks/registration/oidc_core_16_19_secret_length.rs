//! `oidc-core-16.19-secret-length`: a secret that is a MAC key is long enough for one.

use super::shared::{Found, each_found, with};
use crate::check::{Applies, Check, Fixture, Level, Mode, Problem, Severity, Subject, Verdict};
use crate::evidence::{Evidence, Registration};
use crate::spec::{Citation, Spec};

pub(super) static CHECK: Check = Check {
    id: "oidc-core-16.19-secret-length",
    aliases: &[],
    cites: &[
        Citation::of(Spec::OidcCore, "16.19"),
        Citation::rfc(7518, "3.2"),
    ],
    statement: "A secret that is used as a MAC key is at least as long as the hash: 32 octets for HS256, 48 for HS384, 64 for HS512.",
    level: Level::Must,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Registration,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::All(&[
        Applies::RegistrationHas("client_secret"),
        Applies::When(
            "client_secret_jwt or an HS algorithm is registered for the client",
            |evidence| {
                Ok(evidence
                    .registrations()?
                    .iter()
                    .any(|one| needed(one).is_some()))
            },
        ),
    ]),
    evaluate,
    remedy: "Generate secrets of 64 random octets, or as many as the client's algorithms need.",
    fails_on: &[
        Fixture::new(
            "16 octets with client_secret_jwt",
            &[
                with("/token_endpoint_auth_method", r#""client_secret_jwt""#),
                with("/client_secret", r#""0123456789abcdef""#),
            ],
        ),
        Fixture::new(
            "47 octets with HS384",
            &[
                with("/userinfo_signed_response_alg", r#""HS384""#),
                with(
                    "/client_secret",
                    r#""0123456789abcdef0123456789abcdef0123456789abcde""#,
                ),
            ],
        ),
    ],
    faults: &["client-secret-shorter-than-mac"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    each_found(evidence, |registration| judge(evidence, registration))
}

fn judge(evidence: &Evidence<'_>, registration: &Registration<'_>) -> Found {
    let (Some(needed), Some(secret)) = (needed(registration), registration.text("client_secret"))
    else {
        return Ok(Vec::new());
    };
    let octets = evidence.secret(secret)?.len();
    let problem = || {
        let expected = format!("at least {needed} octets");
        Problem::new(
            registration.at("client_secret"),
            expected,
            format!("{octets} octets"),
        )
    };
    Ok((octets < needed).then(problem).into_iter().collect())
}

/// The octets that the longest hash needs of those that are registered.
fn needed(registration: &Registration<'_>) -> Option<usize> {
    let algorithms = registration.members.iter().filter_map(|(name, value)| {
        match value.as_str().filter(|_| name.ends_with("_alg"))? {
            "HS256" => Some(32),
            "HS384" => Some(48),
            "HS512" => Some(64),
            _ => None,
        }
    });
    let jwt = registration.text("token_endpoint_auth_method") == Some("client_secret_jwt");
    algorithms.chain(jwt.then_some(32)).max()
}
