//! The differences of two exchanges.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use url::form_urlencoded;

use super::{
    Part, Why,
    json::{Differences, escaped, value},
};
use crate::exchange::{
    Body, Content, Exchange, Failure, Header, Headers, Outcome, Request, Response,
};

/// Finds the differences of two exchanges.
pub(super) fn compare(out: &mut Differences<'_>, old: &Exchange, new: &Exchange) {
    out.of(Part::Request);
    // Where no connection came about, nothing was sent.
    let sent = |exchange: &Exchange| !matches!(exchange.outcome, Outcome::Failure(_));
    requests(out, &old.request, &new.request, sent(old) && sent(new));
    out.of(Part::Response);
    match (&old.outcome, &new.outcome) {
        (Outcome::NotRecorded, _) | (_, Outcome::NotRecorded) => {}
        (Outcome::Response(old), Outcome::Response(new)) => responses(out, old, new),
        (old, new) => {
            let (old, new) = (outcome(old), outcome(new));
            if old != new {
                out.add("!outcome", old, new, None);
            }
        }
    }
}

fn outcome(outcome: &Outcome) -> Option<Value> {
    match outcome {
        Outcome::Response(response) => Some(json!(format!("status {}", response.status))),
        Outcome::Failure(Failure { message, .. }) => Some(json!(message)),
        Outcome::NotRecorded => None,
    }
}

fn requests(out: &mut Differences<'_>, old: &Request, new: &Request, sent: bool) {
    out.values("!method", "", &json!(old.method), &json!(new.method));
    out.values("!url", "", &json!(old.url), &json!(new.url));
    if !sent {
        return;
    }
    headers(out, &old.headers, &new.headers);
    let is_form = |request: &Request| {
        let content_type = request.headers.get("content-type").unwrap_or_default();
        content_type.starts_with("application/x-www-form-urlencoded")
    };
    match (old.body.text(), new.body.text()) {
        (Some(before), Some(after)) if is_form(old) && is_form(new) => forms(out, before, after),
        _ => bodies(out, &old.body, &new.body),
    }
}

fn responses(out: &mut Differences<'_>, old: &Response, new: &Response) {
    out.values("!status", "", &json!(old.status), &json!(new.status));
    if let (Some(old), Some(new)) = (&old.version, &new.version) {
        out.values("!version", "", &json!(old), &json!(new));
    }
    headers(out, &old.headers, &new.headers);
    bodies(out, &old.body, &new.body);
    if let (Some(old), Some(new)) = (old.duration_ms, new.duration_ms)
        && json!(old) != json!(new)
    {
        let why = Some(Why::Duration);
        out.add("!duration_ms", Some(json!(old)), Some(json!(new)), why);
    }
    if let (Some(old), Some(new)) = (&old.connection, &new.connection) {
        out.of(Part::Connection);
        if old.peer != new.peer {
            let value = |peer: &Option<String>| peer.as_ref().map(|peer| json!(peer));
            out.add(
                "!peer",
                value(&old.peer),
                value(&new.peer),
                Some(Why::Address),
            );
        }
        out.values("!tls", "", &json!(old.tls), &json!(new.tls));
    }
}

/// Every header field that one of the two has, in NEW's order; a name's case says nothing (RFC 9110 §5.1).
fn headers(out: &mut Differences<'_>, old: &Headers, new: &Headers) {
    let (Headers::Recorded(old), Headers::Recorded(new)) = (old, new) else {
        return;
    };
    let pair = |header: &Header| (header.name.to_ascii_lowercase(), header.value.clone());
    let (old, new) = (
        Named::new(old.iter().map(pair)),
        Named::new(new.iter().map(pair)),
    );
    for name in new.names_with(&old) {
        out.header(name, old.of(name), new.of(name));
    }
}

/// Values by their names, in the order of the names.
struct Named {
    names: Vec<String>,
    values: BTreeMap<String, Vec<String>>,
}

impl Named {
    fn new(pairs: impl Iterator<Item = (String, String)>) -> Self {
        let (mut names, mut values) = (Vec::new(), BTreeMap::<String, Vec<String>>::new());
        for (name, value) in pairs {
            let list = values.entry(name.clone()).or_default();
            if list.is_empty() {
                names.push(name);
            }
            list.push(value);
        }
        Self { names, values }
    }

    fn of(&self, name: &str) -> &[String] {
        self.values.get(name).map(Vec::as_slice).unwrap_or_default()
    }

    /// The names, then those that only the other has.
    fn names_with<'n>(&'n self, other: &'n Self) -> impl Iterator<Item = &'n String> {
        let only = other
            .names
            .iter()
            .filter(|name| !self.values.contains_key(*name));
        self.names.iter().chain(only)
    }
}

fn bodies(out: &mut Differences<'_>, old: &Body, new: &Body) {
    let unknown = |body: &Body| body.content == Content::NotRecorded;
    if unknown(old) || unknown(new) {
        return;
    }
    out.values("!defect", "", &json!(old.defect), &json!(new.defect));
    if old.content == new.content {
        return;
    }
    match (old.json(), new.json()) {
        (Some(before), Some(after)) if before == after => {
            // What a page shows was written anew by whoever wrote the page.
            if old.bytes().is_some() && new.bytes().is_some() {
                out.add("#", None, None, Some(Why::Formatting));
            }
        }
        (Some(old), Some(new)) => out.values("#", "", &old, &new),
        _ => {
            let (old, new) = (content(old), content(new));
            let why = match (&old, &new) {
                (Some(old), Some(new)) => out.why(old, new),
                _ => None,
            };
            out.add("#", old, new, why);
        }
    }
}

/// What a body holds, as a value; nothing where it is empty.
fn content(body: &Body) -> Option<Value> {
    match &body.content {
        Content::NotRecorded | Content::Empty => None,
        Content::Text(text) | Content::ShownJson(text) => Some(json!(text)),
        Content::Bytes(bytes) => Some(json!(String::from_utf8_lossy(bytes))),
    }
}

/// The parameters of two forms, by their names.
fn forms(out: &mut Differences<'_>, old: &str, new: &str) {
    let read = |text: &str| {
        let pairs = form_urlencoded::parse(text.as_bytes());
        Named::new(pairs.map(|(name, value)| (name.into(), value.into())))
    };
    let (old, new) = (read(old), read(new));
    for name in new.names_with(&old) {
        let at = format!("#/{}", escaped(name));
        match (value(old.of(name)), value(new.of(name))) {
            (Some(old), Some(new)) => out.values(&at, name, &old, &new),
            (old, new) => out.add(at, old, new, None),
        }
    }
}
