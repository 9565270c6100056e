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
pub(super) struct ExchangeView<'a> {
    title: String,
    method: String,
    url: String,
    headers: Vec<HeaderView>,
    request_lines: Vec<String>,
    request_body: Option<BodyView<'a>>,
    response_lines: Vec<String>,
    response_body: Option<BodyView<'a>>,
}

#[derive(Serialize)]
struct HeaderView {
    name: String,
    value: String,
}

#[derive(Serialize)]
struct BodyView<'a> {
    fence: String,
    text: std::borrow::Cow<'a, str>,
}

impl<'a> ExchangeView<'a> {
    pub(super) fn new(exchange: &'a Exchange, origin: Origin) -> Self {
        let request = &exchange.request;
        let response = exchange.response();
        Self {
            title: line(&exchange.title),
            method: line(&request.method),
            url: plain(&request.url),
            headers: request.headers.list().iter().map(HeaderView::new).collect(),
            request_lines: outcome::encoding_line("Request", &request.body)
                .into_iter()
                .collect(),
            request_body: BodyView::new(&request.body),
            response_lines: match &exchange.outcome {
                Outcome::Response(response) => response_lines(response, origin),
                Outcome::Failure(failure) => vec![outcome::failure_line(failure)],
                Outcome::NotRecorded => Vec::new(),
            },
            response_body: response.and_then(|response| BodyView::new(&response.body)),
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

impl<'a> BodyView<'a> {
    fn new(body: &'a Body) -> Option<Self> {
        let text = match &body.content {
            Content::NotRecorded | Content::Empty => return None,
            // A string is shown as what it is, a text; so a text in quotes is always the body itself.
            Content::Text(text) if text.trim_start().starts_with('"') => quote(text),
            Content::Text(text) => indent(text).unwrap_or_else(|| quote(text)),
            Content::Bytes(bytes) => quote(&STANDARD.encode(bytes)),
            Content::ShownJson(text) => indent(text).unwrap_or_else(|| text.clone()),
        };
        Some(Self {
            fence: fence(&text),
            text: text.into(),
        })
    }
}

fn response_lines(response: &Response, origin: Origin) -> Vec<String> {
    let mut lines = vec![outcome::status_line(response, origin)];
    lines.extend(response.body.defect.as_ref().map(outcome::defect_line));
    lines.extend(outcome::encoding_line("Response", &response.body));
    lines
}
