//! The userinfo endpoint (OpenID Connect Core 1.0 §5.3). No end-user ever granted `openid`, so no
//! token opens it.

use axum::extract::{Request, State};
use http::StatusCode;
use serde_json::json;

use super::app::{App, Shared};
use super::refusal::{Refusal, refuse};
use super::reply::Reply;
use super::{bearer, router};

const RESOURCE: bearer::Resource = bearer::Resource {
    path: router::USERINFO,
    scope: "openid",
};

/// `GET` or `POST /userinfo`.
pub(super) async fn serve(State(app): State<Shared>, request: Request) -> Reply {
    claims(&app, &request).unwrap_or_else(|refusal| refuse(&app, &refusal))
}

fn claims(app: &App, request: &Request) -> Result<Reply, Refusal> {
    let token = bearer::open(app, request.headers(), request.uri(), &RESOURCE)?;
    Ok(Reply::json(StatusCode::OK, &json!({"sub": token.claims.get("sub")})).no_store())
}
