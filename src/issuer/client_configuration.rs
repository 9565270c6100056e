//! The client configuration endpoint: a client reads, replaces or deletes what is registered for it
//! (RFC 7592 §2).

use axum::extract::{Request, State};
use http::StatusCode;
use serde_json::{Map, Value, json};

use super::app::{App, Shared};
use super::faults::Fault;
use super::refusal::{Refusal, refuse};
use super::registration::{provide_secret, read_metadata, record};
use super::reply::Reply;
use super::store::{Client, same_secret};
use super::{bearer, client_metadata};

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
        |client| show(&app, &client),
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
    app.store().delete_client(&client.id);
    if app.has(Fault::ClientDeleteStatus200) {
        return Reply::json(StatusCode::OK, &json!({"deleted": true})).no_store();
    }
    Reply::empty(StatusCode::NO_CONTENT).no_store()
}

/// The client at this address, if the token is its own. Whether there is a client at all is not
/// told: each other token gets the same 401, and never a 404 (OpenID Connect Registration 1.0
/// §4.4).
fn open(app: &App, request: &Request) -> Result<Client, Refusal> {
    let presented =
        bearer::presented(request.headers(), request.uri())?.ok_or(bearer::missing(None))?;
    let id = request.uri().path().rsplit('/').next().unwrap_or_default();
    let client = app.store().client(id).ok_or(bearer::invalid())?;
    match &client.registration_token {
        Some(expected) if same_secret(expected, presented) => Ok(client),
        _ => Err(bearer::invalid()),
    }
}

/// RFC 7592 §2.2: what comes replaces all that was, and what does not come is deleted.
async fn replace(app: &App, request: Request) -> Result<Reply, Refusal> {
    let mut client = open(app, &request)?;
    let (requested, _) = read_metadata(request).await?;
    check_identity(&client, &requested)?;
    client.metadata = client_metadata::register(&requested)?;
    provide_secret(app, &mut client);
    app.store().put_client(client.clone());
    Ok(show(app, &client))
}

/// A client says who it is, and can choose neither its name nor its secret.
fn check_identity(client: &Client, requested: &Map<String, Value>) -> Result<(), Refusal> {
    if requested.get("client_id").is_none_or(|id| *id != client.id) {
        return Err(Refusal::invalid_client_metadata(
            "The client_id is not the one of this client.",
        ));
    }
    let same = |secret: &Value| match (&client.secret, secret.as_str()) {
        (Some(expected), Some(secret)) => same_secret(expected, secret),
        _ => false,
    };
    if requested
        .get("client_secret")
        .is_some_and(|secret| !same(secret))
    {
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

fn show(app: &App, client: &Client) -> Reply {
    Reply::json(StatusCode::OK, &Value::Object(record(app, client))).no_store()
}
