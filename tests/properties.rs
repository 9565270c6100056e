//! No bytes that a target sends break a room.
#![expect(clippy::unwrap_used, reason = "a test says so by failing")]

use std::sync::OnceLock;

use issuercheck::{
    check::{OutcomeKind, Selection, judge},
    clock::Clock,
    embedded,
    exchange::{Body, Content, Exchange, Header, Headers, Outcome, Record},
    issuer::Faults,
    scenario,
};
use proptest::prelude::*;
use serde_json::{Value, json};
use time::macros::datetime;

fn baseline() -> &'static Record {
    static BASELINE: OnceLock<Record> = OnceLock::new();
    BASELINE.get_or_init(|| {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        let scenarios = scenario::select(&[]).unwrap();
        let clock = Clock::Fixed(datetime!(2026-01-01 00:00 UTC));
        runtime
            .block_on(embedded::record(
                scenarios,
                Faults::default(),
                clock,
                Some(1),
            ))
            .unwrap()
    })
}

/// One thing that a target does otherwise.
#[derive(Clone, Debug)]
enum Mutation {
    Bytes(Vec<u8>),
    Shown(String),
    Member(usize, Value),
    Deep(Value),
    Status(u16),
    Header(String, String),
    NoHeaders,
    Cut(usize),
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(|number| json!(number)),
        ".{0,12}".prop_map(Value::from),
        prop_oneof![
            Just("https://[::1"),
            Just("http://"),
            Just("none"),
            Just("\u{0}"),
            Just("eyJhbGciOiJub25lIn0.e30."),
            Just("....."),
            Just("%"),
            Just("https://issuer.localhost#"),
            Just("en_GB"),
            Just("AQAB"),
        ]
        .prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::vec(("[a-z_]{0,12}", inner), 0..4)
                .prop_map(|members| members.into_iter().collect::<Value>()),
        ]
    })
}

fn any_mutation() -> impl Strategy<Value = Mutation> {
    prop_oneof![
        proptest::collection::vec(any::<u8>(), 0..200).prop_map(Mutation::Bytes),
        ".{0,80}".prop_map(Mutation::Shown),
        (any::<usize>(), any_json()).prop_map(|(at, value)| Mutation::Member(at, value)),
        any_json().prop_map(Mutation::Deep),
        (100..600_u16).prop_map(Mutation::Status),
        ("[A-Za-z-]{1,20}", ".{0,60}").prop_map(|(name, value)| Mutation::Header(name, value)),
        (
            prop_oneof![
                Just("Content-Type"),
                Just("Cache-Control"),
                Just("WWW-Authenticate"),
                Just("Date")
            ],
            ".{0,60}"
        )
            .prop_map(|(name, value)| Mutation::Header(name.to_owned(), value)),
        Just(Mutation::NoHeaders),
        any::<usize>().prop_map(Mutation::Cut),
    ]
}

fn mutate(exchange: &mut Exchange, mutation: &Mutation) {
    let Outcome::Response(response) = &mut exchange.outcome else {
        return;
    };
    let json = response.body.json();
    match mutation {
        Mutation::Bytes(bytes) => response.body = Body::from_bytes(bytes.clone()),
        Mutation::Shown(text) => response.body.content = Content::ShownJson(text.clone()),
        Mutation::Member(at, value) => {
            if let Some(Value::Object(mut members)) = json {
                let names: Vec<String> = members.keys().cloned().collect();
                if let Some(name) = names.get(at % names.len().max(1)) {
                    members.insert(name.clone(), value.clone());
                }
                response.body = Body::from_bytes(Value::Object(members).to_string().into_bytes());
            }
        }
        Mutation::Deep(value) => response.body = Body::from_bytes(value.to_string().into_bytes()),
        Mutation::Status(status) => response.status = *status,
        Mutation::Header(name, value) => {
            let mut headers = response.headers.list().to_vec();
            headers.retain(|header| !header.name.eq_ignore_ascii_case(name));
            headers.push(Header {
                name: name.clone(),
                value: value.clone(),
            });
            response.headers = Headers::Recorded(headers);
        }
        Mutation::NoHeaders => response.headers = Headers::NotRecorded,
        Mutation::Cut(at) => {
            let text = response.body.text().unwrap_or_default();
            let kept: String = text.chars().take(at % (text.chars().count() + 1)).collect();
            response.body = Body::from_bytes(kept.into_bytes());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_break_a_room(mutations in proptest::collection::vec((any::<usize>(), any_mutation()), 1..6)) {
        let mut record = baseline().clone();
        for (at, mutation) in &mutations {
            for scenario in &mut record.scenarios {
                let count = scenario.exchanges().count();
                if let Some(exchange) = scenario.exchanges_mut().nth(at % count.max(1)) {
                    mutate(exchange, mutation);
                }
            }
        }
        let profiles = ["openid", "openid-dynamic", "openactive", "rfc9068"].map(str::to_owned).to_vec();
        for judgement in judge(&record, &Selection { patterns: Vec::new(), profiles }) {
            for finding in judgement.findings {
                prop_assert_ne!(finding.outcome, OutcomeKind::Broken, "{} on {:?}", finding.check, mutations);
            }
        }
    }
}
