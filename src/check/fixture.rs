//! Changes to a good record that break a rule: the examples that `explain` shows are the tests that every room passes.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::Value;

use crate::exchange::{
    Action, Body, Certificate, Exchange, Failure, FailureKind, Header, Headers, Outcome, Record,
    Response, ScenarioRecord,
};

/// A change to a good record, and what it is called.
#[derive(Clone, Copy, Debug)]
pub struct Fixture {
    /// What is wrong with the record then.
    pub label: &'static str,
    /// The changes that make it so.
    pub changes: &'static [Change],
}

/// One change to every exchange of an action.
#[derive(Clone, Copy, Debug)]
pub enum Change {
    /// A member of the response body, by its JSON pointer, becomes this JSON text; `None` takes it out.
    Body(Action, &'static str, Option<&'static str>),
    /// The same in the metadata at `openid-configuration` alone.
    Openid(&'static str, Option<&'static str>),
    /// The same in the metadata at `oauth-authorization-server` alone.
    Oauth(&'static str, Option<&'static str>),
    /// The whole response body becomes this text.
    Text(Action, &'static str),
    /// In the text of the response body, the first text becomes the second one.
    Replace(Action, &'static str, &'static str),
    /// A header field of the response has this value alone; `None` takes it out.
    Header(Action, &'static str, Option<&'static str>),
    /// The status of the response.
    Status(Action, u16),
    /// A member of the request's JSON body.
    Sent(Action, &'static str, Option<&'static str>),
    /// A header field of the request has this value alone; `None` takes it out.
    SentHeader(Action, &'static str, Option<&'static str>),
    /// The request's body becomes this text.
    SentText(Action, &'static str),
    /// In the URL of the request, the first text becomes the second one.
    Url(Action, &'static str, &'static str),
    /// A claim of the access token becomes this JSON text; `None` takes it out.
    Claim(&'static str, Option<&'static str>),
    /// A member of the access token's JOSE header.
    Jose(&'static str, Option<&'static str>),
    /// In the JSON text of the access token's claims, the first text becomes the second one.
    ClaimText(&'static str, &'static str),
    /// The same in its JOSE header.
    JoseText(&'static str, &'static str),
    /// A part of the access token, by its index, becomes this text, in which `{part}` stands for what it was.
    TokenPart(usize, &'static str),
    /// The exchange is not in the record.
    Gone(Action),
    /// The whole response body becomes these bytes.
    Bytes(Action, &'static [u8]),
    /// There is no response, for this reason.
    Failed(Action, FailureKind, &'static str),
    /// The server's certificate has a key of this type and size in bits.
    CertificateKey(&'static str, u32),
    /// The server's certificate is signed with this algorithm.
    CertificateSignature(&'static str),
    /// The issuer that was asked for.
    Issuer(&'static str),
}

impl Fixture {
    /// Several changes together.
    pub const fn new(label: &'static str, changes: &'static [Change]) -> Self {
        Self { label, changes }
    }

    /// The record with the changes made.
    pub fn apply(&self, record: &Record) -> Record {
        let mut changed = record.clone();
        for change in self.changes {
            change.apply(&mut changed);
        }
        changed
    }
}

impl Change {
    /// The change in words, as `discover#/issuer = 7`.
    pub fn sentence(self) -> String {
        let name = crate::evidence::action_name;
        match self {
            Self::Body(action, pointer, value) => {
                set_to(&format!("{}#{pointer}", name(action)), value)
            }
            Self::Openid(pointer, value) => {
                set_to(&format!("openid-configuration#{pointer}"), value)
            }
            Self::Oauth(pointer, value) => {
                set_to(&format!("oauth-authorization-server#{pointer}"), value)
            }
            Self::Text(action, text) => format!("the body of {} is {}", name(action), cut(text)),
            Self::Replace(action, from, to) => {
                format!("{}: {} becomes {}", name(action), cut(from), cut(to))
            }
            Self::Header(action, header, value) => {
                set_to(&format!("{}@{header}", name(action)), value)
            }
            Self::Status(action, status) => format!("{}!status = {status}", name(action)),
            Self::Sent(action, pointer, value) => {
                set_to(&format!("request of {}#{pointer}", name(action)), value)
            }
            Self::SentHeader(action, header, value) => {
                set_to(&format!("request of {}@{header}", name(action)), value)
            }
            Self::SentText(action, text) => {
                format!("the request body of {} is {}", name(action), cut(text))
            }
            Self::Url(action, from, to) => {
                format!("the URL of {}: {from} becomes {to}", name(action))
            }
            Self::Gone(action) => format!("there is no {} exchange", name(action)),
            Self::Bytes(action, bytes) => {
                format!(
                    "the body of {} is {}",
                    name(action),
                    cut(&bytes.escape_ascii().to_string())
                )
            }
            Self::Failed(action, _, message) => format!("{}: {message}", name(action)),
            Self::Issuer(issuer) => format!("the issuer that is asked for = {issuer}"),
            _ => self.sentence_of_part(),
        }
    }

    /// The change of an access token or of a certificate in words.
    fn sentence_of_part(self) -> String {
        match self {
            Self::Claim(claim, value) => {
                set_to(&format!("token#/access_token/claims/{claim}"), value)
            }
            Self::Jose(member, value) => {
                set_to(&format!("token#/access_token/header/{member}"), value)
            }
            Self::ClaimText(from, to) => {
                format!("the claims' text: {} becomes {}", cut(from), cut(to))
            }
            Self::JoseText(from, to) => {
                format!("the JOSE header's text: {} becomes {}", cut(from), cut(to))
            }
            Self::TokenPart(part, text) => format!("part {part} of the token is {:?}", cut(text)),
            Self::CertificateKey(kind, bits) => {
                format!("the certificate has an {kind} key of {bits} bits")
            }
            Self::CertificateSignature(algorithm) => {
                format!("the certificate is signed with {algorithm}")
            }
            _ => String::new(),
        }
    }

    fn apply(self, record: &mut Record) {
        if let Self::Issuer(issuer) = self {
            record.target.issuer = Some(issuer.to_owned());
        }
        if let Self::Gone(action) = self {
            for group in record
                .scenarios
                .iter_mut()
                .flat_map(|scenario| &mut scenario.groups)
            {
                group.blocks.retain(|block| match block {
                    crate::exchange::Block::Exchange { exchange, .. } => {
                        exchange.action != Some(action)
                    }
                    _ => true,
                });
            }
            return;
        }
        for exchange in record
            .scenarios
            .iter_mut()
            .flat_map(ScenarioRecord::exchanges_mut)
        {
            self.apply_to(exchange);
        }
    }

    fn apply_to(self, exchange: &mut Exchange) {
        let action = exchange.action;
        match self {
            Self::Openid(pointer, value) if at(exchange, "openid-configuration") => {
                body(exchange, pointer, value);
            }
            Self::Oauth(pointer, value) if at(exchange, "oauth-authorization-server") => {
                body(exchange, pointer, value);
            }
            Self::Body(wanted, pointer, value) if action == Some(wanted) => {
                body(exchange, pointer, value);
            }
            Self::Text(wanted, text) if action == Some(wanted) => {
                with_response(exchange, |response| {
                    response.body = Body::from_bytes(text.as_bytes().to_vec());
                });
            }
            Self::Replace(wanted, from, to) if action == Some(wanted) => {
                with_response(exchange, |response| {
                    let text = response
                        .body
                        .text()
                        .unwrap_or_default()
                        .replacen(from, to, 1);
                    response.body = Body::from_bytes(text.into_bytes());
                });
            }
            Self::Header(wanted, name, value) if action == Some(wanted) => {
                with_response(exchange, |response| {
                    header(&mut response.headers, name, value);
                });
            }
            Self::Status(wanted, status) if action == Some(wanted) => {
                with_response(exchange, |response| response.status = status);
            }
            Self::Sent(wanted, pointer, value) if action == Some(wanted) => {
                set_in(&mut exchange.request.body, pointer, value);
            }
            Self::SentText(wanted, text) if action == Some(wanted) => {
                exchange.request.body = Body::from_bytes(text.as_bytes().to_vec());
            }
            Self::SentHeader(wanted, name, value) if action == Some(wanted) => {
                header(&mut exchange.request.headers, name, value);
            }
            Self::Url(wanted, from, to) if action == Some(wanted) => {
                exchange.request.url = exchange.request.url.replacen(from, to, 1);
            }
            Self::Bytes(wanted, bytes) if action == Some(wanted) => {
                with_response(exchange, |response| {
                    response.body = Body::from_bytes(bytes.to_vec());
                });
            }
            Self::Failed(wanted, kind, message) if action == Some(wanted) => {
                let message = message.to_owned();
                exchange.outcome = Outcome::Failure(Failure { kind, message });
            }
            Self::CertificateKey(kind, bits) => with_certificate(exchange, |certificate| {
                kind.clone_into(&mut certificate.key);
                certificate.key_bits = Some(bits);
            }),
            Self::CertificateSignature(algorithm) => with_certificate(exchange, |certificate| {
                algorithm.clone_into(&mut certificate.signature);
            }),
            Self::Claim(name, value) if action == Some(Action::Token) => {
                token(exchange, 1, |text| with_member(text, name, value));
            }
            Self::Jose(name, value) if action == Some(Action::Token) => {
                token(exchange, 0, |text| with_member(text, name, value));
            }
            Self::ClaimText(from, to) if action == Some(Action::Token) => {
                token(exchange, 1, |text| Some(text.replacen(from, to, 1)));
            }
            Self::JoseText(from, to) if action == Some(Action::Token) => {
                token(exchange, 0, |text| Some(text.replacen(from, to, 1)));
            }
            Self::TokenPart(part, text) if action == Some(Action::Token) => {
                token_part(exchange, part, |was| Some(text.replace("{part}", was)));
            }
            _ => {}
        }
    }
}

/// A place and its new value in words.
fn set_to(place: &str, value: Option<&str>) -> String {
    match value {
        Some(value) => format!("{place} = {}", cut(value)),
        None => format!("{place} is missing"),
    }
}

/// The beginning of a text, on one line.
fn cut(text: &str) -> String {
    let line: String = text
        .chars()
        .take(60)
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    if text.chars().nth(60).is_some() {
        format!("{line}…")
    } else {
        line
    }
}

fn at(exchange: &Exchange, place: &str) -> bool {
    exchange.action == Some(Action::Discover) && exchange.request.url.contains(place)
}

fn with_response(exchange: &mut Exchange, change: impl FnOnce(&mut Response)) {
    if let Outcome::Response(response) = &mut exchange.outcome {
        change(response);
    }
}

/// Changes the server's own certificate, where there is one.
fn with_certificate(exchange: &mut Exchange, change: impl FnOnce(&mut Certificate)) {
    with_response(exchange, |response| {
        let connection = response.connection.as_mut();
        let tls = connection.and_then(|connection| connection.tls.as_mut());
        if let Some(certificate) = tls.and_then(|tls| tls.certificates.first_mut()) {
            change(certificate);
        }
    });
}

fn body(exchange: &mut Exchange, pointer: &str, value: Option<&str>) {
    with_response(exchange, |response| {
        set_in(&mut response.body, pointer, value);
    });
}

fn set_in(body: &mut Body, pointer: &str, value: Option<&str>) {
    if let Some(mut json) = body.json() {
        set(&mut json, pointer, value);
        *body = Body::from_bytes(json.to_string().into_bytes());
    }
}

/// Sets, adds or takes out what a pointer names; the parents must be there.
fn set(json: &mut Value, pointer: &str, value: Option<&str>) {
    let new = value.and_then(|text| serde_json::from_str::<Value>(text).ok());
    let (parent, name) = pointer.rsplit_once('/').unwrap_or(("", pointer));
    let name = name.replace("~1", "/").replace("~0", "~");
    match (json.pointer_mut(parent), new) {
        (Some(Value::Object(members)), Some(new)) => {
            members.insert(name, new);
        }
        (Some(Value::Object(members)), None) => {
            members.shift_remove(&name);
        }
        (Some(Value::Array(items)), new) => {
            let index = name.parse().unwrap_or(items.len()).min(items.len());
            match new {
                Some(new) => items
                    .splice(index..(index + 1).min(items.len()), [new])
                    .count(),
                None => items
                    .splice(index..(index + 1).min(items.len()), [])
                    .count(),
            };
        }
        _ => {}
    }
}

fn header(headers: &mut Headers, name: &str, value: Option<&str>) {
    let mut list: Vec<Header> = headers.list().to_vec();
    list.retain(|header| !header.name.eq_ignore_ascii_case(name));
    list.extend(value.map(|value| Header {
        name: name.to_owned(),
        value: value.to_owned(),
    }));
    *headers = Headers::Recorded(list);
}

/// Changes the JSON text in a part of the access token; its signature stays, so it no longer fits.
fn token(exchange: &mut Exchange, part: usize, change: impl Fn(&str) -> Option<String>) {
    token_part(exchange, part, |was| {
        let bytes = URL_SAFE_NO_PAD.decode(was).ok()?;
        let text = String::from_utf8(bytes).ok()?;
        Some(URL_SAFE_NO_PAD.encode(change(&text)?))
    });
}

/// Changes a part of the access token.
fn token_part(exchange: &mut Exchange, part: usize, change: impl Fn(&str) -> Option<String>) {
    let json = exchange
        .response()
        .and_then(|response| response.body.json());
    let text = json.as_ref().and_then(|json| json.get("access_token"));
    let Some(text) = text.and_then(Value::as_str) else {
        return;
    };
    let mut parts: Vec<String> = text.split('.').map(str::to_owned).collect();
    if let Some(part) = parts.get_mut(part)
        && let Some(new) = change(part)
    {
        *part = new;
    }
    let token = Value::String(parts.join(".")).to_string();
    body(exchange, "/access_token", Some(&token));
}

fn with_member(text: &str, name: &str, value: Option<&str>) -> Option<String> {
    let mut object: Value = serde_json::from_str(text).ok()?;
    let pointer = format!("/{}", name.replace('~', "~0").replace('/', "~1"));
    set(&mut object, &pointer, value);
    Some(object.to_string())
}
