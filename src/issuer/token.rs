//! The token endpoint (RFC 6749 §3.2, §4.4, §5).

use axum::extract::{Request, State};
use http::StatusCode;
use http::header::CACHE_CONTROL;
use serde_json::{Map, Value};

use super::access_token::{self, Grant};
use super::app::{App, Shared};
use super::client_authentication::authenticate;
use super::faults::Fault;
use super::form::Form;
use super::refusal::{Refusal, refuse};
use super::reply::Reply;
use super::store::Client;
use super::{offer, refresh_token, resource_indicator};

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
    let grant_type = check_grant_type(&client, &form)?;
    let basis = find_basis(app, &client, &form, grant_type)?;
    let scope = grant_scope(&basis, form.value("scope"))?;
    let grant = Grant {
        client: &client,
        scope: &scope,
        audience: resource_indicator::audience(app, &form)?,
        parent: basis.parent,
    };
    let token = access_token::issue(app, grant, app.clock.unix())?;
    Ok(respond(app, &token, &scope))
}

/// The grant type that is asked for, one that the client may use.
fn check_grant_type<'a>(client: &Client, form: &'a Form) -> Result<&'a str, Refusal> {
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
    Ok(grant_type)
}

/// What a grant rests on: the scope that it can give, and the refresh token that it comes from.
struct Basis {
    scope: Vec<String>,
    parent: Option<String>,
}

/// The client's own right, or a refresh token's. Nobody was ever given a code, so each that comes
/// is an invalid one.
fn find_basis(app: &App, client: &Client, form: &Form, kind: &str) -> Result<Basis, Refusal> {
    match kind {
        offer::AUTHORIZATION_CODE => Err(match form.value("code") {
            Some(_) => Refusal::bad_request("invalid_grant", "The code is not one of this issuer."),
            None => Refusal::invalid_request("The code is missing."),
        }),
        offer::REFRESH_TOKEN => {
            let missing = Refusal::invalid_request("The refresh_token is missing.");
            let text = form.value("refresh_token").ok_or(missing)?;
            let token = refresh_token::redeem(app, client, text)?;
            Ok(Basis {
                scope: token.scope.split(' ').map(str::to_owned).collect(),
                parent: Some(text.to_owned()),
            })
        }
        _ => Ok(Basis {
            scope: client_scope(app, client),
            parent: None,
        }),
    }
}

fn client_scope(app: &App, client: &Client) -> Vec<String> {
    let refused =
        |scope: &str| scope == offer::ORDERS_FEED_SCOPE && app.has(Fault::OrdersFeedScopeRefused);
    let scopes = client.client_scopes().filter(|scope| !refused(scope));
    scopes.map(str::to_owned).collect()
}

/// The scope that a client gets: all it asks for, or all it may have if it does not say (RFC 6749
/// §3.3, §6). One value that it may not have is refused instead of left out, so that no client
/// takes less for what it wanted.
fn grant_scope(basis: &Basis, requested: Option<&str>) -> Result<String, Refusal> {
    let available: Vec<&str> = basis.scope.iter().map(String::as_str).collect();
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

/// RFC 6749 §5.1, without a refresh token: client credentials give none (§4.4.3), and one that was
/// used stays as it is (§6).
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
