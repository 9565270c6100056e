//! The registration endpoint (RFC 7591 §3).

use std::time::{Duration, Instant};

use axum::extract::{Request, State};
use http::StatusCode;
use serde_json::{Map, Value, json};

use super::app::{App, Shared};
use super::faults::Fault;
use super::form::{has_media_type, read_body};
use super::quirks::{self, Quirk};
use super::refusal::{Refusal, refuse};
use super::reply::Reply;
use super::store::{Client, same_secret};
use super::{bearer, client_metadata, leniency, offer, router, software_statement};
use crate::secret::Secret;

/// How long a client is not known everywhere yet, where that takes a while.
const SETTLE: Duration = Duration::from_millis(300);

const AUTH_METHOD: &str = "token_endpoint_auth_method";

/// What a fault gives to every client.
const SHARED_SECRET: &str = "zQ8v0bW1cT5xLk3nRj7yPm2dUf9hGs4a";

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
    let (requested, body) = read_metadata(app, request).await?;
    if app.has(Fault::RegistrationUnknownMemberRefused)
        && requested.keys().any(|name| name.starts_with("x_"))
    {
        let description = "A member of the client metadata is not known.";
        return Err(Refusal::invalid_client_metadata(description));
    }
    let mut judged = requested.clone();
    quirks::before_registration(app, &mut judged)?;
    let statement = software_statement::take(app, &mut judged)?;
    let taken = leniency::take(app, &mut judged);
    let mut metadata = if app.has(Fault::PublicClientCredentials) {
        register_public(&judged)?
    } else {
        client_metadata::register(&judged)?
    };
    quirks::after_registration(app, &mut metadata)?;
    leniency::restore(taken, &mut metadata);
    software_statement::restore(statement, &mut metadata);
    if app.has(Fault::OmittedAuthMethodMeansPost) && !requested.contains_key(AUTH_METHOD) {
        metadata.insert(AUTH_METHOD.into(), offer::POST.into());
    }
    let mut client = make_client(app, metadata, &body);
    if app.has(Fault::ClientIdChosenByClient)
        && let Some(Value::String(chosen)) = requested.get("client_id")
    {
        client.id.clone_from(chosen);
    }
    if !app.store().add_client(client.clone(), most_clients(app)) {
        return Err(bearer::invalid());
    }
    Ok(respond(app, &client, &requested))
}

/// What a fault registers: `client_credentials` for a client without a secret too.
fn register_public(requested: &Map<String, Value>) -> Result<Map<String, Value>, Refusal> {
    const GRANT_TYPES: &str = "grant_types";
    let mut judged = requested.clone();
    let grants = requested
        .get(GRANT_TYPES)
        .filter(|grants| **grants == json!([offer::CLIENT_CREDENTIALS]))
        .filter(|_| requested.get(AUTH_METHOD) == Some(&json!(offer::NONE)));
    if grants.is_some() {
        judged.insert(AUTH_METHOD.into(), offer::BASIC.into());
    }
    let mut metadata = client_metadata::register(&judged)?;
    if grants.is_some() {
        metadata.insert(AUTH_METHOD.into(), offer::NONE.into());
    }
    Ok(metadata)
}

/// How many clients may register while the issuer runs.
fn most_clients(app: &App) -> u64 {
    let once =
        app.quirks.has(Quirk::OneUseInitialAccessToken) && app.initial_access_token.is_some();
    if once { 1 } else { u64::MAX }
}

/// RFC 7591 §3: open, or opened by a token.
fn check_initial_access_token(app: &App, request: &Request) -> Result<(), Refusal> {
    let closed = app.has(Fault::RegistrationClosed);
    let Some(expected) = &app.initial_access_token else {
        return if closed {
            Err(bearer::missing(None))
        } else {
            Ok(())
        };
    };
    let presented =
        bearer::presented(app, request.headers(), request.uri())?.ok_or(bearer::missing(None))?;
    if same_secret(expected, presented) || app.has(Fault::InitialAccessTokenUnverified) {
        Ok(())
    } else {
        Err(bearer::invalid())
    }
}

/// The client metadata in a request (RFC 7591 §3.1), and the bytes it came in.
pub(super) async fn read_metadata(
    app: &App,
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
        Err(_) if app.has(Fault::RegistrationMalformedJson500) => Err(Refusal::server_error()),
        Err(_) => Err(Refusal::invalid_client_metadata("The body is not JSON.")),
    }
}

/// What the client would like to be called does not matter (RFC 9700 §4.15.1): the issuer chooses
/// id and secret.
fn make_client(app: &App, metadata: Map<String, Value>, request: &[u8]) -> Client {
    let uri = metadata.get("policy_uri").and_then(Value::as_str);
    let uri = uri.filter(|_| app.has(Fault::ClientIdFollowsPolicyUri));
    let id = match uri {
        Some(uri) => uri.replace(|c: char| !c.is_ascii_alphanumeric(), "-"),
        None => app.entropy.uuid("client id", request),
    };
    let mut registration_token = app
        .entropy
        .token("registration access token", id.as_bytes());
    if app.has(Fault::RegistrationTokenIsClientId) {
        registration_token.clone_from(&id);
    }
    let managed = |_: &Secret| !app.quirks.has(Quirk::NoManagement);
    let settles = app.quirks.has(Quirk::Settle);
    let mut client = Client {
        id,
        secret: None,
        issued_at: app.clock.unix(),
        registration_token: Some(Secret::new(registration_token)).filter(managed),
        metadata,
        settles_at: settles.then(|| Instant::now() + SETTLE),
    };
    provide_secret(app, &mut client);
    client
}

/// Gives a client the secret that its way to authenticate needs, and takes it from one that needs
/// none.
pub(super) fn provide_secret(app: &App, client: &mut Client) {
    let public = client.is_public() && !app.has(Fault::PublicClientSecret);
    if public || client.authenticates_by(offer::KEY_JWT) {
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
    if app.has(Fault::ClientSecretShared) {
        return SHARED_SECRET.into();
    }
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
