//! `rfc7591-2-metadata-member-types`: client metadata has the types that are defined for it.

use serde_json::Value;

use super::shared::{cut, each, shown, with};
use crate::check::{Applies, Check, Fixture, Level, Mode, Problem, Severity, Subject, Verdict};
use crate::evidence::{Evidence, Registration};
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc7591-2-metadata-member-types",
    aliases: &[],
    cites: &[Citation::rfc(7591, "2"), Citation::rfc(7591, "2.2")],
    statement: "Returned client metadata has the defined JSON types: arrays of strings for redirect_uris, grant_types, response_types and contacts, an object for jwks, strings for the rest.",
    level: Level::Must,
    severity: Severity::Failure,
    note: Some("The type of scope has a rule of its own, and so has a null."),
    subject: Subject::Registration,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::Registered,
    evaluate,
    remedy: "Emit each member in its defined type, a list with one value as an array too.",
    fails_on: &[
        Fixture::new(
            "a string in place of an array",
            &[with("/redirect_uris", r#""https://client.example/cb""#)],
        ),
        Fixture::new(
            "an array of objects",
            &[with("/contacts", r#"[{"email":"a@client.example"}]"#)],
        ),
        Fixture::new("a name that is a number", &[with("/client_name", "7")]),
        Fixture::new("keys as a string", &[with("/jwks", r#""{}""#)]),
        Fixture::new(
            "a name in a language that is an array",
            &[with("/client_name#de", r#"["Beispiel"]"#)],
        ),
    ],
    faults: &["registration-redirect-uris-string"],
};

const ARRAYS: &[&str] = &["redirect_uris", "grant_types", "response_types", "contacts"];

const STRINGS: &[&str] = &[
    "token_endpoint_auth_method",
    "client_name",
    "client_uri",
    "logo_uri",
    "tos_uri",
    "policy_uri",
    "jwks_uri",
    "software_id",
    "software_version",
];

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    each(evidence, judge)
}

fn judge(registration: &Registration<'_>) -> Vec<Problem> {
    let problems = registration.members.iter().filter_map(|(name, value)| {
        let plain = name.split('#').next().unwrap_or_default();
        let (fits, expected) = match plain {
            plain if ARRAYS.contains(&plain) => (is_list(value), "an array of strings"),
            plain if STRINGS.contains(&plain) => (value.is_string(), "a string"),
            "jwks" => (value.is_object(), "an object"),
            _ => return None,
        };
        let problem = || {
            Problem::new(
                cut(registration.at(name)),
                expected,
                shown(registration, name),
            )
        };
        (!fits && !value.is_null()).then(problem)
    });
    problems.collect()
}

fn is_list(value: &Value) -> bool {
    value
        .as_array()
        .is_some_and(|items| items.iter().all(Value::is_string))
}
