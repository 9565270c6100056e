//! Puts neutral names in the places of the target's host names and addresses, the same name for the same host everywhere.
//!
//! Rules compare hosts and never look at what they are called, so a record is judged the same afterwards. A host is one that
//! was asked, one that the metadata names, or one that a certificate is for.

use std::cell::RefCell;

use base64::{
    Engine, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use serde_json::Value;
use url::Url;

use super::needle::{Kind, Needles};
use crate::{
    exchange::{Action, Certificate, Connection, Outcome, Record, ScenarioRecord, sha256},
    secret::each_text,
};

/// A host name stands where it cannot be replaced.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "host names cannot be redacted: one also stands in {}, which cannot be changed without breaking what it is",
    places.join(", ")
)]
pub struct HostsLeft {
    /// Where.
    pub places: Vec<String>,
}

/// base64 of either alphabet, padded or not; `-` and `_` are read as `+` and `/`.
const ANY_BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);
/// Below this many characters, a run of base64 cannot hold a host name that matters.
const SHORTEST_BASE64: usize = 12;

/// The record with neutral names in the places of hosts, addresses and what certificates say of their holders.
///
/// # Errors
///
/// A host name stands inside a value that is encoded, such as a certificate or a JWT, or in a scenario's file.
pub(super) fn redact(record: &Record, scenarios: &[String]) -> Result<Record, HostsLeft> {
    let mut needles = Needles::new(&record.to_json().unwrap_or_default());
    collect(record, &mut needles);
    needles.sort();
    let mut redacted = record.clone();
    each_text(&mut redacted, &|text| {
        if let Some(changed) = needles.replaced(text) {
            *text = changed;
        }
    });
    let mut known = Vec::new();
    let clients = redacted.clients.iter_mut();
    let after = clients.filter_map(|client| client.exchange.as_deref_mut());
    let run = redacted.scenarios.iter_mut();
    let exchanges = run.flat_map(ScenarioRecord::exchanges_mut).chain(after);
    for connection in exchanges.filter_map(connection_mut) {
        anonymize(connection, &needles, &mut known);
    }
    let places = left(&redacted, scenarios, &needles);
    if places.is_empty() {
        Ok(redacted)
    } else {
        Err(HostsLeft { places })
    }
}

fn connection_mut(exchange: &mut crate::exchange::Exchange) -> Option<&mut Connection> {
    match &mut exchange.outcome {
        Outcome::Response(response) => response.connection.as_mut(),
        Outcome::Failure(_) | Outcome::NotRecorded => None,
    }
}

fn collect(record: &Record, needles: &mut Needles) {
    if let Some(issuer) = &record.target.issuer {
        add_url(issuer, needles);
    }
    let exchanges = || {
        let clients = record.clients.iter();
        let after = clients.filter_map(|client| client.exchange.as_deref());
        record
            .scenarios
            .iter()
            .flat_map(ScenarioRecord::exchanges)
            .chain(after)
    };
    for exchange in exchanges() {
        add_url(&exchange.request.url, needles);
        let Some(response) = exchange.response() else {
            continue;
        };
        let json = response.body.json().unwrap_or_default();
        if exchange.action == Some(Action::Discover) {
            add_named(&json, needles);
        }
        if let Some(uri) = json.get("registration_client_uri").and_then(Value::as_str) {
            add_url(uri, needles);
        }
    }
    for exchange in exchanges() {
        let connection = exchange
            .response()
            .and_then(|response| response.connection.as_ref());
        let peer = connection.and_then(|connection| connection.peer.as_deref());
        if let Some((address, _)) = peer.and_then(|peer| peer.rsplit_once(':')) {
            needles.add(Kind::Host, address.trim_matches(['[', ']']));
        }
        let tls = connection.and_then(|connection| connection.tls.as_ref());
        for certificate in tls.iter().flat_map(|tls| &tls.certificates) {
            add_certificate(certificate, needles);
        }
    }
}

fn add_url(text: &str, needles: &mut Needles) {
    let url = Url::parse(text).ok();
    if let Some(host) = url.as_ref().and_then(Url::host_str) {
        needles.add(Kind::Host, host.trim_matches(['[', ']']));
    }
}

/// The hosts of the members that are locations. Others, such as claims, are names that only look like locations.
fn add_named(value: &Value, needles: &mut Needles) {
    for (name, value) in value.as_object().into_iter().flatten() {
        let names_a_place = name == "issuer"
            || name == "service_documentation"
            || name.ends_with("_endpoint")
            || name.ends_with("_uri");
        match value {
            Value::String(text) if names_a_place => add_url(text, needles),
            Value::Object(_) => add_named(value, needles),
            _ => {}
        }
    }
}

fn add_certificate(certificate: &Certificate, needles: &mut Needles) {
    for name in &certificate.names {
        needles.add(Kind::Host, name.trim_start_matches("*."));
    }
    for name in [&certificate.subject, &certificate.issuer] {
        needles.add(Kind::Name, name);
    }
}

/// What finds a certificate in public logs is replaced by what only tells certificates apart: digests of numbers, since one of
/// the value itself could be looked up by whoever has the logs.
fn anonymize(connection: &mut Connection, needles: &Needles, known: &mut Vec<String>) {
    if let Some(peer) = &mut connection.peer {
        // The port says nothing of whose it is.
        if let Some(changed) = needles.replaced(peer) {
            *peer = changed;
        }
    }
    let tls = connection.tls.as_mut();
    for certificate in tls.into_iter().flat_map(|tls| &mut tls.certificates) {
        for text in [&mut certificate.serial, &mut certificate.public_key_sha256] {
            let number = known.iter().position(|value| value == text);
            let number = number.unwrap_or_else(|| {
                known.push(text.clone());
                known.len() - 1
            });
            let length = text.len();
            *text = sha256(format!("redacted {number}").as_bytes());
            text.truncate(length);
        }
    }
}

/// Where a host can still be found.
fn left(record: &Record, scenarios: &[String], needles: &Needles) -> Vec<String> {
    let mut places = Vec::new();
    let head = Record {
        scenarios: Vec::new(),
        ..record.clone()
    };
    if finds(head.clone(), needles) {
        places.push("the record's head".to_owned());
    }
    for scenario in &record.scenarios {
        let with = |groups| Record {
            scenarios: vec![ScenarioRecord {
                groups,
                ..scenario.clone()
            }],
            ..head.clone()
        };
        if finds(with(Vec::new()), needles) {
            places.push(format!("the head of {}", scenario.id));
        }
        for group in &scenario.groups {
            for block in &group.blocks {
                let one = crate::exchange::Group {
                    blocks: vec![block.clone()],
                    ..group.clone()
                };
                if finds(with(vec![one]), needles) {
                    places.push(format!("{} of {}", title(block), scenario.id));
                }
            }
        }
    }
    // Whatever a record has besides texts from outside has no host in it; if one is there, it is not published either.
    let whole = record.to_json().unwrap_or_default();
    if places.is_empty() && needles.finds(&whole) {
        places.push("a part of the record that is not redacted".to_owned());
    }
    if scenarios.iter().any(|text| needles.finds(text)) {
        places.push("a scenario's file".to_owned());
    }
    places
}

fn title(block: &crate::exchange::Block) -> String {
    use crate::exchange::Block;
    match block {
        Block::Exchange { exchange, .. } => format!("the {} exchange", exchange.title),
        Block::Note(note) => format!("the note {}", note.title),
        Block::Specs { .. } | Block::Validations { .. } | Block::Text(_) => "a text".to_owned(),
    }
}

fn finds(mut record: Record, needles: &Needles) -> bool {
    let found = RefCell::new(false);
    each_text(&mut record, &|text| {
        let hidden = || runs(text).iter().any(|decoded| needles.finds(decoded));
        if needles.finds(text) || hidden() {
            *found.borrow_mut() = true;
        }
    });
    found.into_inner()
}

/// What stands in a text as base64.
fn runs(text: &str) -> Vec<String> {
    let text = text.replace("\\/", "/").replace('-', "+").replace('_', "/");
    let is_base64 = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '/');
    let runs = text
        .split(|c| !is_base64(c))
        .filter(|run| run.len() >= SHORTEST_BASE64);
    let decoded = runs.filter_map(|run| ANY_BASE64.decode(run).ok());
    decoded
        .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
        .collect()
}
