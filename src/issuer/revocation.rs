//! The revocation endpoint (RFC 7009).

use axum::extract::{Request, State};
use http::StatusCode;

use super::app::{App, Shared};
use super::client_authentication::authenticate;
use super::faults::Fault;
use super::form::Form;
use super::refusal::{Refusal, refuse};
use super::reply::Reply;

/// `POST /revoke`.
pub(super) async fn serve(State(app): State<Shared>, request: Request) -> Reply {
    revoke(&app, request)
        .await
        .unwrap_or_else(|refusal| refuse(&app, &refusal))
}

/// A token that is unknown is as good as revoked (RFC 7009 §2.2); one of another client stays as it
/// is, and the client is told (§2.1).
async fn revoke(app: &App, request: Request) -> Result<Reply, Refusal> {
    let headers = request.headers().clone();
    let form = Form::read(request).await?;
    let client = authenticate(app, &headers, &form)?;
    let text = form
        .value("token")
        .ok_or(Refusal::invalid_request("The token is missing."))?;
    let mut store = app.store();
    let holder = store.token(text).map(|token| token.client_id.clone());
    if holder.is_some_and(|holder| holder != client.id) {
        return Err(Refusal::bad_request(
            "invalid_grant",
            "The token was issued to another client.",
        ));
    }
    if !app.has(Fault::RevocationWithoutEffect) {
        store.revoke(text);
    }
    Ok(Reply::empty(StatusCode::OK).no_store())
}
