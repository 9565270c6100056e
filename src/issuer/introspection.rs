//! The introspection endpoint (RFC 7662).

use axum::extract::{Request, State};
use http::StatusCode;
use serde_json::{Map, Value, json};

use super::app::{App, Shared};
use super::client_authentication::authenticate_confidential;
use super::faults::Fault;
use super::form::Form;
use super::refusal::{Refusal, refuse};
use super::reply::Reply;
use super::store::{Client, Kind, Token};

/// `POST /introspect`.
pub(super) async fn serve(State(app): State<Shared>, request: Request) -> Reply {
    introspect(&app, request)
        .await
        .unwrap_or_else(|refusal| refuse(&app, &refusal))
}

/// A `token_type_hint` only says where to look first (RFC 7662 §2.1), and there is one place to
/// look.
async fn introspect(app: &App, request: Request) -> Result<Reply, Refusal> {
    let headers = request.headers().clone();
    let form = Form::read(request).await?;
    let client = authenticate_confidential(app, &headers, &form)?;
    let text = form
        .value("token")
        .ok_or(Refusal::invalid_request("The token is missing."))?;
    let token = find(app, text)
        .filter(|token| is_live(app, token))
        .filter(|token| may_ask(&client, token));
    Ok(respond(app, token))
}

fn find(app: &App, text: &str) -> Option<Token> {
    app.store().token(text).cloned()
}

fn is_live(app: &App, token: &Token) -> bool {
    token.is_live(app.clock.unix())
}

/// Each confidential client may be a resource server, which asks about the access tokens that it is
/// shown. Refresh tokens are shown to nobody but this issuer.
fn may_ask(client: &Client, token: &Token) -> bool {
    token.kind == Kind::Access || token.client_id == client.id
}

/// What is known of a token; of one that is not active, nothing else (RFC 7662 §2.2).
fn respond(app: &App, token: Option<Token>) -> Reply {
    let mut body = Map::new();
    let active = token.is_some();
    body.insert("active".into(), active.into());
    if let Some(token) = token {
        if token.kind == Kind::Access {
            body.insert("token_type".into(), "Bearer".into());
        }
        body.extend(token.claims);
    }
    if app.has(Fault::IntrospectionActiveString) {
        body.insert("active".into(), json!(active.to_string()));
    }
    Reply::json(StatusCode::OK, &Value::Object(body)).no_store()
}
