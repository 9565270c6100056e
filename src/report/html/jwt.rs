//! A JWT that a message shows, decoded beside its raw form (RFC 7519 §3, RFC 7515 §3.1).
//!
//! Only what stands in the record in full is decoded: where a secret's name was put in its place, there is no JWT left.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Map, Value};

use super::{
    code,
    markup::{Markup, cut, grouped},
};
use crate::{
    exchange::{Body, Headers},
    report::json::indent,
};

/// JWTs shown of one message.
const MOST: usize = 8;

/// Characters of a JWT, and of a part of it, that are shown.
const SHOWN: usize = 1 << 14;

/// A JWT, taken apart.
pub(super) struct JwtView {
    /// Where it stands: a header field, a parameter or a member.
    pub(super) at: Markup,
    pub(super) raw: Markup,
    pub(super) header: Markup,
    /// The payload, and whether it is JSON: what a JWT's has to be.
    pub(super) claims: Markup,
    pub(super) claims_are_json: bool,
    pub(super) signature: String,
}

/// The JWTs of a message, the first few.
pub(super) fn all(headers: &Headers, body: &Body) -> Vec<JwtView> {
    let mut found = Vec::new();
    for header in headers.list() {
        for word in header.value.split([' ', ',', '"', '=']) {
            keep(&mut found, &header.name, word);
        }
    }
    if let Some(text) = body.text().filter(|text| may_hold(text)) {
        match serde_json::from_str::<Value>(text) {
            Ok(value) => in_json(&mut found, "", &value),
            Err(_) => {
                for parameter in text.split('&') {
                    let (name, value) = parameter.split_once('=').unwrap_or(("", parameter));
                    keep(&mut found, name, value);
                }
            }
        }
    }
    found
}

/// Whether something in a text begins as a JWT does.
fn may_hold(text: &str) -> bool {
    let is_inside = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    let mut begins = text.match_indices("ey").map(|(at, _)| at.checked_sub(1));
    begins.any(|before| {
        let before = before.and_then(|before| text.as_bytes().get(before));
        !before.is_some_and(is_inside)
    })
}

fn in_json(found: &mut Vec<JwtView>, name: &str, value: &Value) {
    match value {
        Value::String(text) => keep(found, name, text),
        Value::Array(items) => items.iter().for_each(|item| in_json(found, name, item)),
        Value::Object(members) => {
            for (name, value) in members {
                in_json(found, name, value);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn keep(found: &mut Vec<JwtView>, at: &str, text: &str) {
    let text = text.trim();
    // What base64url makes of `{"`.
    if found.len() < MOST && text.starts_with("ey") {
        found.extend(JwtView::new(at, text));
    }
}

/// The three parts and the texts of the first two.
struct Parts<'a> {
    raw: [&'a str; 3],
    header: String,
    payload: Option<String>,
    octets: usize,
}

impl<'a> Parts<'a> {
    /// Takes a text apart; `None` for one that is no JWS whose header is a JSON object with `alg`, all of it in base64url:
    /// where a secret's name stands in a part of it, it is none.
    fn of(text: &'a str) -> Option<Self> {
        let mut parts = text.split('.');
        let raw = [parts.next()?, parts.next()?, parts.next()?];
        let [header, payload, signature] = raw;
        if parts.next().is_some() {
            return None;
        }
        let decode = |part: &str| URL_SAFE_NO_PAD.decode(part.trim_end_matches('=')).ok();
        let header = String::from_utf8(decode(header)?).ok()?;
        let members: Map<String, Value> = serde_json::from_str(&header).ok()?;
        members.get("alg")?;
        Some(Self {
            raw,
            header,
            payload: String::from_utf8(decode(payload)?).ok(),
            octets: decode(signature)?.len(),
        })
    }
}

impl JwtView {
    fn new(at: &str, text: &str) -> Option<Self> {
        let parts = Parts::of(text)?;
        let payload = parts.payload.as_deref();
        let claims = payload.and_then(indent);
        let signature = match parts.octets {
            0 => "no signature".to_owned(),
            octets => format!("signature of {} octets, not shown decoded", grouped(octets)),
        };
        let (_, left_out) = cut(text, SHOWN);
        let mut raw = code::jws(parts.raw.map(|part| cut(part, SHOWN).0));
        raw.push_left_out(left_out);
        Some(Self {
            at: Markup::name(at),
            raw,
            header: shown(&indent(&parts.header).unwrap_or(parts.header)),
            claims_are_json: claims.is_some(),
            claims: match claims {
                Some(claims) => shown(&claims),
                None => Markup::line(payload.unwrap_or("octets that are not UTF-8")),
            },
            signature,
        })
    }
}

fn shown(json: &str) -> Markup {
    let (shown, left_out) = cut(json, SHOWN);
    let mut markup = code::json(shown);
    markup.push_left_out(left_out);
    markup
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(header: &str, payload: &str) -> String {
        let parts = [header, payload, "signature"].map(|part| URL_SAFE_NO_PAD.encode(part));
        parts.join(".")
    }

    #[test]
    fn a_jwt_is_found_and_decoded() {
        let token = token(r#"{"alg":"RS256"}"#, r#"{"iss":"<b>"}"#);
        let body = Body::from_bytes(format!(r#"{{"a":[{{"id_token":"{token}"}}]}}"#).into());
        let found = all(&Headers::default(), &body);
        assert_eq!(found.len(), 1);
        let jwt = &found[0];
        assert_eq!(jwt.at.html(), "<bdi>id_token</bdi>");
        assert!(jwt.header.html().contains("RS256"));
        assert!(jwt.claims_are_json && jwt.claims.html().contains("&lt;b&gt;"));
        let form = Body::from_bytes(format!("client_assertion={token}&x=1").into());
        assert_eq!(all(&Headers::default(), &form).len(), 1);
    }

    #[test]
    fn what_was_replaced_or_is_no_jwt_is_not_decoded() {
        let whole = token(r#"{"alg":"none"}"#, "{}");
        let replaced = format!("{}.[client_secret].c2ln", whole.split('.').next().unwrap());
        for text in ["[access_token]", &replaced, "eyJ.eyJ.a", "ey..", "a.b.c"] {
            let body = Body::from_bytes(format!(r#"{{"access_token":"{text}"}}"#).into());
            assert_eq!(all(&Headers::default(), &body).len(), 0, "{text}");
        }
    }
}
