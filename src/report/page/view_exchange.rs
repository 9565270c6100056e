//! What the block template prints of an exchange.

use askama::Template;
use base64::{Engine, engine::general_purpose::STANDARD};

use super::outcome;
use crate::exchange::{Body, Content, Exchange, Header, Origin, Outcome, Response};
use crate::report::{
    json::{indent, quote},
    text::{code, fence, line, plain},
};

#[derive(Template)]
#[template(path = "page_exchange.md")]
pub(super) struct ExchangeView {
    title: String,
    method: String,
    url: String,
    headers: Vec<HeaderView>,
    /// What is to be said of the request's body, and the body, in lines.
    request: Vec<String>,
    /// What came of it, and the body of the response, in lines.
    response: Vec<String>,
}

struct HeaderView {
    name: String,
    value: String,
}

impl ExchangeView {
    pub(super) fn new(exchange: &Exchange, origin: Origin) -> Self {
        let request = &exchange.request;
        let mut sent = Vec::new();
        sent.extend(outcome::encoding_line("Request", &request.body));
        push_body(&mut sent, &request.body);
        let mut came = match &exchange.outcome {
            Outcome::Response(response) => response_lines(response, origin),
            Outcome::Failure(failure) => vec![outcome::failure_line(failure)],
            Outcome::NotRecorded => Vec::new(),
        };
        if let Some(response) = exchange.response() {
            push_body(&mut came, &response.body);
        }
        Self {
            title: line(&exchange.title),
            method: line(&request.method),
            url: plain(&request.url),
            headers: request.headers.list().iter().map(HeaderView::new).collect(),
            request: sent,
            response: came,
        }
    }
}

impl HeaderView {
    fn new(header: &Header) -> Self {
        Self {
            name: line(&header.name),
            value: code(&quote(&header.value)),
        }
    }
}

/// Adds a body as JSON between fences.
fn push_body(lines: &mut Vec<String>, body: &Body) {
    let text = match &body.content {
        Content::NotRecorded | Content::Empty => return,
        // A string is shown as what it is, a text; so a text in quotes is always the body itself.
        Content::Text(text) if text.trim_start().starts_with('"') => quote(text),
        Content::Text(text) => indent(text).unwrap_or_else(|| quote(text)),
        Content::Bytes(bytes) => quote(&STANDARD.encode(bytes)),
        Content::ShownJson(text) => indent(text).unwrap_or_else(|| text.clone()),
    };
    let fence = fence(&text);
    lines.extend([format!("{fence}json"), text, fence]);
}

fn response_lines(response: &Response, origin: Origin) -> Vec<String> {
    let mut lines = vec![outcome::status_line(response, origin)];
    lines.extend(response.body.defect.as_ref().map(outcome::defect_line));
    lines.extend(outcome::encoding_line("Response", &response.body));
    lines
}
