//! The client configuration endpoint: a client reads, replaces or deletes what is registered for it
//! (RFC 7592 §2).

use axum::extract::{Request, State};
use http::{Method, StatusCode};
use serde_json::{Map, Value, json};

use super::app::{App, Shared};
use super::faults::Fault;
use super::quirks::{self, Quirk};
use super::refusal::{Refusal, refuse};
use super::registration::{provide_secret, read_metadata, record};
use super::reply::Reply;
use super::store::{Client, same_secret};
use super::{bearer, client_metadata};
use crate::secret::Secret;

const REDIRECT_URIS: &str = "redirect_uris";

/// Members that only the issuer sets, and that no update may hold (RFC 7592 §2.2).
const ISSUERS_OWN: &[&str] = &[
    "registration_access_token",
    "registration_client_uri",
    "client_secret_expires_at",
    "client_id_issued_at",
];

/// `GET /register/{client_id}`.
pub(super) async fn read(State(app): State<Shared>, request: Request) -> Reply {
    open(&app, &request).map_or_else(
        |refusal| refuse(&app, &refusal),
        |mut client| {
            rotate_token(&app, &mut client);
            show_read(&app, &client)
        },
    )
}

/// `PUT /register/{client_id}`.
pub(super) async fn update(State(app): State<Shared>, request: Request) -> Reply {
    replace(&app, request)
        .await
        .unwrap_or_else(|refusal| refuse(&app, &refusal))
}

/// `DELETE /register/{client_id}`. Tokens of the client end with it (RFC 7592 §2.3).
pub(super) async fn delete(State(app): State<Shared>, request: Request) -> Reply {
    let client = match open(&app, &request) {
        Ok(client) => client,
        Err(refusal) => return refuse(&app, &refusal),
    };
    if app.has(Fault::ClientDeleteStatus404) {
        return refuse(&app, &not_found());
    }
    forget(&app, client);
    if app.has(Fault::ClientDeleteStatus200) {
        return Reply::json(StatusCode::OK, &json!({"deleted": true})).no_store();
    }
    Reply::empty(StatusCode::NO_CONTENT).no_store()
}

/// Deletes a client, or what a fault leaves of it.
fn forget(app: &App, mut client: Client) {
    let mut store = app.store();
    if app.has(Fault::DeletedClientTokensActive) {
        store.forget_client(&client.id);
    } else {
        store.delete_client(&client.id);
    }
    if app.has(Fault::DeletedClientAuthenticates) {
        client.registration_token = None;
        store.put_client(client);
    } else if app.has(Fault::DeletedClientShown) {
        client.secret = None;
        store.put_client(client);
    }
}

/// The client at this address, if the token is its own. Whether there is a client at all is not
/// told: each other token gets the same 401, and never a 404 (OpenID Connect Registration 1.0
/// §4.4).
fn open(app: &App, request: &Request) -> Result<Client, Refusal> {
    let presented = bearer::presented(app, request.headers(), request.uri())?;
    let id = request.uri().path().rsplit('/').next().unwrap_or_default();
    let found = app.store().client(id);
    if let (None, Some(client), true) = (presented, &found, is_open(app, request)) {
        return Ok(client.clone());
    }
    let presented = presented.ok_or(bearer::missing(None))?;
    if found.is_none() && app.has(Fault::ClientUnknownStatus404) {
        return Err(not_found());
    }
    let client = found.ok_or(bearer::invalid())?;
    match &client.registration_token {
        Some(expected) if same_secret(expected, presented) => Ok(client),
        _ if app.has(Fault::ClientShownToOtherClient) && app.store().manages(presented) => {
            Ok(client)
        }
        _ => Err(bearer::invalid()),
    }
}

/// Whether a fault opens the endpoint to a request without a token.
fn is_open(app: &App, request: &Request) -> bool {
    app.has(Fault::ClientShownWithoutToken) && request.method() == Method::GET
}

fn not_found() -> Refusal {
    Refusal {
        status: StatusCode::NOT_FOUND,
        ..Refusal::invalid_request("There is no such client.")
    }
}

/// RFC 7592 §2.2: what comes replaces all that was, and what does not come is deleted.
async fn replace(app: &App, request: Request) -> Result<Reply, Refusal> {
    let mut client = open(app, &request)?;
    let (requested, _) = read_metadata(app, request).await?;
    check_identity(app, &client, &requested)?;
    let mut judged = requested.clone();
    quirks::before_registration(app, &mut judged)?;
    let registered = register(app, &judged)?;
    client.metadata = replaced(app, &client, registered);
    quirks::after_registration(app, &mut client.metadata)?;
    provide_secret(app, &mut client);
    if let Some(Value::String(chosen)) = requested.get("client_secret")
        && app.has(Fault::ClientUpdateChoosesSecret)
    {
        client.secret = Some(Secret::new(chosen.as_str()));
    }
    app.store().put_client(client.clone());
    rotate_token(app, &mut client);
    Ok(show(app, &client))
}

/// The metadata of an update, as it is registered.
fn register(app: &App, requested: &Map<String, Value>) -> Result<Map<String, Value>, Refusal> {
    match client_metadata::register(requested) {
        Err(Refusal {
            error: Some("invalid_redirect_uri"),
            ..
        }) if app.has(Fault::ClientUpdateUnchecked) => Ok(requested.clone()),
        registered => registered,
    }
}

/// What an update leaves: its own metadata, unless a fault keeps some of what was registered.
fn replaced(app: &App, client: &Client, mut updated: Map<String, Value>) -> Map<String, Value> {
    if app.has(Fault::ClientUpdateMerges)
        && let (Some(Value::Array(before)), Some(Value::Array(after))) = (
            client.metadata.get(REDIRECT_URIS),
            updated.get_mut(REDIRECT_URIS),
        )
    {
        let kept = before.iter().filter(|uri| !after.contains(uri));
        let kept: Vec<_> = kept.cloned().collect();
        after.splice(0..0, kept);
    }
    if app.has(Fault::ClientUpdateKeepsOmitted) {
        for (name, value) in &client.metadata {
            updated.entry(name).or_insert_with(|| value.clone());
        }
    }
    updated
}

/// A client says who it is, and can choose neither its name nor its secret.
fn check_identity(
    app: &App,
    client: &Client,
    requested: &Map<String, Value>,
) -> Result<(), Refusal> {
    let other = requested.get("client_id").is_none_or(|id| *id != client.id);
    if other && !app.has(Fault::ClientUpdateOtherClientId) {
        return Err(Refusal::invalid_client_metadata(
            "The client_id is not the one of this client.",
        ));
    }
    let same = |secret: &Value| match (&client.secret, secret.as_str()) {
        (Some(expected), Some(secret)) => same_secret(expected, secret),
        _ => false,
    };
    let chosen = requested
        .get("client_secret")
        .is_some_and(|secret| !same(secret));
    if chosen && !app.has(Fault::ClientUpdateChoosesSecret) {
        return Err(Refusal::invalid_client_metadata(
            "A client cannot choose its client_secret.",
        ));
    }
    if ISSUERS_OWN
        .iter()
        .any(|member| requested.contains_key(*member))
    {
        return Err(Refusal::invalid_client_metadata(
            "The update holds a member that only the issuer sets.",
        ));
    }
    Ok(())
}

/// A client as a read shows it.
fn show_read(app: &App, client: &Client) -> Reply {
    if !app.has(Fault::ClientReadSecretChanges) || client.secret.is_none() {
        return show(app, client);
    }
    let mut shown = client.clone();
    let another = app.entropy.token("shown secret", client.id.as_bytes());
    shown.secret = Some(Secret::new(another));
    show(app, &shown)
}

/// RFC 7592 §2.1, §2.2: the old token is dead as soon as there is another.
fn rotate_token(app: &App, client: &mut Client) {
    let old = client.registration_token.as_ref();
    if let Some(old) = old.filter(|_| app.quirks.has(Quirk::RotatingRegistrationAccessToken)) {
        let material = format!("{}\n{}", client.id, old.reveal());
        let token = app
            .entropy
            .token("registration access token", material.as_bytes());
        client.registration_token = Some(Secret::new(token));
        app.store().put_client(client.clone());
    }
}

fn show(app: &App, client: &Client) -> Reply {
    Reply::json(StatusCode::OK, &Value::Object(record(app, client))).no_store()
}
