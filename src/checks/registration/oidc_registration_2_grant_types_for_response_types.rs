//! `oidc-registration-2-grant-types-for-response-types`: each response type has its grant types.

use serde_json::Value;

use super::shared::{Found, each_found, has, sent, shown, with};
use crate::check::{
    Applies, Blocked, Check, Fixture, Level, Mode, Problem, Severity, Subject, Verdict,
};
use crate::evidence::{Evidence, Registration};
use crate::spec::{Citation, Spec};

pub(super) static CHECK: Check = Check {
    id: "oidc-registration-2-grant-types-for-response-types",
    aliases: &[],
    cites: &[
        Citation::of(Spec::OidcRegistration, "2"),
        Citation::rfc(7591, "2.1"),
    ],
    statement: "The registered grant_types cover each registered response type: code needs authorization_code, id_token and token need implicit.",
    level: Level::Must,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Registration,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::RegistrationHas("response_types"),
    evaluate,
    remedy: "Add the grant types that the response types need, or refuse the registration.",
    fails_on: &[
        Fixture::new(
            "a hybrid response type without implicit",
            &[with("/response_types", r#"["code id_token"]"#)],
        ),
        Fixture::new(
            "code without authorization_code",
            &[with("/grant_types", r#"["client_credentials"]"#)],
        ),
    ],
    faults: &["registration-response-types-without-grant"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    each_found(evidence, judge)
}

// Without grant_types the client has authorization_code; where they were sent and not returned, another rule is about that.
fn judge(registration: &Registration<'_>) -> Found {
    let name = "grant_types";
    let default = Value::from(vec!["authorization_code"]);
    let grants = match registration.get(name) {
        Some(grants) if grants.is_array() => grants,
        None if sent(registration, name).is_none() => &default,
        _ => {
            return Err(Blocked::By(
                "grant_types is not shown as an array".to_owned(),
            ));
        }
    };
    let response_types = registration.list("response_types");
    let words = || response_types.iter().flat_map(|value| value.split(' '));
    let needs = [
        ("authorization_code", words().any(|word| word == "code")),
        (
            "implicit",
            words().any(|word| matches!(word, "id_token" | "token")),
        ),
    ];
    let problem = |(grant, _): &(&str, bool)| {
        let types = shown(registration, "response_types");
        let observed = shown(registration, name);
        Problem::new(
            registration.at(name),
            format!("{grant:?} for {types}"),
            observed,
        )
    };
    let missing = needs
        .iter()
        .filter(|(grant, needed)| *needed && !has(Some(grants), grant));
    Ok(missing.map(problem).collect())
}
