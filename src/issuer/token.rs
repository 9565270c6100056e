//! The token endpoint (RFC 6749 §3.2, §4.4, §5).

use axum::extract::{Request, State};
use http::StatusCode;
use http::header::CACHE_CONTROL;
use serde_json::{Map, Value};

use super::app::{App, Shared};
use super::client_authentication::authenticate;
use super::faults::Fault;
use super::form::Form;
use super::refusal::{Refusal, refuse};
use super::reply::Reply;
use super::store::Client;
use super::{access_token, offer};

/// `POST /token`. Parameters in the query are not looked at, credentials least of all (RFC 6749
/// §2.3.1).
pub(super) async fn serve(State(app): State<Shared>, request: Request) -> Reply {
    match grant(&app, request).await {
        Ok(reply) => reply,
        Err(refusal) if app.has(Fault::TokenErrorHtml) => Reply::html(
            refusal.status,
            format!("<!doctype html><p>{}</p>", refusal.description),
        ),
        Err(refusal) => refuse(&app, &refusal),
    }
}

async fn grant(app: &App, request: Request) -> Result<Reply, Refusal> {
    let headers = request.headers().clone();
    let form = Form::read(request).await?;
    let client = authenticate(app, &headers, &form)?;
    check_grant_type(&client, &form)?;
    let scope = grant_scope(app, &client, form.value("scope"))?;
    let token = access_token::issue(app, &client, &scope)?;
    Ok(respond(app, &token, &scope))
}

/// Lets client credentials pass. Nobody was ever given a code or a refresh token, so each that
/// comes is an invalid one.
fn check_grant_type(client: &Client, form: &Form) -> Result<(), Refusal> {
    let grant_type = form
        .value("grant_type")
        .ok_or(Refusal::invalid_request("The grant_type is missing."))?;
    if !offer::GRANT_TYPES.contains(&grant_type) {
        return Err(Refusal::bad_request(
            "unsupported_grant_type",
            "The grant_type is not offered.",
        ));
    }
    if !client.may_use(grant_type) {
        return Err(Refusal::bad_request(
            "unauthorized_client",
            "The client is not registered for the grant_type.",
        ));
    }
    let presented = match grant_type {
        offer::AUTHORIZATION_CODE => form.value("code"),
        offer::REFRESH_TOKEN => form.value("refresh_token"),
        _ => return Ok(()),
    };
    Err(match presented {
        Some(_) => Refusal::bad_request(
            "invalid_grant",
            "The code or refresh_token is not one of this issuer.",
        ),
        None => Refusal::invalid_request("The code or refresh_token is missing."),
    })
}

/// The scope that a client gets: all it asks for, or all it may have if it does not say (RFC 6749
/// §3.3). One value that it may not have is refused instead of left out, so that no client takes
/// less for what it wanted.
fn grant_scope(app: &App, client: &Client, requested: Option<&str>) -> Result<String, Refusal> {
    let mut available: Vec<&str> = client.client_scopes().collect();
    if app.has(Fault::OrdersFeedScopeRefused) {
        available.retain(|scope| *scope != offer::ORDERS_FEED_SCOPE);
    }
    let mut granted: Vec<&str> = Vec::new();
    match requested {
        None => granted.clone_from(&available),
        Some(requested) => {
            for value in requested.split(' ') {
                if !available.contains(&value) {
                    let description = "The scope holds a value that the client cannot have.";
                    return Err(Refusal::bad_request("invalid_scope", description));
                }
                if !granted.contains(&value) {
                    granted.push(value);
                }
            }
        }
    }
    if granted.is_empty() {
        return Err(Refusal::bad_request(
            "invalid_scope",
            "The client has no scope that this grant can give.",
        ));
    }
    Ok(granted.join(" "))
}

/// RFC 6749 §5.1, without a refresh token (§4.4.3).
fn respond(app: &App, token: &str, scope: &str) -> Reply {
    let mut body = Map::new();
    body.insert("access_token".into(), token.into());
    body.insert("token_type".into(), "Bearer".into());
    let lifetime = access_token::lifetime(app);
    body.insert("expires_in".into(), lifetime.into());
    body.insert("scope".into(), scope.into());
    if app.has(Fault::TokenTypeMissing) {
        body.shift_remove("token_type");
    }
    if app.has(Fault::TokenExpiresInString) {
        body.insert("expires_in".into(), lifetime.to_string().into());
    }
    let status = if app.has(Fault::TokenStatus201) {
        StatusCode::CREATED
    } else {
        StatusCode::OK
    };
    let reply = Reply::json(status, &Value::Object(body)).no_store();
    if app.has(Fault::TokenWithoutCacheControl) {
        reply.without(&CACHE_CONTROL)
    } else {
        reply
    }
}
