//! What the block template prints of an exchange.

use std::borrow::Cow;

use askama::Template;
use base64::{Engine, engine::general_purpose::STANDARD};

use super::outcome;
use crate::exchange::{Body, Content, Exchange, Header, Origin, Outcome, Response};
use crate::report::{
    json::{indent, quote},
    text::{code, fence, one_line, plain},
};

#[derive(Template)]
#[template(path = "page_exchange.md")]
pub(super) struct ExchangeView<'a> {
    title: Cow<'a, str>,
    method: Cow<'a, str>,
    url: String,
    headers: Vec<HeaderView<'a>>,
    /// What is to be said of the request's body, and the body, in lines.
    request: Vec<Cow<'a, str>>,
    /// What came of it, and the body of the response, in lines.
    response: Vec<Cow<'a, str>>,
}

struct HeaderView<'a> {
    name: Cow<'a, str>,
    value: String,
}

impl<'a> ExchangeView<'a> {
    pub(super) fn new(exchange: &'a Exchange, origin: Origin) -> Self {
        let request = &exchange.request;
        let mut sent = Vec::new();
        sent.extend(outcome::encoding_line("Request", &request.body).map(Cow::Owned));
        push_body(&mut sent, &request.body);
        let mut came = match &exchange.outcome {
            Outcome::Response(response) => response_lines(response, origin),
            Outcome::Failure(failure) => vec![outcome::failure_line(failure).into()],
            Outcome::NotRecorded => Vec::new(),
        };
        if let Some(response) = exchange.response() {
            push_body(&mut came, &response.body);
        }
        Self {
            title: one_line(&exchange.title),
            method: one_line(&request.method),
            url: plain(&request.url),
            headers: request.headers.list().iter().map(HeaderView::new).collect(),
            request: sent,
            response: came,
        }
    }
}

impl<'a> HeaderView<'a> {
    fn new(header: &'a Header) -> Self {
        Self {
            name: one_line(&header.name),
            value: code(&quote(&header.value)),
        }
    }
}

/// Adds a body as JSON between fences.
fn push_body<'a>(lines: &mut Vec<Cow<'a, str>>, body: &'a Body) {
    let text: Cow<'_, str> = match &body.content {
        Content::NotRecorded | Content::Empty => return,
        // A string is shown as what it is, a text; so a text in quotes is always the body itself.
        Content::Text(text) if text.trim_start().starts_with('"') => quote(text).into(),
        Content::Text(text) => indent(text).unwrap_or_else(|| quote(text)).into(),
        Content::Bytes(bytes) => quote(&STANDARD.encode(bytes)).into(),
        Content::ShownJson(text) => indent(text).map_or(text.into(), Cow::Owned),
    };
    let (begin, end) = match fence(&text) {
        fence if fence.len() == 3 => ("```json".into(), "```".into()),
        fence => (format!("{fence}json").into(), fence.into()),
    };
    lines.extend([begin, text, end]);
}

fn response_lines(response: &Response, origin: Origin) -> Vec<Cow<'_, str>> {
    let status = outcome::status_line(response, origin);
    let defect = response.body.defect.as_ref().map(outcome::defect_line);
    let encoding = outcome::encoding_line("Response", &response.body);
    let lines = [Some(status), defect, encoding].into_iter().flatten();
    lines.map(Cow::Owned).collect()
}
