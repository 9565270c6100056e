//! The authorization server metadata, the same document at each location (RFC 8414 §3, OpenID
//! Connect Discovery 1.0 §4).

use axum::extract::State;
use http::StatusCode;
use http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL};
use serde_json::{Map, Value, json};

use super::app::{App, Shared};
use super::faults::Fault;
use super::quirks::Quirk;
use super::reply::Reply;
use super::{offer, router};

/// How long metadata and keys may be kept: they do not change while the issuer runs.
pub(super) const CACHEABLE: &str = "public, max-age=300";

/// `GET …/.well-known/…`.
pub(super) async fn serve(State(app): State<Shared>) -> Reply {
    let mut document = Map::new();
    name_issuer(&app, &mut document);
    list_endpoints(&app, &mut document);
    list_offers(&app, &mut document);
    list_authentication_methods(&mut document);
    list_openid_members(&mut document);
    leave_out(&app, &mut document);
    respond(&app, document)
}

fn name_issuer(app: &App, document: &mut Map<String, Value>) {
    let mut issuer = app.issuer.clone();
    if app.has(Fault::IssuerTrailingSlash) {
        issuer.push('/');
    }
    if app.has(Fault::AnotherIssuer) {
        issuer = "https://another-issuer.example".into();
    }
    document.insert("issuer".into(), issuer.into());
}

fn list_endpoints(app: &App, document: &mut Map<String, Value>) {
    let endpoints = [
        ("authorization_endpoint", router::AUTHORIZATION),
        ("token_endpoint", router::TOKEN),
        ("userinfo_endpoint", router::USERINFO),
        ("jwks_uri", router::JWKS),
        ("registration_endpoint", router::REGISTRATION),
        ("introspection_endpoint", router::INTROSPECTION),
        ("revocation_endpoint", router::REVOCATION),
    ];
    for (member, path) in endpoints {
        document.insert(member.into(), app.url(path).into());
    }
}

fn list_offers(app: &App, document: &mut Map<String, Value>) {
    let scopes: &[&str] = if app.quirks.has(Quirk::OwnScopesOnly) {
        &["openid", offer::OWN_SCOPE]
    } else {
        offer::SCOPES
    };
    document.insert("scopes_supported".into(), json!(scopes));
    document.insert(
        "response_types_supported".into(),
        json!(offer::RESPONSE_TYPES),
    );
    document.insert("response_modes_supported".into(), json!(["query"]));
    document.insert("grant_types_supported".into(), json!(offer::GRANT_TYPES));
    document.insert("code_challenge_methods_supported".into(), json!(["S256"]));
    document.insert(
        "authorization_response_iss_parameter_supported".into(),
        true.into(),
    );
}

fn list_authentication_methods(document: &mut Map<String, Value>) {
    let methods = [
        (
            "token_endpoint_auth_methods_supported",
            offer::AUTHENTICATION_METHODS,
        ),
        (
            "introspection_endpoint_auth_methods_supported",
            offer::CONFIDENTIAL_METHODS,
        ),
        (
            "revocation_endpoint_auth_methods_supported",
            offer::AUTHENTICATION_METHODS,
        ),
    ];
    for (member, methods) in methods {
        document.insert(member.into(), json!(methods));
        let algorithms = member.replace("methods_supported", "signing_alg_values_supported");
        document.insert(algorithms, json!(offer::ASSERTION_ALGORITHMS));
    }
}

/// What OpenID Connect Discovery 1.0 §3 asks for besides. An absent
/// `request_uri_parameter_supported` would mean true.
fn list_openid_members(document: &mut Map<String, Value>) {
    document.insert("subject_types_supported".into(), json!(["public"]));
    document.insert(
        "id_token_signing_alg_values_supported".into(),
        json!(offer::SIGNING_ALGORITHMS),
    );
    document.insert(
        "claims_supported".into(),
        json!(["iss", "sub", "aud", "exp", "iat"]),
    );
    document.insert("claims_parameter_supported".into(), false.into());
    document.insert("request_parameter_supported".into(), false.into());
    document.insert("request_uri_parameter_supported".into(), false.into());
}

/// What is said of endpoints that are not there.
fn leave_out(app: &App, document: &mut Map<String, Value>) {
    for (quirk, prefix) in [
        (Quirk::NoIntrospection, "introspection_endpoint"),
        (Quirk::NoRevocation, "revocation_endpoint"),
    ] {
        if app.quirks.has(quirk) {
            document.retain(|member, _| !member.starts_with(prefix));
        }
    }
}

fn respond(app: &App, document: Map<String, Value>) -> Reply {
    let mut reply = public(&document.into());
    if app.has(Fault::MetadataContentTypeText) {
        reply = reply.with(http::header::CONTENT_TYPE, "text/plain");
    }
    if app.has(Fault::MetadataStatus203) {
        reply.status = StatusCode::NON_AUTHORITATIVE_INFORMATION;
    }
    reply
}

/// A document for everyone, pages of other origins included (OpenID Connect Discovery 1.0 §4).
pub(super) fn public(document: &Value) -> Reply {
    Reply::json(StatusCode::OK, document)
        .with(CACHE_CONTROL, CACHEABLE)
        .with(ACCESS_CONTROL_ALLOW_ORIGIN, "*")
}
