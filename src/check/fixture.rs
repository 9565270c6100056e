//! Changes to a good record that break a rule: the examples that `explain` shows are the tests that every room passes.

use super::edit::{
    On, at, body, header, set_in, token, token_part, with_certificate, with_member, with_response,
};
use crate::exchange::{
    Action, Body, Exchange, Failure, FailureKind, Outcome, Probe, Record, ScenarioRecord,
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
    /// A change to every exchange of a probe.
    On(Probe, On),
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
            Self::On(probe, on) => on.sentence(probe.name()),
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
                        exchange.action != Some(action) || !exchange.probe.is_plain()
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
        if let Self::On(probe, on) = self
            && exchange.probe == probe
        {
            on.apply(exchange);
        }
        let action = exchange.action.filter(|_| exchange.probe.is_plain());
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
pub(super) fn set_to(place: &str, value: Option<&str>) -> String {
    match value {
        Some(value) => format!("{place} = {}", cut(value)),
        None => format!("{place} is missing"),
    }
}

/// The beginning of a text, on one line.
pub(super) fn cut(text: &str) -> String {
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
