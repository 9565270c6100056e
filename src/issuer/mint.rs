//! Tokens that no grant gives, made for whoever runs the issuer: a probe needs a refresh token, and
//! a token that has expired.

use super::access_token;
use super::app::App;
use super::refresh_token;
use super::store::Client;
use crate::secret::Secret;

/// How long ago an expired access token expired, in seconds.
const EXPIRED_SINCE: i64 = 3600;

/// A token could not be made.
#[derive(Debug, thiserror::Error)]
pub enum MintError {
    /// There is no such client.
    #[error("make a token for {0:?}: there is no such client")]
    Client(String),
    /// The client has no scope value that it could use without an end-user.
    #[error("make a token for {0:?}: it has no scope for client credentials")]
    Scope(String),
    /// The access token could not be signed.
    #[error("sign a token for {0:?}")]
    Signature(String),
}

/// A client and all the scope that it can have without an end-user.
fn client(app: &App, id: &str) -> Result<(Client, String), MintError> {
    let client = app
        .store()
        .client(id)
        .ok_or_else(|| MintError::Client(id.to_owned()))?;
    let scope: Vec<&str> = client.client_scopes().collect();
    let scope = scope.join(" ");
    if scope.is_empty() {
        return Err(MintError::Scope(id.to_owned()));
    }
    Ok((client, scope))
}

/// A refresh token of a client.
pub(super) fn refresh_token(app: &App, id: &str) -> Result<Secret, MintError> {
    let (client, scope) = client(app, id)?;
    Ok(Secret::new(refresh_token::issue(app, &client, &scope)))
}

/// An access token of a client that was good until an hour ago.
pub(super) fn expired_access_token(app: &App, id: &str) -> Result<Secret, MintError> {
    let (client, scope) = client(app, id)?;
    let grant = access_token::Grant {
        client: &client,
        scope: &scope,
        audience: app.audience().into(),
        parent: None,
    };
    let issued_at = app.clock.unix() - EXPIRED_SINCE - access_token::lifetime(app);
    let token = access_token::issue(app, grant, issued_at);
    let token = token.map_err(|_| MintError::Signature(id.to_owned()))?;
    Ok(Secret::new(token))
}
