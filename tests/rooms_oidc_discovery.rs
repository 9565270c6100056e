//! Metadata at the edges of OpenID Connect Discovery: what looks odd and keeps the rule passes, and what another check owns
//! is not reported twice.
#![expect(clippy::unwrap_used, reason = "a test says so by failing")]

use issuercheck::{
    check::{Change, Fixture, OutcomeKind, Selection, Severity, judge},
    clock::Clock,
    embedded,
    exchange::{Action, Origin, Record},
    issuer::Faults,
    scenario,
};
use time::macros::datetime;

fn baseline() -> Record {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let scenarios = scenario::select(&["client-credentials-use-case".to_owned()]).unwrap();
    let clock = Clock::Fixed(datetime!(2026-01-01 00:00 UTC));
    let faults = Faults::default();
    runtime
        .block_on(embedded::record(scenarios, faults, clock, Some(1)))
        .unwrap()
}

/// What a check says of the record, and the severity it has there.
fn outcome(record: &Record, id: &str) -> (OutcomeKind, Severity) {
    let selection = Selection {
        patterns: vec![id.to_owned()],
        profiles: vec!["openid-dynamic".to_owned()],
    };
    let judgements = judge(record, &selection);
    let finding = judgements
        .iter()
        .flat_map(|judgement| &judgement.findings)
        .next()
        .unwrap();
    (finding.outcome, finding.severity)
}

const fn openid(pointer: &'static str, value: &'static str) -> Change {
    Change::Openid(pointer, Some(value))
}

const ISSUER_HTTPS: &str = "oidc-discovery-3-issuer-https";
const EXACT: &str = "oidc-discovery-4.3-issuer-exact-match";
const ARRAYS: &str = "oidc-discovery-4.2-multi-valued-are-arrays";
const CONTENT_TYPE: &str = "oidc-discovery-4.2-content-type-json";
const OBJECT: &str = "oidc-discovery-4.2-json-object";
const LOCATION: &str = "oidc-discovery-4-well-known-location";
const STATUS: &str = "oidc-discovery-4.2-status-200";
const TOKEN_ENDPOINT: &str = "oidc-discovery-3-token-endpoint-present";
const HTTPS: &str = "oidc-discovery-3-endpoints-https";
const DYNAMIC: &str = "oidc-discovery-3-dynamic-op-response-types";

const CASES: &[(&str, &[Change], OutcomeKind)] = {
    use OutcomeKind::{Blocked, Fail, NotApplicable, NotObserved, Pass};
    &[
        (
            ISSUER_HTTPS,
            &[openid("/issuer", r#""HTTPS://as.example:8443/tenant""#)],
            Pass,
        ),
        (
            ISSUER_HTTPS,
            &[openid("/issuer", r#""https:as.example""#)],
            Fail,
        ),
        (
            ISSUER_HTTPS,
            &[openid("/issuer", r#""https://as.example/\\tenant""#)],
            Fail,
        ),
        (ISSUER_HTTPS, &[openid("/issuer", "null")], Fail),
        (EXACT, &[openid("/issuer", "7")], Blocked),
        (EXACT, &[openid("/issuer", "null")], NotApplicable),
        (
            EXACT,
            &[openid("/issuer", r#""http://issuer.localhost""#)],
            Blocked,
        ),
        (ARRAYS, &[openid("/acr_values_supported", "null")], Pass),
        (ARRAYS, &[openid("/vendor_supported", r#""all""#)], Pass),
        (
            ARRAYS,
            &[openid("/scopes_supported", r#"["openid",null]"#)],
            Fail,
        ),
        (
            "oidc-discovery-3-scopes-supported",
            &[openid("/scopes_supported", "7")],
            Blocked,
        ),
        (
            "oidc-discovery-3-response-types-supported",
            &[openid("/response_types_supported", "[]")],
            Blocked,
        ),
        (
            "oidc-discovery-3-id-token-alg-rs256",
            &[openid("/id_token_signing_alg_values_supported", "{}")],
            Blocked,
        ),
        (
            CONTENT_TYPE,
            &[Change::Header(
                Action::Discover,
                "content-type",
                Some("Application/JSON ; charset=utf-8"),
            )],
            Pass,
        ),
        (
            CONTENT_TYPE,
            &[Change::Text(Action::Discover, "<!doctype html>")],
            Blocked,
        ),
        (
            OBJECT,
            &[Change::Text(
                Action::Discover,
                "\r\n{\"issuer\":\"https://issuer.localhost\"}\n",
            )],
            Pass,
        ),
        (
            OBJECT,
            &[Change::Text(Action::Discover, r#"{"too_big":1e999}"#)],
            NotObserved,
        ),
        (
            OBJECT,
            &[
                Change::Text(Action::Discover, ""),
                Change::Status(Action::Discover, 204),
            ],
            Blocked,
        ),
        (OBJECT, &[Change::Status(Action::Discover, 404)], Blocked),
        (
            LOCATION,
            &[Change::Text(Action::Discover, "<!doctype html>")],
            Blocked,
        ),
        (LOCATION, &[Change::Status(Action::Discover, 503)], Blocked),
        (STATUS, &[Change::Status(Action::Discover, 404)], Blocked),
        (STATUS, &[Change::Status(Action::Discover, 204)], Fail),
        (HTTPS, &[openid("/token_endpoint", r#""token""#)], Pass),
        (
            HTTPS,
            &[openid("/op_policy_uri", r#""http://as.example/policy""#)],
            Pass,
        ),
        (
            TOKEN_ENDPOINT,
            &[
                openid(
                    "/response_types_supported",
                    r#"["id_token","id_token token"]"#,
                ),
                openid("/grant_types_supported", r#"["implicit"]"#),
                Change::Openid("/token_endpoint", None),
            ],
            NotApplicable,
        ),
        (
            TOKEN_ENDPOINT,
            &[
                openid("/response_types_supported", r#"["code id_token"]"#),
                Change::Openid("/grant_types_supported", None),
                Change::Openid("/token_endpoint", None),
            ],
            Fail,
        ),
        (
            "oidc-discovery-3-userinfo-endpoint",
            &[
                openid("/grant_types_supported", r#"["client_credentials"]"#),
                Change::Openid("/userinfo_endpoint", None),
            ],
            NotApplicable,
        ),
        (
            "oidc-discovery-3-registration-endpoint",
            &[
                Change::Gone(Action::Register),
                Change::Openid("/registration_endpoint", None),
            ],
            NotApplicable,
        ),
        ("oidc-discovery-3-token-auth-alg-none", &[], Pass),
        (
            "oidc-discovery-3-request-object-algs",
            &[openid(
                "/request_object_signing_alg_values_supported",
                r#"["RS256"]"#,
            )],
            Pass,
        ),
        (
            "oidc-discovery-3-auth-methods-default",
            &[Change::Openid(
                "/token_endpoint_auth_methods_supported",
                None,
            )],
            Pass,
        ),
        (
            DYNAMIC,
            &[openid(
                "/response_types_supported",
                r#"["code","id_token","token id_token"]"#,
            )],
            Pass,
        ),
        (
            "oidc-discovery-3-dynamic-op-grant-types",
            &[Change::Openid("/grant_types_supported", None)],
            NotApplicable,
        ),
        (
            "oidc-discovery-3-dynamic-op-grant-types",
            &[openid(
                "/grant_types_supported",
                r#"["implicit","authorization_code"]"#,
            )],
            Pass,
        ),
    ]
};

#[test]
fn each_edge_is_judged_as_the_section_says() {
    let record = baseline();
    let mut wrong = Vec::new();
    for (id, changes, expected) in CASES {
        let found = outcome(&Fixture::new("", changes).apply(&record), id).0;
        if found != *expected {
            wrong.push(format!("{id} {changes:?}: {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn parts_of_a_rule_weigh_less() {
    let record = baseline();
    let weighs = |id, changes| {
        let (outcome, severity) = outcome(&Fixture::new("", changes).apply(&record), id);
        assert_eq!(outcome, OutcomeKind::Fail);
        severity
    };
    let redirect = &[Change::Status(Action::Discover, 302)];
    assert_eq!(weighs(LOCATION, redirect), Severity::Suggestion);
    let more = const { &[openid("/subject_types_supported", r#"["public","email"]"#)] };
    let unknown = const { &[openid("/subject_types_supported", r#"["email"]"#)] };
    let subjects = "oidc-discovery-3-subject-types-supported";
    assert_eq!(weighs(subjects, more), Severity::Warning);
    assert_eq!(weighs(subjects, unknown), Severity::Failure);
}

#[test]
fn a_report_does_not_show_a_slash_at_the_end_of_the_issuer() {
    let slash = const { &[openid("/issuer", r#""https://issuer.localhost/""#)] };
    let other = const { &[openid("/issuer", r#""https://other.example""#)] };
    let mut record = baseline();
    record.origin = Origin::Report;
    let slash = Fixture::new("", slash).apply(&record);
    assert_eq!(outcome(&slash, EXACT).0, OutcomeKind::NotObserved);
    let other = Fixture::new("", other).apply(&record);
    assert_eq!(outcome(&other, EXACT).0, OutcomeKind::Fail);
}

#[test]
fn what_works_need_not_be_listed_where_the_default_says_so() {
    let record = baseline();
    let id = "oidc-discovery-3-grant-types-default";
    assert_eq!(outcome(&record, id).0, OutcomeKind::Pass);
    let gone = Fixture::new("", &[Change::Gone(Action::Token)]).apply(&record);
    assert_eq!(outcome(&gone, id).0, OutcomeKind::NotApplicable);
}
