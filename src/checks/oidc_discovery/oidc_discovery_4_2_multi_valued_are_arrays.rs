//! `oidc-discovery-4.2-multi-valued-are-arrays`: members with several values are arrays.

use serde_json::Value;

use super::shared::openid;
use crate::check::{
    Applies, Change, Check, Fixture, Level, Mode, Outcome, Problem, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::spec::{Citation, Spec};

pub(super) static CHECK: Check = Check {
    id: "oidc-discovery-4.2-multi-valued-are-arrays",
    aliases: &[],
    cites: &[
        Citation::of(Spec::OidcDiscovery, "4.2"),
        Citation::of(Spec::OidcDiscovery, "3"),
    ],
    statement: "A member that can hold several values is a JSON array of strings, even where it holds one.",
    level: Level::Must,
    severity: Severity::Failure,
    note: Some(
        "The sections state this without a keyword; what follows from the definition of each member is treated as mandatory.",
    ),
    subject: Subject::Discovery,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::OpenidMetadata,
    evaluate,
    remedy: "Send each list as a JSON array of strings.",
    fails_on: &[
        Fixture::new(
            "one string",
            &[Change::Openid(
                "/scopes_supported",
                Some(r#""openid profile""#),
            )],
        ),
        Fixture::new(
            "an object",
            &[Change::Openid(
                "/id_token_signing_alg_values_supported",
                Some(r#"{"RS256":true}"#),
            )],
        ),
        Fixture::new(
            "a number inside",
            &[Change::Openid("/acr_values_supported", Some("[1,2]"))],
        ),
    ],
    faults: &["openid-metadata-claims-string"],
};

const LISTS: &[&str] = &[
    "scopes_supported",
    "response_types_supported",
    "response_modes_supported",
    "grant_types_supported",
    "subject_types_supported",
    "acr_values_supported",
    "claims_supported",
    "claim_types_supported",
    "display_values_supported",
    "ui_locales_supported",
    "claims_locales_supported",
    "code_challenge_methods_supported",
];
const ENDINGS: &[&str] = &[
    "_alg_values_supported",
    "_enc_values_supported",
    "_auth_methods_supported",
];

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let document = openid(evidence)?;
    let problems = document.members.iter().filter_map(|(name, value)| {
        let is_list =
            LISTS.contains(&name.as_str()) || ENDINGS.iter().any(|ending| name.ends_with(ending));
        let strings = value
            .as_array()
            .is_some_and(|items| items.iter().all(Value::is_string));
        let wrong = is_list && !value.is_null() && !strings;
        wrong.then(|| {
            Problem::new(
                document.at(name),
                "an array of strings",
                document.shown(name),
            )
        })
    });
    Ok(Outcome::of(problems.collect()))
}
