//! The revocation endpoint (RFC 7009).

use axum::extract::{Request, State};
use http::StatusCode;

use super::app::{App, Shared};
use super::client_authentication::authenticate;
use super::faults::Fault;
use super::form::Form;
use super::refusal::{Refusal, refuse};
use super::reply::Reply;
use super::store::{Kind, Token};

/// RFC 7009 §2.2.1.
const UNSUPPORTED: Refusal = Refusal {
    status: StatusCode::BAD_REQUEST,
    error: Some("unsupported_token_type"),
    description: "Tokens of this type cannot be revoked.",
    challenge: None,
};

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
    let client = match authenticate(app, &headers, &form) {
        Err(_) if app.has(Fault::RevocationUnauthenticated) => None,
        client => Some(client?),
    };
    let text = form
        .value("token")
        .ok_or(Refusal::invalid_request("The token is missing."))?;
    let hint = form.value("token_type_hint");
    check_hint(app, hint)?;
    let mut store = app.store();
    let token = store.token(text).cloned();
    check_type(app, token.as_ref())?;
    let foreign = match (&token, &client) {
        (Some(token), Some(client)) => token.client_id != client.id,
        _ => false,
    };
    if foreign && !app.has(Fault::RevocationOfAnyToken) {
        return Err(Refusal::bad_request(
            "invalid_grant",
            "The token was issued to another client.",
        ));
    }
    if app.has(Fault::IntrospectionRevokedActive) {
        store.remember(text);
    }
    let missed = app.has(Fault::RevocationHintBinds)
        && token.is_some_and(|token| hint == Some(other_type(token.kind)));
    if !app.has(Fault::RevocationWithoutEffect) && !missed {
        store.revoke(text);
    }
    Ok(Reply::empty(StatusCode::OK).no_store())
}

/// A hint only says where to look first, and there is one place to look: whatever it says, it is
/// passed over (RFC 7009 §2.1, §2.2).
fn check_hint(app: &App, hint: Option<&str>) -> Result<(), Refusal> {
    let known = hint.is_none_or(|hint| matches!(hint, "access_token" | "refresh_token"));
    if !known && app.has(Fault::RevocationUnknownHintRefused) {
        return Err(UNSUPPORTED);
    }
    Ok(())
}

/// Tokens of both types can be revoked (RFC 7009 §2).
fn check_type(app: &App, token: Option<&Token>) -> Result<(), Refusal> {
    let fault = match token.map(|token| token.kind) {
        Some(Kind::Access) => Fault::RevocationAccessTokenUnsupported,
        Some(Kind::Refresh) => Fault::RevocationRefreshTokenUnsupported,
        None => {
            let refused = app.has(Fault::RevocationUnknownTokenRefused);
            let refusal = Refusal::bad_request("invalid_token", "The token is not known.");
            return if refused { Err(refusal) } else { Ok(()) };
        }
    };
    if app.has(fault) {
        Err(UNSUPPORTED)
    } else {
        Ok(())
    }
}

/// The hint of a token that is of the other type (RFC 7009 §4.1.2).
fn other_type(kind: Kind) -> &'static str {
    match kind {
        Kind::Access => "refresh_token",
        Kind::Refresh => "access_token",
    }
}
