//! Refresh tokens (RFC 6749 §6). No end-user ever signs in, so they are made for whoever runs the
//! issuer and not by a grant; from there on they are what they are anywhere.

use serde_json::Map;

use super::app::App;
use super::offer;
use super::refusal::Refusal;
use super::store::{Client, Kind, Token};

/// Makes a refresh token for a client and a scope.
pub(super) fn issue(app: &App, client: &Client, scope: &str) -> String {
    let now = app.clock.unix();
    let expires_at = now + offer::REFRESH_TOKEN_LIFETIME;
    let mut claims = Map::new();
    claims.insert("iss".into(), app.issuer.clone().into());
    claims.insert("sub".into(), client.id.clone().into());
    claims.insert("aud".into(), app.audience().into());
    claims.insert("exp".into(), expires_at.into());
    claims.insert("iat".into(), now.into());
    claims.insert("client_id".into(), client.id.clone().into());
    claims.insert("scope".into(), scope.into());
    let material = format!("{}\n{scope}", client.id);
    let text = app.entropy.token("refresh token", material.as_bytes());
    let token = Token {
        kind: Kind::Refresh,
        client_id: client.id.clone(),
        claims,
        scope: scope.to_owned(),
        audience: app.audience().into(),
        expires_at,
        parent: None,
    };
    app.store().put_token(text.clone(), token, now);
    text
}

/// The refresh token that a client presents; one that is unknown, dead or another client's is an
/// invalid grant, and it is not told which.
pub(super) fn redeem(app: &App, client: &Client, text: &str) -> Result<Token, Refusal> {
    let token = app.store().token(text).cloned();
    token
        .filter(|token| token.kind == Kind::Refresh)
        .filter(|token| token.is_live(app.clock.unix()))
        .filter(|token| token.client_id == client.id)
        .ok_or(Refusal::bad_request(
            "invalid_grant",
            "The refresh_token is not one of this client.",
        ))
}
