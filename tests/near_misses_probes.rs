//! Answers to probes that come close to breaking a rule and break none, or weigh less than the rule, or prove nothing.
#![expect(clippy::unwrap_used, reason = "a test says so by failing")]

use std::sync::OnceLock;

use issuercheck::{
    check::{Change, Finding, Fixture, On, OutcomeKind, Selection, Severity, judge},
    clock::Clock,
    embedded,
    exchange::{Action, FailureKind, Probe, Record},
    issuer::Faults,
    scenario,
};
use time::macros::datetime;

fn baseline() -> &'static Record {
    static RECORD: OnceLock<Record> = OnceLock::new();
    RECORD.get_or_init(|| {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        let scenarios = scenario::select(&["probes".to_owned()]).unwrap();
        let clock = Clock::Fixed(datetime!(2026-01-01 00:00 UTC));
        let record = embedded::record(scenarios, Faults::default(), clock, Some(1));
        runtime.block_on(record).unwrap()
    })
}

fn ask(check: &str, changes: &'static [Change]) -> Vec<Finding> {
    let selection = Selection {
        patterns: vec![check.to_owned()],
        profiles: Vec::new(),
    };
    let record = Fixture::new("near miss", changes).apply(baseline());
    let judged = judge(&record, &selection).into_iter();
    judged.flat_map(|judgement| judgement.findings).collect()
}

fn outcomes(check: &str, changes: &'static [Change]) -> Vec<OutcomeKind> {
    let findings = ask(check, changes).into_iter();
    findings.map(|finding| finding.outcome).collect()
}

/// An answer that a client was registered, as it is shown.
const fn registered(probe: Probe, text: &'static str) -> [Change; 2] {
    [
        Change::On(probe, On::Status(201)),
        Change::On(probe, On::Text(text)),
    ]
}

/// Answers that keep the rule.
const ALLOWED: &[(&str, &[Change])] = &[
    (
        "rfc7591-2-unknown-metadata-ignored",
        &[Change::On(
            Probe::UnknownMetadata,
            On::Body("/x_issuercheck_probe", Some("1")),
        )],
    ),
    (
        "rfc6749-3.1.2-redirect-uri-no-fragment",
        &registered(
            Probe::RedirectUriFragment,
            r#"{"client_id":"c","redirect_uris":["https://client.example/cb"]}"#,
        ),
    ),
    (
        "rfc7591-5-redirect-uris-required",
        &registered(
            Probe::RedirectUrisMissing,
            r#"{"client_id":"c","grant_types":["client_credentials"]}"#,
        ),
    ),
    (
        "oidc-registration-2-web-implicit-https",
        &registered(
            Probe::WebImplicitHttp,
            r#"{"client_id":"c","redirect_uris":["http://localhost/cb"],"grant_types":["authorization_code"]}"#,
        ),
    ),
    (
        "oidc-registration-2-id-token-alg-none-refused",
        &registered(
            Probe::IdTokenAlgNone,
            r#"{"client_id":"c","response_types":["code"],"id_token_signed_response_alg":"none"}"#,
        ),
    ),
    (
        "oidc-registration-2-jwks-private-key-refused",
        &registered(
            Probe::PrivateKeyInJwks,
            r#"{"client_id":"c","jwks":{"keys":[{"kty":"EC"}]}}"#,
        ),
    ),
    (
        "rfc7591-2-jwks-xor-jwks-uri",
        &registered(
            Probe::JwksAndJwksUri,
            r#"{"client_id":"c","jwks":{"keys":[]},"jwks_uri":null}"#,
        ),
    ),
    (
        "rfc7591-2.1-grant-response-consistency",
        &registered(
            Probe::GrantResponseMismatch,
            r#"{"client_id":"c","grant_types":["authorization_code","implicit"],"response_types":["code token"]}"#,
        ),
    ),
    (
        "rfc9700-4.15.1-client-id-not-chosen",
        &[Change::On(Probe::ChosenClientId, On::Status(400))],
    ),
    (
        "rfc7591-3.2.2-invalid-initial-token-error",
        &[Change::On(
            Probe::WrongInitialAccessToken,
            On::Header(
                "www-authenticate",
                Some("Basic realm=\"r\", bearer realm=\"r\",error=\"invalid_token\""),
            ),
        )],
    ),
    (
        "rfc7591-3.2.2-malformed-json-refused",
        &[Change::On(Probe::MalformedJson, On::Status(422))],
    ),
    (
        "rfc7591-3.2.2-error-json",
        &[Change::On(
            Probe::RedirectUriFragment,
            On::Header("content-type", Some("Application/JSON; charset=utf-8")),
        )],
    ),
    (
        "rfc9110-9.1-unsupported-method-405",
        &[Change::On(Probe::UnsupportedMethod, On::Status(501))],
    ),
    (
        "rfc9110-15.5.6-405-has-allow",
        &[Change::On(
            Probe::UnsupportedMethod,
            On::Header("allow", Some("")),
        )],
    ),
    (
        "rfc6749-3.2-tls-required",
        &[Change::On(
            Probe::PlainHttp,
            On::Answered(200, "<!doctype html><title>Another site</title>"),
        )],
    ),
    (
        "rfc6749-3.2-tls-required",
        &[Change::On(Probe::PlainHttp, On::Answered(301, ""))],
    ),
    (
        "oidc-discovery-4-cors",
        &[Change::On(
            Probe::CrossOrigin,
            On::Header(
                "access-control-allow-origin",
                Some("https://client.example"),
            ),
        )],
    ),
];

#[test]
fn what_the_specifications_allow_passes() {
    for (check, changes) in ALLOWED {
        let outcomes = outcomes(check, changes);
        assert_eq!(outcomes, [OutcomeKind::Pass], "{check}: {changes:?}");
    }
}

/// Answers that break another rule, or prove nothing.
const OTHERS: &[(&str, &[Change])] = &[
    (
        "rfc6749-3.1.2-redirect-uri-no-fragment",
        &[Change::On(Probe::RedirectUriFragment, On::Status(503))],
    ),
    (
        "rfc6749-3.1.2-redirect-uri-no-fragment",
        &registered(Probe::RedirectUriFragment, r#"{"client_id":"c"}"#),
    ),
    (
        "rfc7591-5-redirect-uri-kinds",
        &[Change::On(Probe::RedirectUriRemoteHttp, On::Status(403))],
    ),
    (
        "rfc7591-5-redirect-uri-kinds",
        &[Change::On(
            Probe::RedirectUriRemoteHttp,
            On::Failed(FailureKind::Closed, "the connection was closed"),
        )],
    ),
    (
        "oidc-registration-2-native-redirect-uris",
        &registered(
            Probe::NativeRemoteHttps,
            r#"{"client_id":"c","redirect_uris":["https://client.example/cb"]}"#,
        ),
    ),
    (
        "rfc7591-2-unknown-metadata-ignored",
        &[Change::On(Probe::UnknownMetadata, On::Status(401))],
    ),
    (
        "rfc7591-2-unknown-metadata-ignored",
        &[Change::On(Probe::UnknownMetadata, On::Status(502))],
    ),
    // The server shows what it does not understand, too.
    (
        "oidc-registration-2-initiate-login-uri-https",
        &[
            Change::On(
                Probe::UnknownMetadata,
                On::Body("/x_issuercheck_probe", Some("1")),
            ),
            Change::On(Probe::InitiateLoginUriHttp, On::Status(201)),
            Change::On(
                Probe::InitiateLoginUriHttp,
                On::Text(r#"{"client_id":"c","initiate_login_uri":"http://client.example/login"}"#),
            ),
        ],
    ),
    // The registration that succeeded was another one.
    (
        "rfc7591-2-unknown-metadata-ignored",
        &[
            Change::Sent(Action::Register, "/grant_types", None),
            Change::On(Probe::UnknownMetadata, On::Status(400)),
        ],
    ),
    (
        "rfc7591-3.2.2-code-invalid-redirect-uri",
        &[
            Change::Sent(Action::Register, "/grant_types", None),
            Change::On(
                Probe::RedirectUriFragment,
                On::Body("/error", Some(r#""invalid_request""#)),
            ),
        ],
    ),
    (
        "rfc7591-3.2.2-code-invalid-redirect-uri",
        &[Change::On(Probe::RedirectUriFragment, On::Text("no"))],
    ),
    (
        "rfc7591-3.2.2-error-status-400",
        &[Change::On(Probe::RedirectUriFragment, On::Status(401))],
    ),
    (
        "rfc7591-3.2.2-error-status-400",
        &[Change::On(Probe::MalformedJson, On::Status(500))],
    ),
    (
        "rfc7591-3.2.2-error-status-400",
        &[Change::Status(Action::Register, 400)],
    ),
    (
        "rfc7591-3.2.2-error-json",
        &[
            Change::On(Probe::RedirectUriFragment, On::Status(500)),
            Change::On(Probe::RedirectUriFragment, On::Text("<html>")),
        ],
    ),
    (
        "rfc7591-3.2.2-error-member",
        &[Change::On(Probe::RedirectUriFragment, On::Text("<html>"))],
    ),
    (
        "rfc7591-3.2.2-malformed-json-refused",
        &[Change::On(Probe::MalformedJson, On::Status(503))],
    ),
    (
        "rfc7591-3.2.2-invalid-initial-token-error",
        &[
            Change::On(Probe::WrongInitialAccessToken, On::Status(201)),
            Change::On(Probe::OpenRegistration, On::Status(201)),
        ],
    ),
    (
        "rfc7591-3-open-registration",
        &[Change::On(Probe::OpenRegistration, On::Status(401))],
    ),
    (
        "rfc7591-3.2.1-secret-unique",
        &[
            Change::Body(Action::Register, "/client_secret", Some(r#""same""#)),
            Change::Body(Action::Register, "/client_id", Some(r#""same""#)),
            Change::On(
                Probe::SecondClient,
                On::Body("/client_secret", Some(r#""same""#)),
            ),
            Change::On(
                Probe::SecondClient,
                On::Body("/client_id", Some(r#""same""#)),
            ),
        ],
    ),
    (
        "rfc9110-9.1-unsupported-method-405",
        &[Change::On(Probe::UnsupportedMethod, On::Status(401))],
    ),
    (
        "rfc9325-3.1.1-tls12-supported",
        &[Change::On(
            Probe::Tls12,
            On::Failed(FailureKind::TimedOut, "no answer in time"),
        )],
    ),
    (
        "rfc9325-3.1.1-no-legacy-tls",
        &[Change::On(
            Probe::Tls11,
            On::Failed(FailureKind::Refused, "nothing listens there"),
        )],
    ),
];

#[test]
fn what_proves_nothing_is_no_failure() {
    for (check, changes) in OTHERS {
        let outcomes = outcomes(check, changes);
        let fails =
            |outcome: &OutcomeKind| matches!(outcome, OutcomeKind::Fail | OutcomeKind::Broken);
        assert!(!outcomes.is_empty(), "{check} was not asked");
        assert!(
            !outcomes.iter().any(fails),
            "{check}: {changes:?} {outcomes:?}"
        );
    }
}

/// Answers that break a part of the rule, which weighs this.
const PARTS: &[(&str, &[Change], Severity)] = &[
    (
        "rfc7591-3.2.2-code-invalid-redirect-uri",
        &[Change::On(
            Probe::RedirectUriRelative,
            On::Body("/error", Some(r#""invalid_client_metadata""#)),
        )],
        Severity::Suggestion,
    ),
    (
        "rfc7591-3.2.2-invalid-initial-token-error",
        &[Change::On(
            Probe::WrongInitialAccessToken,
            On::Header("www-authenticate", Some("Bearer")),
        )],
        Severity::Warning,
    ),
    (
        "rfc7591-3.2.1-client-id-unique",
        &[
            Change::Body(Action::Register, "/client_id", Some(r#""demo""#)),
            Change::On(
                Probe::SecondClient,
                On::Body("/client_id", Some(r#""demo""#)),
            ),
        ],
        Severity::Warning,
    ),
    (
        "rfc7591-3.2.1-client-id-unique",
        &[
            Change::SentHeader(Action::Register, "authorization", None),
            Change::Body(Action::Register, "/client_id", Some(r#""demo""#)),
            Change::On(
                Probe::SecondClient,
                On::Body("/client_id", Some(r#""demo""#)),
            ),
        ],
        Severity::Failure,
    ),
    (
        "rfc7591-3.2.1-software-statement-returned",
        &[Change::On(
            Probe::SoftwareStatement,
            On::Body("/client_name", None),
        )],
        Severity::Warning,
    ),
    (
        "rfc9325-3.1.1-tls12-supported",
        &[Change::On(
            Probe::Tls12,
            On::Failed(FailureKind::Tls, "refused"),
        )],
        Severity::Suggestion,
    ),
];

#[test]
fn a_part_of_a_rule_weighs_what_it_is_worth() {
    for (check, changes, severity) in PARTS {
        let mut findings = ask(check, changes).into_iter();
        let failed = findings.find(|finding| finding.outcome == OutcomeKind::Fail);
        assert_eq!(failed.unwrap().severity, *severity, "{check}: {changes:?}");
    }
}
