//! What comes close to breaking a rule of registration and breaks none, or weighs less than the rule; and hostile values.
#![expect(clippy::unwrap_used, reason = "a test says so by failing")]

use std::sync::OnceLock;

use issuercheck::{
    check::{Change, Finding, Fixture, OutcomeKind, Selection, Severity, Subject, judge},
    checks,
    clock::Clock,
    embedded,
    exchange::{Action, Body, Headers, Outcome, Record, ScenarioRecord},
    issuer::Faults,
    scenario,
};
use time::macros::datetime;

const REGISTER: Action = Action::Register;

fn baseline() -> &'static Record {
    static RECORD: OnceLock<Record> = OnceLock::new();
    RECORD.get_or_init(|| {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        let scenarios = scenario::select(&[]).unwrap();
        let clock = Clock::Fixed(datetime!(2026-01-01 00:00 UTC));
        let record = embedded::record(scenarios, Faults::default(), clock, Some(1));
        runtime.block_on(record).unwrap()
    })
}

fn ask(check: &str, record: &Record) -> Vec<Finding> {
    let selection = Selection {
        patterns: vec![check.to_owned()],
        profiles: Vec::new(),
    };
    judge(record, &selection)
        .into_iter()
        .flat_map(|judgement| judgement.findings)
        .collect()
}

/// The outcomes where the check applies, one for each scenario.
fn outcomes(check: &str, changes: &'static [Change]) -> Vec<OutcomeKind> {
    let record = Fixture::new("near miss", changes).apply(baseline());
    let outcomes = ask(check, &record)
        .into_iter()
        .map(|finding| finding.outcome);
    outcomes
        .filter(|outcome| *outcome != OutcomeKind::NotApplicable)
        .collect()
}

fn passes(check: &str, changes: &'static [Change]) {
    let outcomes = outcomes(check, changes);
    assert!(!outcomes.is_empty(), "{check} does not apply");
    assert!(
        outcomes.iter().all(|outcome| *outcome == OutcomeKind::Pass),
        "{check}: {outcomes:?}"
    );
}

fn does_not_fail(check: &str, changes: &'static [Change]) {
    let outcomes = outcomes(check, changes);
    let fails = |outcome: &OutcomeKind| matches!(outcome, OutcomeKind::Fail | OutcomeKind::Broken);
    assert!(!outcomes.iter().any(fails), "{check}: {outcomes:?}");
}

const fn member(pointer: &'static str, json: &'static str) -> Change {
    Change::Body(REGISTER, pointer, Some(json))
}

/// Changes that keep the rule.
const ALLOWED: &[(&str, &[Change])] = &[
    (
        "rfc7591-3.2.1-secret-expires-at-value",
        &[member("/client_secret_expires_at", "1767225600.5")],
    ),
    (
        "rfc7591-3.2.1-client-id-issued-at-value",
        &[member("/client_id_issued_at", "1767225360")],
    ),
    (
        "rfc7591-3.2.1-content-type-json",
        &[Change::Header(
            REGISTER,
            "content-type",
            Some("Application/JSON; charset=utf-8"),
        )],
    ),
    (
        "oidc-registration-3.2-redirect-uris-not-replaced",
        &[
            Change::Sent(
                REGISTER,
                "/redirect_uris",
                Some(r#"["https://a.example/","https://b.example/"]"#),
            ),
            member(
                "/redirect_uris",
                r#"["https://b.example/","https://a.example/"]"#,
            ),
        ],
    ),
    (
        "rfc7591-3.2.1-echo-registered-metadata",
        &[
            Change::Sent(REGISTER, "/client_uri", Some(r#""""#)),
            Change::Body(REGISTER, "/client_uri", None),
            member("/scope", r#""profile""#),
        ],
    ),
    (
        "rfc7591-2-metadata-member-types",
        &[member("/logo_uri", "null")],
    ),
    (
        "oidc-registration-2-grant-types-for-response-types",
        &[
            member("/response_types", r#"["code","id_token code"]"#),
            member("/grant_types", r#"["implicit","authorization_code"]"#),
        ],
    ),
    (
        "rfc6749-10.10-client-secret-entropy",
        &[member(
            "/client_secret",
            r#""dec99c2f-3f0c-4dfd-a5f3-1a265a40efbc""#,
        )],
    ),
    (
        "rfc6749-5.1-registration-no-store",
        &[Change::Header(
            REGISTER,
            "cache-control",
            Some("private, No-Store"),
        )],
    ),
];

#[test]
fn what_the_specifications_allow_passes() {
    for (check, changes) in ALLOWED {
        passes(check, changes);
    }
}

/// Changes that break another rule, or prove nothing.
const OTHERS: &[(&str, &[Change])] = &[
    (
        "rfc7591-3.2.1-confidential-gets-secret",
        &[
            member("/token_endpoint_auth_method", r#""none""#),
            Change::Body(REGISTER, "/client_secret", None),
        ],
    ),
    (
        "rfc7591-3.2.1-secret-expires-at-present",
        &[
            member("/client_secret", r#""""#),
            Change::Body(REGISTER, "/client_secret_expires_at", None),
        ],
    ),
    (
        "rfc7591-3.2.1-json-object-top-level",
        &[Change::Text(REGISTER, "{broken")],
    ),
    (
        "rfc7591-3.2.1-client-id-present",
        &[Change::Text(REGISTER, r#"{"data":{"client_id":"c"}}"#)],
    ),
    (
        "oidc-registration-3.2-redirect-uris-not-replaced",
        &[member("/redirect_uris", r#""https://client.example/cb""#)],
    ),
    (
        "rfc7591-3-post-json-accepted",
        &[Change::Status(REGISTER, 401)],
    ),
    (
        "oidc-registration-3-bearer-initial-access-token",
        &[
            Change::Status(REGISTER, 401),
            Change::Header(
                REGISTER,
                "www-authenticate",
                Some("Bearer error=\"invalid_token\""),
            ),
        ],
    ),
    (
        "rfc7592-2.1-read-200-json",
        &[Change::Status(Action::ReadClient, 405)],
    ),
    (
        "rfc7592-2.1-read-200-json",
        &[
            Change::SentHeader(Action::ReadClient, "authorization", Some("Bearer of-old")),
            Change::Status(Action::ReadClient, 401),
        ],
    ),
    // The embedded issuer's secrets have a character that form encoding changes.
    (
        "rfc7591-2-default-auth-method",
        &[
            Change::Body(REGISTER, "/token_endpoint_auth_method", None),
            Change::Status(Action::Token, 401),
        ],
    ),
];

#[test]
fn what_another_rule_owns_is_not_told_twice() {
    for (check, changes) in OTHERS {
        does_not_fail(check, changes);
    }
}

const ECHO: &str = "rfc7591-3.2.1-echo-registered-metadata";

/// Changes that break a part of the rule that weighs this.
const PARTS: &[(&str, &[Change], Severity)] = &[
    (
        ECHO,
        &[Change::Body(REGISTER, "/scope", None)],
        Severity::Warning,
    ),
    (
        ECHO,
        &[Change::Body(REGISTER, "/client_name", None)],
        Severity::Warning,
    ),
    (
        ECHO,
        &[Change::Body(REGISTER, "/redirect_uris", None)],
        Severity::Failure,
    ),
    (
        ECHO,
        &[Change::Body(REGISTER, "/grant_types", None)],
        Severity::Failure,
    ),
    (
        "rfc7591-3.2.1-secret-expires-at-value",
        &[member("/client_secret_expires_at", "9007199254740991")],
        Severity::Warning,
    ),
    (
        "rfc7591-2-scope-is-string",
        &[member("/scope", r#""""#)],
        Severity::Warning,
    ),
    (
        "rfc7592-3-all-metadata-returned",
        &[Change::Body(
            Action::ReadClient,
            "/registration_access_token",
            None,
        )],
        Severity::Suggestion,
    ),
];

#[test]
fn parts_of_a_rule_weigh_less() {
    for (check, changes, severity) in PARTS {
        let record = Fixture::new("part", changes).apply(baseline());
        let findings = ask(check, &record);
        let failed = findings
            .iter()
            .filter(|finding| finding.outcome == OutcomeKind::Fail);
        let heaviest = failed.map(|finding| finding.severity).max();
        assert_eq!(heaviest, Some(*severity), "{check}");
    }
}

#[test]
fn no_value_that_a_server_sends_breaks_a_room_or_fills_a_page() {
    let long = format!("\"{}\"", "é\u{1f600}".repeat(1_000));
    let deep = format!("{}{}", "[".repeat(100), "]".repeat(100));
    let values = [
        &*long,
        &deep,
        "null",
        "7e300",
        "-0.0",
        "true",
        "{}",
        r#"["",7,null]"#,
        r#""""#,
    ];
    let register = baseline()
        .scenarios
        .iter()
        .flat_map(ScenarioRecord::exchanges)
        .find(|exchange| exchange.action == Some(REGISTER))
        .expect("a registration");
    let members = register
        .response()
        .and_then(|response| response.body.json());
    let mut names: Vec<String> = members
        .unwrap()
        .as_object()
        .unwrap()
        .keys()
        .cloned()
        .collect();
    names.push(format!("client_name#{}", "x".repeat(1_000)));
    for name in names {
        for value in values {
            let mut record = baseline().clone();
            let exchanges = record
                .scenarios
                .iter_mut()
                .flat_map(ScenarioRecord::exchanges_mut);
            for exchange in exchanges
                .filter(|exchange| matches!(exchange.action, Some(REGISTER | Action::ReadClient)))
            {
                let Outcome::Response(response) = &mut exchange.outcome else {
                    continue;
                };
                let Some(mut json) = response.body.json().filter(serde_json::Value::is_object)
                else {
                    continue;
                };
                json[&name] = serde_json::from_str(value).unwrap();
                response.body = Body::from_bytes(json.to_string().into_bytes());
            }
            let about_clients = |finding: &Finding| {
                let subject = checks::find(&finding.check).unwrap().subject;
                matches!(
                    subject,
                    Subject::Registration | Subject::RegistrationManagement
                )
            };
            for finding in ask("*", &record).into_iter().filter(about_clients) {
                let id = finding.check.clone();
                assert_ne!(finding.outcome, OutcomeKind::Broken, "{id}: {name:.20}");
                for problem in &finding.problems {
                    let longest = [&problem.at, &problem.expected, &problem.observed]
                        .map(|text| text.chars().count())
                        .into_iter()
                        .max();
                    assert!(longest < Some(300), "{id}: {name:.20} has {longest:?}");
                }
            }
        }
    }
}

#[test]
fn a_record_without_headers_and_times_proves_little() {
    let mut record = baseline().clone();
    for exchange in record
        .scenarios
        .iter_mut()
        .flat_map(ScenarioRecord::exchanges_mut)
    {
        exchange.time = None;
        if let Outcome::Response(response) = &mut exchange.outcome {
            response.headers = Headers::NotRecorded;
        }
    }
    for check in [
        "rfc7591-3.2.1-content-type-json",
        "rfc7591-3.2.1-client-id-issued-at-value",
        "rfc6749-5.1-registration-no-store",
        "rfc7592-2.1-read-200-json",
    ] {
        let outcomes: Vec<_> = ask(check, &record)
            .into_iter()
            .map(|finding| finding.outcome)
            .filter(|outcome| *outcome != OutcomeKind::NotApplicable)
            .collect();
        assert!(!outcomes.is_empty(), "{check}");
        assert!(
            outcomes
                .iter()
                .all(|outcome| *outcome == OutcomeKind::NotObserved),
            "{check}: {outcomes:?}"
        );
    }
}
