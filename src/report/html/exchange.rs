//! An exchange as the page shows it: what was sent, what came, and the connection.

use std::{borrow::Cow, collections::VecDeque, rc::Rc};

use askama::{Template, filters::HtmlSafe};

use super::{
    body::ContentView,
    code,
    jwt::{self, JwtView},
    markup::{LINE_SHOWN, Markup, Space, cut},
};
use crate::{
    exchange::{Body, Certificate, Connection, Exchange, Failure, Headers, Outcome, Response, Tls},
    report::page::kind_words,
};

/// A request and what came of it.
#[derive(Template)]
#[template(path = "report_exchange.html")]
pub(super) struct ExchangeView<'a> {
    id: Cow<'a, str>,
    title: Markup,
    label: Markup,
    method: Markup,
    url: Markup,
    result: ResultView,
    facts: Markup,
    /// What it asks beyond the normal course of a flow.
    purpose: Option<Markup>,
    request: Rc<MessageView>,
    response: Option<Rc<MessageView>>,
    failure: Option<Markup>,
    connection: Option<Rc<Markup>>,
    /// What the checks found in it.
    findings: Vec<LinkView<'a>>,
}

impl HtmlSafe for ExchangeView<'_> {}

/// A link to another part of the page.
#[derive(Clone)]
pub(super) struct LinkView<'a> {
    pub(super) id: &'a str,
    pub(super) text: Cow<'a, Markup>,
    pub(super) severity: &'static str,
}

/// What came of a request, in a word.
struct ResultView {
    class: &'static str,
    text: Markup,
}

#[derive(Template)]
#[template(path = "report_message.html")]
struct MessageView {
    headers: Option<Markup>,
    content: ContentView,
    jwts: Vec<JwtView>,
}

impl HtmlSafe for MessageView {}

impl<'a> ExchangeView<'a> {
    /// An exchange with its name in findings, its name in links, and the findings that point to it.
    pub(super) fn new(
        exchange: &'a Exchange,
        label: &str,
        id: impl Into<Cow<'a, str>>,
        findings: Vec<LinkView<'a>>,
        known: &mut Known<'a>,
    ) -> Self {
        let request = &exchange.request;
        let response = exchange.response();
        let connection = response.and_then(|response| response.connection.as_ref());
        Self {
            id: id.into(),
            title: Markup::name(&exchange.title),
            label: Markup::name(label),
            method: Markup::name(&request.method),
            url: Markup::line(&request.url),
            result: ResultView::new(&exchange.outcome),
            facts: facts(exchange),
            purpose: purpose(exchange),
            request: known.message(&request.headers, &request.body, exchange.shared),
            response: response
                .map(|response| known.message(&response.headers, &response.body, exchange.shared)),
            failure: match &exchange.outcome {
                Outcome::Failure(failure) => Some(failure_text(failure)),
                Outcome::Response(_) | Outcome::NotRecorded => None,
            },
            connection: connection.map(|connection| known.connection(connection)),
            findings,
        }
    }
}

impl ResultView {
    fn new(outcome: &Outcome) -> Self {
        let (class, text) = match outcome {
            Outcome::Response(response) => return Self::status(response),
            Outcome::Failure(_) => ("failure", "no response"),
            Outcome::NotRecorded => ("none", "not recorded"),
        };
        let text = Markup::word(text);
        Self { class, text }
    }

    fn status(response: &Response) -> Self {
        let mut text = Markup::word(&response.status.to_string());
        if let Some(reason) = response
            .reason
            .as_deref()
            .filter(|reason| !reason.is_empty())
        {
            text.own(" ");
            text.append(&Markup::name(reason));
        }
        let class = match response.status {
            200..300 => "pass",
            400.. => "warning",
            _ => "none",
        };
        Self { class, text }
    }
}

impl MessageView {
    fn new(headers: &Headers, body: &Body) -> Self {
        Self {
            headers: fields(headers),
            content: ContentView::new(body, headers),
            jwts: jwt::all(headers, body),
        }
    }
}

/// The result of an exchange in the words of a link to it.
pub(super) fn result_words(exchange: &Exchange) -> String {
    match &exchange.outcome {
        Outcome::Response(response) => response.status.to_string(),
        Outcome::Failure(_) => "no response".to_owned(),
        Outcome::NotRecorded => "not recorded".to_owned(),
    }
}

fn facts(exchange: &Exchange) -> Markup {
    let mut parts = Vec::new();
    parts.extend(exchange.time.map(code::time));
    if let Some(duration) = exchange
        .response()
        .and_then(|response| response.duration_ms)
    {
        parts.push(format!("{duration:.1} ms"));
    }
    let mut facts = Markup::word(&parts.join(" · "));
    let version = exchange
        .response()
        .and_then(|response| response.version.as_deref());
    if let Some(version) = version {
        facts.push(if parts.is_empty() { "" } else { " · " }, Space::Line);
        facts.append(&Markup::name(version));
    }
    facts
}

fn purpose(exchange: &Exchange) -> Option<Markup> {
    let probe = exchange.probe;
    let probe = (!probe.is_plain()).then(|| format!("{}: {}", probe.name(), probe.purpose()));
    let shared = exchange
        .shared
        .then(|| "made once for the run; an earlier scenario shows it, too".to_owned());
    let parts: Vec<_> = probe.into_iter().chain(shared).collect();
    (!parts.is_empty()).then(|| Markup::word(&(parts.join("; ") + ".")))
}

/// Header fields as a list; nothing where they are not recorded.
fn fields(headers: &Headers) -> Option<Markup> {
    let Headers::Recorded(headers) = headers else {
        return None;
    };
    let mut markup = Markup::default();
    for header in headers {
        let (value, left_out) = cut(&header.value, LINE_SHOWN);
        pair(&mut markup, &Markup::name(&header.name), |markup| {
            markup.own("<bdi class=\"s\">");
            markup.push(value, Space::Line);
            markup.own("</bdi>");
            markup.push_left_out(left_out);
        });
    }
    Some(markup)
}

fn pair(markup: &mut Markup, name: &Markup, value: impl FnOnce(&mut Markup)) {
    markup.own("<dt>");
    markup.append(name);
    markup.own("</dt><dd>");
    value(markup);
    markup.own("</dd>");
}

fn failure_text(failure: &Failure) -> Markup {
    let mut text = Markup::word(&format!("No response ({}): ", kind_words(failure.kind)));
    text.append(&Markup::line(&failure.message));
    text
}

/// Parts that are made already and come again: the connections of a scenario are most often alike, and an exchange that was
/// made once for the run is the same in every scenario.
#[derive(Default)]
pub(super) struct Known<'a> {
    connection: Option<(&'a Connection, Rc<Markup>)>,
    /// Of such exchanges, the last few.
    messages: VecDeque<(&'a Headers, &'a Body, Rc<MessageView>)>,
}

/// Messages that are kept: a run makes few exchanges for all its scenarios.
const KEPT: usize = 16;

impl<'a> Known<'a> {
    fn connection(&mut self, connection: &'a Connection) -> Rc<Markup> {
        match &self.connection {
            Some((last, text)) if *last == connection => Rc::clone(text),
            _ => {
                let text = Rc::new(connection_text(connection));
                self.connection = Some((connection, Rc::clone(&text)));
                text
            }
        }
    }

    fn message(&mut self, headers: &'a Headers, body: &'a Body, shared: bool) -> Rc<MessageView> {
        if !shared {
            return Rc::new(MessageView::new(headers, body));
        }
        let mut kept = self.messages.iter();
        let same = kept.find(|kept| kept.0 == headers && kept.1 == body);
        if let Some((_, _, message)) = same {
            return Rc::clone(message);
        }
        let message = Rc::new(MessageView::new(headers, body));
        self.messages.truncate(KEPT - 1);
        self.messages
            .push_front((headers, body, Rc::clone(&message)));
        message
    }
}

fn connection_text(connection: &Connection) -> Markup {
    let mut markup = Markup::default();
    let mut fact = |name: &str, value: &str| {
        pair(&mut markup, &Markup::word(name), |markup| {
            markup.append(&Markup::line(value));
        });
    };
    if let Some(peer) = &connection.peer {
        fact("peer", peer);
    }
    if let Some(tls) = &connection.tls {
        tls_facts(tls, &mut fact);
    } else {
        fact("TLS", "none");
    }
    markup
}

fn tls_facts(tls: &Tls, fact: &mut impl FnMut(&str, &str)) {
    fact("TLS", &format!("{}, {}", tls.version, tls.cipher_suite));
    if let Some(alpn) = &tls.alpn {
        fact("ALPN", alpn);
    }
    let verified = if tls.verified {
        "verified"
    } else {
        "not verified (--insecure)"
    };
    fact("certificate", verified);
    for certificate in &tls.certificates {
        certificate_facts(certificate, fact);
    }
}

fn certificate_facts(certificate: &Certificate, fact: &mut impl FnMut(&str, &str)) {
    let (from, to) = (&certificate.not_before, &certificate.not_after);
    let bits = certificate.key_bits.map(|bits| format!(" {bits} bits"));
    let key = format!("{}{}", certificate.key, bits.unwrap_or_default());
    let facts = [
        ("subject", certificate.subject.clone()),
        ("issuer", certificate.issuer.clone()),
        ("names", certificate.names.join(", ")),
        ("valid", format!("{from} to {to}")),
        ("key", key),
        ("signature", certificate.signature.clone()),
        ("serial", certificate.serial.clone()),
    ];
    for (name, value) in facts.iter().filter(|(_, value)| !value.is_empty()) {
        fact(name, value);
    }
}
