//! Spoils an answer.

use axum::{body::Body, response::Response};
use http::response::Parts;
use http::{
    HeaderName, HeaderValue, StatusCode,
    header::{CONTENT_LENGTH, WWW_AUTHENTICATE},
};
use http_body_util::BodyExt;
use serde_json::{Map, Value};

use super::{Endpoint, How, Spoil, value};
use crate::issuer::router;

/// Whether a request, by its method and the last part of its path, goes to an endpoint.
fn is_for(endpoint: Endpoint, method: &str, path: &str) -> bool {
    let ends = |suffix: &str| path.ends_with(suffix);
    match endpoint {
        Endpoint::Any => true,
        Endpoint::Metadata => path.contains("/.well-known/"),
        Endpoint::Openid => path.contains("/.well-known/openid-configuration"),
        Endpoint::Oauth => path.contains("/.well-known/oauth-authorization-server"),
        Endpoint::Jwks => ends(router::JWKS),
        Endpoint::Register => ends(router::REGISTRATION),
        Endpoint::ReadClient => method == "GET" && path.contains("/register/"),
        Endpoint::Clients => [Endpoint::Register, Endpoint::ReadClient]
            .into_iter()
            .any(|endpoint| is_for(endpoint, method, path)),
        Endpoint::Token => ends(router::TOKEN),
        Endpoint::Introspect => ends(router::INTROSPECTION),
        Endpoint::Revoke => ends(router::REVOCATION),
        Endpoint::Resource => ends(router::ORDERS_FEED),
        Endpoint::UpdateClient => method == "PUT" && path.contains("/register/"),
        Endpoint::DeleteClient => method == "DELETE" && path.contains("/register/"),
        Endpoint::ManageClient => path.contains("/register/"),
        Endpoint::Refusal(endpoint) | Endpoint::Error(endpoint, _) => {
            is_for(*endpoint, method, path)
        }
    }
}

/// Whether a spoil is for an answer: a success, or the refusal that it names.
fn is_for_answer(endpoint: Endpoint, parts: &Parts, body: &[u8]) -> bool {
    match endpoint {
        Endpoint::Refusal(_) => parts.status.is_client_error(),
        Endpoint::Error(_, code) => {
            let json: Option<Value> = serde_json::from_slice(body).ok();
            let error = json.as_ref().and_then(|json| json.get("error"));
            let challenge = parts.headers.get(WWW_AUTHENTICATE);
            let challenge = challenge.and_then(|value| value.to_str().ok());
            let challenged =
                challenge.is_some_and(|value| value.contains(&format!("error=\"{code}\"")));
            let coded = error.and_then(Value::as_str) == Some(code);
            parts.status.is_client_error() && (coded || challenged)
        }
        _ => parts.status.is_success(),
    }
}

/// Spoils the answer to a request, where it succeeded and the spoil is for its endpoint.
pub(in crate::issuer) async fn spoil_response(
    spoils: &[&Spoil],
    issuer: &str,
    method: &str,
    path: &str,
    response: Response,
) -> Response {
    if spoils.is_empty() {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    // The body is our own and in memory: collecting it cannot fail.
    let mut bytes = body
        .collect()
        .await
        .map(|body| body.to_bytes().to_vec())
        .unwrap_or_default();
    let meant: Vec<_> = spoils
        .iter()
        .filter(|spoil| is_for(spoil.endpoint, method, path))
        .filter(|spoil| is_for_answer(spoil.endpoint, &parts, &bytes))
        .collect();
    if meant.is_empty() {
        return Response::from_parts(parts, Body::from(bytes));
    }
    for spoil in meant {
        for how in spoil.how {
            bytes = spoiled(*how, issuer, &mut parts, bytes);
        }
    }
    parts.headers.remove(CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(bytes))
}

/// Spoils the head of an answer, or its body, which is returned.
fn spoiled(how: How, issuer: &str, parts: &mut Parts, bytes: Vec<u8>) -> Vec<u8> {
    match how {
        How::Body(pointer, new) => {
            return with_member(bytes, pointer, new.map(|new| value(new, issuer)));
        }
        How::Text("", text) => return text.replace("{issuer}", issuer).into_bytes(),
        How::Text(from, to) => {
            let text = String::from_utf8(bytes).unwrap_or_default();
            return text
                .replacen(from, &to.replace("{issuer}", issuer), 1)
                .into_bytes();
        }
        How::Header(name, new) => {
            if let Ok(name) = HeaderName::from_bytes(name.as_bytes()) {
                parts.headers.remove(&name);
                if let Some(Ok(new)) = new.map(HeaderValue::from_str) {
                    parts.headers.insert(name, new);
                }
            }
        }
        How::Status(status) => parts.status = StatusCode::from_u16(status).unwrap_or(parts.status),
        How::Claim(..) | How::Jose(..) | How::ClaimText(..) | How::Signature(_) => {}
    }
    bytes
}

fn with_member(bytes: Vec<u8>, pointer: &str, new: Option<Value>) -> Vec<u8> {
    let Ok(mut json) = serde_json::from_slice::<Value>(&bytes) else {
        return bytes;
    };
    let (parent, name) = pointer.rsplit_once('/').unwrap_or(("", pointer));
    match json.pointer_mut(parent) {
        Some(Value::Object(members)) => {
            set(members, &name.replace("~1", "/").replace("~0", "~"), new);
        }
        Some(Value::Array(items)) => {
            let index = name.parse().unwrap_or(items.len()).min(items.len());
            items.splice(index..(index + 1).min(items.len()), new);
        }
        _ => return bytes,
    }
    json.to_string().into_bytes()
}

fn set(members: &mut Map<String, Value>, name: &str, new: Option<Value>) {
    match new {
        Some(new) => {
            members.insert(name.to_owned(), new);
        }
        None => {
            members.shift_remove(name);
        }
    }
}

/// Spoils the JOSE header or the claims of an access token, before it is signed.
pub(in crate::issuer) fn spoil_part(
    spoils: &[&Spoil],
    issuer: &str,
    jose: bool,
    part: &mut Map<String, Value>,
) {
    for how in spoils.iter().flat_map(|spoil| spoil.how) {
        match how {
            How::Claim(name, new) if !jose => set(part, name, new.map(|new| value(new, issuer))),
            How::Jose(name, new) if jose => set(part, name, new.map(|new| value(new, issuer))),
            _ => {}
        }
    }
}

/// Spoils the text of an access token's claims, before it is signed.
pub(in crate::issuer) fn spoil_claim_text(spoils: &[&Spoil], text: String) -> String {
    let hows = spoils.iter().flat_map(|spoil| spoil.how);
    hows.fold(text, |text, how| match how {
        How::ClaimText(from, to) => text.replacen(from, to, 1),
        _ => text,
    })
}

/// Spoils the signature of an access token.
pub(in crate::issuer) fn spoil_signature(spoils: &[&Spoil], signature: String) -> String {
    let hows = spoils.iter().flat_map(|spoil| spoil.how);
    hows.fold(signature, |signature, how| match how {
        How::Signature(text) => text.replace("{signature}", &signature),
        _ => signature,
    })
}
