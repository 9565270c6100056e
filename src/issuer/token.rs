//! The token endpoint (RFC 6749 §3.2, §4.4, §5).

use axum::extract::{Request, State};
use http::header::CACHE_CONTROL;
use http::{HeaderMap, StatusCode};
use serde_json::{Map, Value};

use super::access_token::{self, Grant};
use super::app::{App, Shared};
use super::faults::Fault;
use super::form::Form;
use super::quirks::Quirk;
use super::refusal::{Refusal, refuse};
use super::reply::Reply;
use super::store::Client;
use super::{offer, refresh_token, resource_indicator, token_client, token_form};

/// The scope of bookings, which no client has by itself (OpenActive Open Booking API §11.7.4.1.2).
const BOOKING_SCOPE: &str = "openactive-openbooking";

/// `POST /token`. Parameters in the query are not looked at, credentials least of all (RFC 6749
/// §2.3.1).
pub(super) async fn serve(State(app): State<Shared>, request: Request) -> Reply {
    let headers = request.headers().clone();
    let answer = match token_form::read(&app, request).await {
        Ok(form) => grant(&app, &headers, &form),
        Err(refusal) => Err(refusal),
    };
    answer.unwrap_or_else(|refusal| respond_refused(&app, &refusal))
}

/// `GET /token`, which is there for a fault alone (RFC 6749 §3.2).
pub(super) async fn serve_query(State(app): State<Shared>, request: Request) -> Reply {
    let query = request.uri().query().unwrap_or_default().as_bytes();
    let form = Form::parse(query);
    form.and_then(|form| grant(&app, request.headers(), &form))
        .unwrap_or_else(|refusal| respond_refused(&app, &refusal))
}

fn respond_refused(app: &App, refusal: &Refusal) -> Reply {
    let reply = refuse(app, refusal);
    if app.has(Fault::TokenErrorHtml) {
        let page = format!("<!doctype html><p>{}</p>", refusal.description);
        return reply.with_body("text/html; charset=utf-8", page);
    }
    reply
}

fn grant(app: &App, headers: &HeaderMap, form: &Form) -> Result<Reply, Refusal> {
    let client = token_client::find(app, headers, form)?;
    let grant_type = check_grant_type(app, &client, form)?;
    let basis = find_basis(app, &client, form, grant_type)?;
    let scope = grant_scope(app, &basis, form.value("scope"))?;
    let grant = Grant {
        client: &client,
        scope: &scope,
        audience: match resource_indicator::audience(app, form)? {
            _ if app.has(Fault::AccessTokenAudienceFixed) => app.audience().into(),
            audience => audience,
        },
        parent: basis.parent,
    };
    let token = access_token::issue(app, grant, app.clock.unix())?;
    let stated = form.value("scope").is_some() || !app.has(Fault::DefaultScopeUnstated);
    Ok(respond(
        app,
        &token,
        Some(scope.as_str()).filter(|_| stated),
    ))
}

/// The grant type that is asked for, one that the client may use.
fn check_grant_type<'a>(app: &App, client: &Client, form: &'a Form) -> Result<&'a str, Refusal> {
    let grant_type = form
        .value("grant_type")
        .ok_or(Refusal::invalid_request("The grant_type is missing."))?;
    if !offer::GRANT_TYPES.contains(&grant_type) {
        return Err(Refusal::bad_request(
            "unsupported_grant_type",
            "The grant_type is not offered.",
        ));
    }
    if !client.may_use(grant_type) && !app.has(Fault::GrantTypesNotEnforced) {
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
    let registered = client.text("scope").split(' ');
    let booking =
        registered.filter(|scope| *scope == BOOKING_SCOPE && app.has(Fault::BookingScopeGranted));
    let scopes = client.client_scopes().filter(|scope| !refused(scope));
    scopes.chain(booking).map(str::to_owned).collect()
}

/// The scope that a client gets: all it asks for, or all it may have if it does not say (RFC 6749
/// §3.3, §6). One value that it may not have is refused instead of left out, so that no client
/// takes less for what it wanted.
fn grant_scope(app: &App, basis: &Basis, requested: Option<&str>) -> Result<String, Refusal> {
    let available: Vec<&str> = basis.scope.iter().map(String::as_str).collect();
    let mut granted: Vec<&str> = Vec::new();
    match requested {
        None if app.has(Fault::MissingScope500) => return Err(Refusal::server_error()),
        None if app.quirks.has(Quirk::NeedsAScope) && basis.parent.is_none() => {
            let description = "The scope is missing.";
            return Err(Refusal::bad_request("invalid_scope", description));
        }
        None => granted.clone_from(&available),
        Some(requested) => {
            let made_up =
                |value| app.has(Fault::UnknownScopeGranted) && !offer::SCOPES.contains(&value);
            for value in requested.split(' ') {
                if !available.contains(&value) && !made_up(value) {
                    let description = "The scope holds a value that the client cannot have.";
                    return Err(Refusal::bad_request("invalid_scope", description));
                }
                if !granted.contains(&value) {
                    granted.push(value);
                }
            }
        }
    }
    if app.has(Fault::ScopeOrderMatters) && !is_in_order(&granted, &available) {
        let description = "The scope values are in another order than registered.";
        return Err(Refusal::bad_request("invalid_scope", description));
    }
    if granted.is_empty() {
        return Err(Refusal::bad_request(
            "invalid_scope",
            "The client has no scope that this grant can give.",
        ));
    }
    Ok(granted.join(" "))
}

/// Whether values come in the order of others.
fn is_in_order(values: &[&str], order: &[&str]) -> bool {
    let places = values
        .iter()
        .map(|value| order.iter().position(|other| other == value));
    places.is_sorted()
}

/// RFC 6749 §5.1, without a refresh token: client credentials give none (§4.4.3), and one that was
/// used stays as it is (§6).
fn respond(app: &App, token: &str, scope: Option<&str>) -> Reply {
    let mut body = Map::new();
    body.insert("access_token".into(), token.into());
    body.insert("token_type".into(), "Bearer".into());
    let lifetime = access_token::lifetime(app);
    body.insert("expires_in".into(), lifetime.into());
    if let Some(scope) = scope {
        body.insert("scope".into(), scope.into());
    }
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
