//! `rfc8414-2-advertised-auth-methods-work`: every authentication method that is listed works.

use super::super::token_errors::shared::{came, together};
use super::shared_probes::{
    check_all_answered, check_registration, is_authenticated, is_unauthenticated,
};
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, On, Problem, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc8414-2-advertised-auth-methods-work",
    aliases: &[],
    cites: &[Citation::rfc(8414, "2")],
    statement: "A client that is registered for an authentication method which token_endpoint_auth_methods_supported lists can authenticate with it at the token endpoint.",
    level: Level::Must,
    severity: Severity::Failure,
    note: Some(
        "Where HTTP Basic is refused in the normal course too, the rule about HTTP Basic says so.",
    ),
    subject: Subject::Token,
    mode: Mode::Active,
    probes: &[
        Probe::MethodClientSecretBasic,
        Probe::MethodClientSecretPost,
        Probe::MethodClientSecretJwt,
        Probe::MethodPrivateKeyJwt,
    ],
    applies: Applies::MetadataHas("token_endpoint_auth_methods_supported"),
    evaluate,
    remedy: "List only the methods that clients can use at the token endpoint.",
    fails_on: &[
        Fixture::new(
            "client_secret_post is refused",
            &[
                Change::On(Probe::MethodClientSecretPost, On::Status(401)),
                Change::On(
                    Probe::MethodClientSecretPost,
                    On::Text(r#"{"error":"invalid_client"}"#),
                ),
            ],
        ),
        Fixture::new(
            "private_key_jwt is refused",
            &[
                Change::On(Probe::MethodPrivateKeyJwt, On::Status(400)),
                Change::On(
                    Probe::MethodPrivateKeyJwt,
                    On::Text(r#"{"error":"invalid_client"}"#),
                ),
            ],
        ),
    ],
    faults: &["client-secret-post-refused"],
};

const METHODS: &[(Probe, &str)] = &[
    (Probe::MethodClientSecretBasic, "client_secret_basic"),
    (Probe::MethodClientSecretPost, "client_secret_post"),
    (Probe::MethodClientSecretJwt, "client_secret_jwt"),
    (Probe::MethodPrivateKeyJwt, "private_key_jwt"),
];

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let methods = METHODS.iter();
    together(methods.map(|(probe, method)| works(evidence, *probe, method)))
}

fn works(evidence: &Evidence<'_>, probe: Probe, method: &str) -> Result<Vec<Problem>, Blocked> {
    let answers = evidence.probed(&[probe])?;
    check_registration(evidence, method)?;
    // An assertion is tried with each audience that is in use: which of them is right is for other rules.
    if answers.iter().any(|seen| is_authenticated(seen)) {
        return Ok(Vec::new());
    }
    check_all_answered(evidence, probe)?;
    // `unauthorized_client` and the like to one of them may mean that the client got past authentication.
    let refused = answers.iter().all(|seen| is_unauthenticated(seen));
    let Some(seen) = answers.first().filter(|_| refused) else {
        let reason = format!("no answer to {method} says whether the client could authenticate");
        return Err(Blocked::NotObserved(reason));
    };
    if method == "client_secret_basic" && evidence.token_requests().any(is_unauthenticated) {
        let reason = "HTTP Basic is refused in the normal course too".to_owned();
        return Err(Blocked::By(reason));
    }
    let expected = format!("a client that is registered for {method} to authenticate");
    Ok(vec![Problem::new(seen.at_status(), expected, came(seen))])
}
