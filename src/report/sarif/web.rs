//! The exchanges that results refer to, each once.

use std::collections::HashMap;

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Map, Value, json};

use crate::exchange::{Body, Content, Exchange, Headers, Outcome};

/// Requests and responses, in the order in which results first refer to them; those of one exchange have the same index.
#[derive(Default)]
pub(super) struct Web<'a> {
    exchanges: Vec<&'a Exchange>,
    /// The index of an exchange, by its scenario's index and its own.
    added: HashMap<(usize, usize), usize>,
}

impl<'a> Web<'a> {
    /// The index of an exchange, which is added where it is new.
    pub(super) fn add(&mut self, key: (usize, usize), exchange: &'a Exchange) -> usize {
        *self.added.entry(key).or_insert_with(|| {
            self.exchanges.push(exchange);
            self.exchanges.len() - 1
        })
    }

    pub(super) fn requests(&self) -> impl Iterator<Item = Value> {
        self.exchanges.iter().map(|exchange| request(exchange))
    }

    pub(super) fn responses(&self) -> impl Iterator<Item = Value> {
        self.exchanges.iter().map(|exchange| response(exchange))
    }
}

fn request(exchange: &Exchange) -> Value {
    let request = &exchange.request;
    let mut members = Map::new();
    members.insert("protocol".to_owned(), json!("HTTP"));
    members.insert("target".to_owned(), json!(request.url));
    members.insert("method".to_owned(), json!(request.method));
    add_message(&mut members, &request.headers, &request.body);
    Value::Object(members)
}

fn response(exchange: &Exchange) -> Value {
    let mut members = Map::new();
    match &exchange.outcome {
        Outcome::Response(response) => {
            members.insert("protocol".to_owned(), json!("HTTP"));
            let version = response.version.as_deref();
            if let Some(version) = version.and_then(|version| version.strip_prefix("HTTP/")) {
                members.insert("version".to_owned(), json!(version));
            }
            members.insert("statusCode".to_owned(), json!(response.status));
            if let Some(reason) = &response.reason {
                members.insert("reasonPhrase".to_owned(), json!(reason));
            }
            add_message(&mut members, &response.headers, &response.body);
        }
        Outcome::Failure(_) => {
            members.insert("noResponseReceived".to_owned(), json!(true));
        }
        Outcome::NotRecorded => {}
    }
    Value::Object(members)
}

fn add_message(members: &mut Map<String, Value>, headers: &Headers, body: &Body) {
    let mut fields: Map<String, Value> = Map::new();
    for header in headers.list() {
        // Fields of one name are one list (RFC 9110 §5.3).
        if let Some(Value::String(before)) = fields.get_mut(&header.name) {
            before.push_str(", ");
            before.push_str(&header.value);
        } else {
            fields.insert(header.name.clone(), json!(header.value));
        }
    }
    if !fields.is_empty() {
        members.insert("headers".to_owned(), Value::Object(fields));
    }
    let content = match &body.content {
        Content::NotRecorded | Content::Empty => return,
        Content::Text(text) | Content::ShownJson(text) => json!({ "text": text }),
        Content::Bytes(bytes) => json!({ "binary": STANDARD.encode(bytes) }),
    };
    members.insert("body".to_owned(), content);
}
