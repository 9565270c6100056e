//! The registration endpoint (RFC 7591 §3).

use axum::extract::{Request, State};
use http::StatusCode;
use serde_json::{Map, Value};

use super::app::{App, Shared};
use super::faults::Fault;
use super::form::{has_media_type, read_body};
use super::refusal::{Refusal, refuse};
use super::reply::Reply;
use super::store::{Client, same_secret};
use super::{bearer, client_metadata, offer, router};
use crate::secret::Secret;

const AUTH_METHOD: &str = "token_endpoint_auth_method";

/// Members that the issuer fills in where they were not sent (RFC 7591 §3.2.1).
const PROVISIONED: &[&str] = &[AUTH_METHOD, "grant_types", "response_types"];

/// `POST /register`.
pub(super) async fn serve(State(app): State<Shared>, request: Request) -> Reply {
    register(&app, request)
        .await
        .unwrap_or_else(|refusal| refuse(&app, &refusal))
}

async fn register(app: &App, request: Request) -> Result<Reply, Refusal> {
    check_initial_access_token(app, &request)?;
    let (requested, body) = read_metadata(request).await?;
    let mut metadata = client_metadata::register(&requested)?;
    if app.has(Fault::OmittedAuthMethodMeansPost) && !requested.contains_key(AUTH_METHOD) {
        metadata.insert(AUTH_METHOD.into(), offer::POST.into());
    }
    let client = make_client(app, metadata, &body);
    app.store().put_client(client.clone());
    Ok(respond(app, &client, &requested))
}

/// RFC 7591 §3: open, or opened by a token.
fn check_initial_access_token(app: &App, request: &Request) -> Result<(), Refusal> {
    let Some(expected) = &app.initial_access_token else {
        return Ok(());
    };
    let presented =
        bearer::presented(request.headers(), request.uri())?.ok_or(bearer::missing(None))?;
    if same_secret(expected, presented) {
        Ok(())
    } else {
        Err(bearer::invalid())
    }
}

/// The client metadata in a request (RFC 7591 §3.1), and the bytes it came in.
pub(super) async fn read_metadata(
    request: Request,
) -> Result<(Map<String, Value>, Vec<u8>), Refusal> {
    if !has_media_type(request.headers(), "application/json") {
        return Err(Refusal::invalid_client_metadata(
            "The body has to be application/json.",
        ));
    }
    let body = read_body(request).await?;
    match serde_json::from_slice(&body) {
        Ok(Value::Object(metadata)) => Ok((metadata, body)),
        Ok(_) => Err(Refusal::invalid_client_metadata(
            "The body is not a JSON object.",
        )),
        Err(_) => Err(Refusal::invalid_client_metadata("The body is not JSON.")),
    }
}

/// What the client would like to be called does not matter (RFC 9700 §4.15.1): the issuer chooses
/// id and secret.
fn make_client(app: &App, metadata: Map<String, Value>, request: &[u8]) -> Client {
    let id = app.entropy.uuid("client id", request);
    let mut registration_token = app
        .entropy
        .token("registration access token", id.as_bytes());
    if app.has(Fault::RegistrationTokenIsClientId) {
        registration_token.clone_from(&id);
    }
    let mut client = Client {
        id,
        secret: None,
        issued_at: app.clock.unix(),
        registration_token: Some(Secret::new(registration_token)),
        metadata,
    };
    provide_secret(app, &mut client);
    client
}

/// Gives a client the secret that its way to authenticate needs, and takes it from one that needs
/// none.
pub(super) fn provide_secret(app: &App, client: &mut Client) {
    if client.is_public() || client.authenticates_by(offer::KEY_JWT) {
        client.secret = None;
    } else if client.secret.is_none() {
        let mut secret = make_secret(app, &client.id);
        if app.has(Fault::BasicRefused) {
            secret.retain(|c| c != '=');
        }
        client.secret = Some(Secret::new(secret));
    }
}

fn make_secret(app: &App, id: &str) -> String {
    let (label, material) = ("client secret", id.as_bytes());
    if app.has(Fault::ClientSecretDigits) {
        let bytes = app.entropy.bytes(label, material).into_iter();
        return bytes
            .take(8)
            .map(|byte| char::from(b'0' + byte % 10))
            .collect();
    }
    // Without padding no encoding changes it, so that what refuses it is the method alone.
    if app.has(Fault::OmittedAuthMethodMeansPost) {
        return app.entropy.token(label, material);
    }
    let mut secret = app.entropy.secret(label, material);
    if app.has(Fault::ClientSecretNotAscii) {
        secret.push('\u{e9}');
    }
    secret
}

/// RFC 7591 §3.2.1.
fn respond(app: &App, client: &Client, requested: &Map<String, Value>) -> Reply {
    let mut body = record(app, client);
    let unstated: &[&str] = if app.has(Fault::RegistrationDefaultsUnstated) {
        PROVISIONED
    } else if app.has(Fault::OmittedAuthMethodMeansPost) {
        &[AUTH_METHOD]
    } else {
        &[]
    };
    body.retain(|name, _| requested.contains_key(name) || !unstated.contains(&name.as_str()));
    if app.has(Fault::RegistrationClientIdMissing) {
        body.shift_remove("client_id");
    }
    if app.has(Fault::RegistrationSecretExpiresAtMissing) {
        body.shift_remove("client_secret_expires_at");
    }
    if app.has(Fault::RegistrationNullMember) {
        body.insert("initiate_login_uri".into(), Value::Null);
    }
    let status = if app.has(Fault::RegistrationStatus200) {
        StatusCode::OK
    } else {
        StatusCode::CREATED
    };
    Reply::json(status, &Value::Object(body)).no_store()
}

/// All that is registered about a client, as registration and management show it (RFC 7591 §3.2.1,
/// RFC 7592 §3).
pub(super) fn record(app: &App, client: &Client) -> Map<String, Value> {
    let mut body = Map::new();
    body.insert("client_id".into(), client.id.clone().into());
    body.insert("client_id_issued_at".into(), client.issued_at.into());
    if let Some(secret) = &client.secret {
        body.insert("client_secret".into(), secret.reveal().into());
        body.insert("client_secret_expires_at".into(), 0.into());
    }
    if let Some(token) = &client.registration_token {
        let uri = format!("{}/{}", app.url(router::REGISTRATION), client.id);
        body.insert("registration_client_uri".into(), uri.into());
        body.insert("registration_access_token".into(), token.reveal().into());
    }
    body.extend(client.metadata.clone());
    body
}
