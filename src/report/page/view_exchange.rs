//! What the block template prints of an exchange.

use base64::{Engine, engine::general_purpose::STANDARD};
use serde::Serialize;

use super::outcome;
use crate::exchange::{Body, Content, Exchange, Header, Origin, Outcome, Response};
use crate::report::{
    json::{indent, quote},
    text::{code, fence, line, plain},
};

#[derive(Serialize)]
pub(super) struct ExchangeView {
    title: String,
    method: String,
    url: String,
    headers: Vec<HeaderView>,
    /// What is to be said of the request's body, and the body, in lines.
    request: String,
    /// What came of it, and the body of the response, in lines.
    response: String,
}

#[derive(Serialize)]
struct HeaderView {
    name: String,
    value: String,
}

impl ExchangeView {
    pub(super) fn new(exchange: &Exchange, origin: Origin) -> Self {
        let request = &exchange.request;
        let sent = outcome::encoding_line("Request", &request.body);
        let came = match &exchange.outcome {
            Outcome::Response(response) => response_lines(response, origin),
            Outcome::Failure(failure) => vec![outcome::failure_line(failure)],
            Outcome::NotRecorded => Vec::new(),
        };
        let response = exchange.response();
        Self {
            title: line(&exchange.title),
            method: line(&request.method),
            url: plain(&request.url),
            headers: request.headers.list().iter().map(HeaderView::new).collect(),
            request: lines(sent, fenced(&request.body)),
            response: lines(came, response.and_then(|response| fenced(&response.body))),
        }
    }
}

/// Lines in one text, each with its line end.
fn lines(some: impl IntoIterator<Item = String>, more: Option<String>) -> String {
    let lines = some.into_iter().chain(more);
    lines.flat_map(|line| [line, "\n".to_owned()]).collect()
}

impl HeaderView {
    fn new(header: &Header) -> Self {
        Self {
            name: line(&header.name),
            value: code(&quote(&header.value)),
        }
    }
}

/// A body as JSON between fences.
fn fenced(body: &Body) -> Option<String> {
    let text = match &body.content {
        Content::NotRecorded | Content::Empty => return None,
        // A string is shown as what it is, a text; so a text in quotes is always the body itself.
        Content::Text(text) if text.trim_start().starts_with('"') => quote(text),
        Content::Text(text) => indent(text).unwrap_or_else(|| quote(text)),
        Content::Bytes(bytes) => quote(&STANDARD.encode(bytes)),
        Content::ShownJson(text) => indent(text).unwrap_or_else(|| text.clone()),
    };
    let fence = fence(&text);
    Some(format!("{fence}json\n{text}\n{fence}"))
}

fn response_lines(response: &Response, origin: Origin) -> Vec<String> {
    let mut lines = vec![outcome::status_line(response, origin)];
    lines.extend(response.body.defect.as_ref().map(outcome::defect_line));
    lines.extend(outcome::encoding_line("Response", &response.body));
    lines
}
