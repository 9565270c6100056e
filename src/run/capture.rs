//! What is kept of an exchange for later steps.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::Value;
use url::form_urlencoded;

use super::quote::{quote, quote_json};
use crate::{
    exchange::Exchange,
    scenario::{Capture, CaptureChange, CaptureFrom},
};

/// The value of a capture, the name of its place, and what is there instead where it is no value.
pub(super) fn captured(
    capture: &Capture,
    exchange: &Exchange,
    document: Option<&Value>,
) -> (Option<String>, String, Option<String>) {
    let (value, place, found) = match &capture.from {
        CaptureFrom::Header(name) => {
            let response = exchange.response();
            let value = response.and_then(|response| response.headers.get(name));
            let place = format!("header `{name}`");
            (value.map(str::to_owned), place, value.map(quote))
        }
        CaptureFrom::Json(pointer) if pointer.is_empty() => {
            let place = "a JSON body".to_owned();
            (document.map(Value::to_string), place, None)
        }
        CaptureFrom::Json(pointer) => {
            let value = document.and_then(|document| document.pointer(pointer));
            let place = format!("`{}`", pointer.trim_start_matches('/'));
            (value.and_then(scalar), place, value.map(quote_json))
        }
        CaptureFrom::Sent(name) => {
            let body = exchange.request.body.text().unwrap_or_default();
            let mut parameters = form_urlencoded::parse(body.as_bytes());
            let sent = parameters.find(|(found, _)| found == name);
            let place = format!("the parameter `{name}` that was sent");
            (sent.map(|(_, value)| value.into_owned()), place, None)
        }
    };
    let value = match capture.change {
        Some(change) => value.and_then(|value| changed(change, &value, document)),
        None => value,
    };
    (value, place, found)
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}

/// A value that was changed; `None` where it is not of the kind that can be.
fn changed(change: CaptureChange, value: &str, document: Option<&Value>) -> Option<String> {
    if change == CaptureChange::UnknownClient {
        let client = document?.get("client_id")?.as_str()?;
        let other = "issuercheck-unknown-client";
        return value.contains(client).then(|| value.replace(client, other));
    }
    let mut parts = value.split('.');
    let (header, claims, signature) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    let encode = |json: &Value| URL_SAFE_NO_PAD.encode(json.to_string());
    let with = |part: &str, name: &str, value: Value| {
        let mut json: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).ok()?).ok()?;
        json.as_object_mut()?.insert(name.to_owned(), value);
        Some(encode(&json))
    };
    Some(match change {
        CaptureChange::TamperedJwt => {
            let claims = with(claims, "issuercheck_tampered", Value::Bool(true))?;
            format!("{header}.{claims}.{signature}")
        }
        CaptureChange::UnsignedJwt => {
            let header = with(header, "alg", Value::from("none"))?;
            format!("{header}.{claims}.")
        }
        CaptureChange::ForeignTyp => {
            let header = with(header, "typ", Value::from("JWT"))?;
            format!("{header}.{claims}.{signature}")
        }
        CaptureChange::UnknownClient => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_jwt_is_changed_and_anything_else_is_not() {
        let jwt = format!(
            "{}.{}.c2ln",
            URL_SAFE_NO_PAD.encode(r#"{"alg":"ES256","typ":"at+jwt"}"#),
            URL_SAFE_NO_PAD.encode(r#"{"sub":"a"}"#)
        );
        let unsigned = changed(CaptureChange::UnsignedJwt, &jwt, None).unwrap();
        let header = URL_SAFE_NO_PAD
            .decode(unsigned.split('.').next().unwrap())
            .unwrap();
        assert_eq!(header, br#"{"alg":"none","typ":"at+jwt"}"#);
        assert!(unsigned.ends_with('.'));
        assert_ne!(
            changed(CaptureChange::TamperedJwt, &jwt, None).unwrap(),
            jwt
        );
        for opaque in ["", "abc", "a.b.c", "a.b.c.d.e"] {
            assert_eq!(changed(CaptureChange::TamperedJwt, opaque, None), None);
        }
    }

    #[test]
    fn the_client_in_a_url_becomes_an_unknown_one() {
        let document = serde_json::json!({ "client_id": "abc" });
        let changed = changed(
            CaptureChange::UnknownClient,
            "https://as.example/c/abc",
            Some(&document),
        );
        assert_eq!(
            changed.unwrap(),
            "https://as.example/c/issuercheck-unknown-client"
        );
    }
}
