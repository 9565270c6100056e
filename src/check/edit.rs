//! How a record is changed, for the examples of what breaks a rule.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::Value;

use crate::exchange::{
    Action, Body, Certificate, Exchange, Failure, FailureKind, Header, Headers, Outcome, Probe,
    Response,
};

/// A change to every exchange of a probe.
#[derive(Clone, Copy, Debug)]
pub enum On {
    /// The status of the response.
    Status(u16),
    /// A member of the response body, by its JSON pointer, becomes this JSON text; `None` takes it out.
    Body(&'static str, Option<&'static str>),
    /// The whole response body becomes this text.
    Text(&'static str),
    /// A header field of the response has this value alone; `None` takes it out.
    Header(&'static str, Option<&'static str>),
    /// A member of the request's JSON body.
    Sent(&'static str, Option<&'static str>),
    /// The request's body becomes this text.
    SentText(&'static str),
    /// A claim of the access token becomes this JSON text; `None` takes it out.
    Claim(&'static str, Option<&'static str>),
    /// There is no response, for this reason.
    Failed(FailureKind, &'static str),
    /// There is a response after all, with this status and this text, and no header fields.
    Answered(u16, &'static str),
    /// The response came over this version of TLS.
    Tls(&'static str),
    /// It is an exchange of this probe instead, which a good record does not have.
    As(Probe),
}

impl On {
    /// The change in words.
    pub(super) fn sentence(self, name: &str) -> String {
        use super::fixture::{cut, set_to};
        match self {
            Self::Status(status) => format!("{name}!status = {status}"),
            Self::Body(pointer, value) => set_to(&format!("{name}#{pointer}"), value),
            Self::Text(text) => format!("the body of {name} is {}", cut(text)),
            Self::Header(header, value) => set_to(&format!("{name}@{header}"), value),
            Self::Sent(pointer, value) => set_to(&format!("request of {name}#{pointer}"), value),
            Self::SentText(text) => format!("the request body of {name} is {}", cut(text)),
            Self::Claim(claim, value) => {
                set_to(&format!("{name}#/access_token/claims/{claim}"), value)
            }
            Self::Failed(_, message) => format!("{name}: {message}"),
            Self::Answered(status, text) => {
                format!("{name} is answered with {status} and {}", cut(text))
            }
            Self::Tls(version) => format!("{name} is answered over {version}"),
            Self::As(probe) => format!("{name} is {}", probe.name()),
        }
    }

    pub(super) fn apply(self, exchange: &mut Exchange) {
        match self {
            Self::Status(status) => with_response(exchange, |response| response.status = status),
            Self::Body(pointer, value) => body(exchange, pointer, value),
            Self::Text(text) => with_response(exchange, |response| {
                response.body = Body::from_bytes(text.as_bytes().to_vec());
            }),
            Self::Header(name, value) => {
                with_response(exchange, |response| {
                    header(&mut response.headers, name, value);
                });
            }
            Self::Sent(pointer, value) => set_in(&mut exchange.request.body, pointer, value),
            Self::SentText(text) => {
                exchange.request.body = Body::from_bytes(text.as_bytes().to_vec());
            }
            Self::Claim(name, value) => token(exchange, 1, |text| with_member(text, name, value)),
            Self::Failed(kind, message) => {
                let message = message.to_owned();
                exchange.outcome = Outcome::Failure(Failure { kind, message });
            }
            Self::Answered(status, text) => {
                exchange.outcome = Outcome::Response(Box::new(Response {
                    status,
                    reason: None,
                    version: None,
                    headers: Headers::Recorded(Vec::new()),
                    body: Body::from_bytes(text.as_bytes().to_vec()),
                    connection: None,
                    duration_ms: None,
                }));
            }
            Self::As(probe) => exchange.probe = probe,
            Self::Tls(version) => with_response(exchange, |response| {
                let connection = response.connection.as_mut();
                if let Some(tls) = connection.and_then(|connection| connection.tls.as_mut()) {
                    version.clone_into(&mut tls.version);
                }
            }),
        }
    }
}

pub(super) fn at(exchange: &Exchange, place: &str) -> bool {
    exchange.action == Some(Action::Discover) && exchange.request.url.contains(place)
}

pub(super) fn with_response(exchange: &mut Exchange, change: impl FnOnce(&mut Response)) {
    if let Outcome::Response(response) = &mut exchange.outcome {
        change(response);
    }
}

/// Changes the server's own certificate, where there is one.
pub(super) fn with_certificate(exchange: &mut Exchange, change: impl FnOnce(&mut Certificate)) {
    with_response(exchange, |response| {
        let connection = response.connection.as_mut();
        let tls = connection.and_then(|connection| connection.tls.as_mut());
        if let Some(certificate) = tls.and_then(|tls| tls.certificates.first_mut()) {
            change(certificate);
        }
    });
}

pub(super) fn body(exchange: &mut Exchange, pointer: &str, value: Option<&str>) {
    with_response(exchange, |response| {
        set_in(&mut response.body, pointer, value);
    });
}

pub(super) fn set_in(body: &mut Body, pointer: &str, value: Option<&str>) {
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

pub(super) fn header(headers: &mut Headers, name: &str, value: Option<&str>) {
    let mut list: Vec<Header> = headers.list().to_vec();
    list.retain(|header| !header.name.eq_ignore_ascii_case(name));
    list.extend(value.map(|value| Header {
        name: name.to_owned(),
        value: value.to_owned(),
    }));
    *headers = Headers::Recorded(list);
}

/// Changes the JSON text in a part of the access token; its signature stays, so it no longer fits.
pub(super) fn token(exchange: &mut Exchange, part: usize, change: impl Fn(&str) -> Option<String>) {
    token_part(exchange, part, |was| {
        let bytes = URL_SAFE_NO_PAD.decode(was).ok()?;
        let text = String::from_utf8(bytes).ok()?;
        Some(URL_SAFE_NO_PAD.encode(change(&text)?))
    });
}

/// Changes a part of the access token.
pub(super) fn token_part(
    exchange: &mut Exchange,
    part: usize,
    change: impl Fn(&str) -> Option<String>,
) {
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

pub(super) fn with_member(text: &str, name: &str, value: Option<&str>) -> Option<String> {
    let mut object: Value = serde_json::from_str(text).ok()?;
    let pointer = format!("/{}", name.replace('~', "~0").replace('/', "~1"));
    set(&mut object, &pointer, value);
    Some(object.to_string())
}
