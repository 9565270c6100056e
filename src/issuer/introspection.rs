//! The introspection endpoint (RFC 7662).

use axum::extract::{Request, State};
use axum::routing::{MethodRouter, post};
use http::header::AUTHORIZATION;
use http::{HeaderMap, StatusCode};
use serde_json::{Map, Value, json};

use super::app::{App, Shared};
use super::client_authentication::authenticate_confidential;
use super::faults::Fault;
use super::form::Form;
use super::refusal::{Refusal, refuse};
use super::reply::Reply;
use super::store::{Client, Kind, Token};

/// Who may ask, and how: `POST /introspect`.
pub(super) fn route(app: &App) -> MethodRouter<Shared> {
    let by_form = post(serve);
    if app.has(Fault::IntrospectionGetAnswered) {
        return by_form.get(serve_query);
    }
    by_form
}

async fn serve(State(app): State<Shared>, request: Request) -> Reply {
    let headers = request.headers().clone();
    let form = Form::read(request).await;
    answer(&app, &headers, form)
}

/// The same with the parameters in the query, against RFC 7662 §4.
async fn serve_query(State(app): State<Shared>, request: Request) -> Reply {
    let query = request.uri().query().unwrap_or_default();
    answer(&app, request.headers(), Form::parse(query.as_bytes()))
}

fn answer(app: &App, headers: &HeaderMap, form: Result<Form, Refusal>) -> Reply {
    form.and_then(|form| introspect(app, headers, &form))
        .unwrap_or_else(|refusal| refuse(app, &refusal))
}

fn introspect(app: &App, headers: &HeaderMap, form: &Form) -> Result<Reply, Refusal> {
    let caller = match authenticate_confidential(app, headers, form) {
        Ok(caller) => Some(caller),
        Err(_) if is_let_in(app, headers) => None,
        Err(_) if is_fobbed_off(app, headers) => return Ok(respond(app, None, None)),
        Err(refusal) => return Err(refusal),
    };
    let text = form.value("token").ok_or_else(|| without_token(app))?;
    let found = find(app, text);
    if found.is_none() && app.has(Fault::IntrospectionUnknownTokenRefused) {
        return Err(Refusal::bad_request(
            "invalid_token",
            "The token is unknown.",
        ));
    }
    let token = found
        .filter(|token| is_live(app, token))
        .filter(|token| may_ask(caller.as_ref(), token))
        .filter(|token| is_looked_for(app, form, token));
    Ok(respond(app, token, caller.as_ref()))
}

/// Whether nobody in particular may ask, because of a fault.
fn is_let_in(app: &App, headers: &HeaderMap) -> bool {
    app.has(Fault::IntrospectionOpen) && !headers.contains_key(AUTHORIZATION)
}

/// Whether a client that failed to authenticate gets an answer, because of a fault.
fn is_fobbed_off(app: &App, headers: &HeaderMap) -> bool {
    app.has(Fault::IntrospectionStrangersAnswered) && headers.contains_key(AUTHORIZATION)
}

fn without_token(app: &App) -> Refusal {
    if app.has(Fault::IntrospectionWithoutTokenStatus500) {
        return Refusal::server_error();
    }
    Refusal::invalid_request("The token is missing.")
}

fn find(app: &App, text: &str) -> Option<Token> {
    let store = app.store();
    let by_fault = || {
        if app.has(Fault::IntrospectionTamperedActive) {
            store.token_with_other_claims(text)
        } else {
            store.remembered(text)
        }
    };
    store.token(text).or_else(by_fault).cloned()
}

/// A `token_type_hint` only says where to look first (RFC 7662 §2.1), and there is one place to
/// look.
fn is_looked_for(app: &App, form: &Form, token: &Token) -> bool {
    let hint = form.value("token_type_hint");
    let other = match token.kind {
        Kind::Access => "refresh_token",
        Kind::Refresh => "access_token",
    };
    hint != Some(other) || !app.has(Fault::IntrospectionHintLimits)
}

fn is_live(app: &App, token: &Token) -> bool {
    token.is_live(app.clock.unix()) || app.has(Fault::IntrospectionExpiredActive)
}

/// Each confidential client may be a resource server, which asks about the access tokens that it is
/// shown. Refresh tokens are shown to nobody but this issuer.
fn may_ask(caller: Option<&Client>, token: &Token) -> bool {
    token.kind == Kind::Access || caller.is_some_and(|caller| caller.id == token.client_id)
}

/// What is known of a token; of one that is not active, nothing else (RFC 7662 §2.2).
fn respond(app: &App, token: Option<Token>, caller: Option<&Client>) -> Reply {
    let mut body = Map::new();
    let active = token.is_some();
    body.insert("active".into(), active.into());
    if let Some(token) = token {
        if token.kind == Kind::Access {
            body.insert("token_type".into(), "Bearer".into());
        }
        body.extend(token.claims);
        let caller = caller.filter(|_| app.has(Fault::IntrospectionCallersClientId));
        if let Some(caller) = caller {
            body.insert("client_id".into(), caller.id.clone().into());
        }
    }
    if app.has(Fault::IntrospectionActiveString) {
        body.insert("active".into(), json!(active.to_string()));
    }
    Reply::json(StatusCode::OK, &Value::Object(body)).no_store()
}
