//! The userinfo endpoint (OpenID Connect Core 1.0 §5.3). No end-user ever granted `openid`, so no
//! token opens it.

use axum::extract::{Request, State};
use http::header::AUTHORIZATION;
use http::{HeaderMap, StatusCode};
use serde_json::json;

use super::app::{App, Shared};
use super::form::{Form, has_media_type};
use super::refusal::{Refusal, refuse};
use super::reply::Reply;
use super::{bearer, router};

const RESOURCE: bearer::Resource = bearer::Resource {
    path: router::USERINFO,
    scope: "openid",
};

/// `GET` or `POST /userinfo`.
pub(super) async fn serve(State(app): State<Shared>, request: Request) -> Reply {
    claims(&app, request)
        .await
        .unwrap_or_else(|refusal| refuse(&app, &refusal))
}

fn is_form(headers: &HeaderMap) -> bool {
    has_media_type(headers, "application/x-www-form-urlencoded")
}

/// A token in the body is not accepted, and counts where there is one in the header too (RFC 6750
/// §2).
async fn claims(app: &App, request: Request) -> Result<Reply, Refusal> {
    let (headers, uri) = (request.headers().clone(), request.uri().clone());
    let in_body = is_form(&headers) && Form::read(request).await?.value("access_token").is_some();
    if in_body && headers.contains_key(AUTHORIZATION) {
        return Err(bearer::more_than_one());
    }
    let token = bearer::open(app, &headers, &uri, &RESOURCE)?;
    Ok(Reply::json(StatusCode::OK, &json!({"sub": token.claims.get("sub")})).no_store())
}
