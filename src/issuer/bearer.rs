//! Access to protected resources with a bearer token (RFC 6750).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::header::AUTHORIZATION;
use http::{HeaderMap, StatusCode, Uri};
use serde_json::Value;

use super::app::App;
use super::faults::Fault;
use super::refusal::{Challenge, Refusal};
use super::store::{Kind, Token};

/// The token in the Authorization header, the only place where one is accepted (RFC 9700 §4.3.2
/// advises against the query). Credentials of another scheme count as none.
pub(super) fn presented<'a>(
    app: &App,
    headers: &'a HeaderMap,
    uri: &'a Uri,
) -> Result<Option<&'a str>, Refusal> {
    let mut authorizations = headers.get_all(AUTHORIZATION).iter();
    let mut pairs = uri
        .query()
        .into_iter()
        .flat_map(|query| query.split('&'))
        .filter_map(|pair| pair.strip_prefix("access_token="));
    let in_query = pairs.next();
    let Some(authorization) = authorizations.next() else {
        return Ok(in_query.filter(|_| {
            app.has(Fault::BearerQueryAccepted) || app.has(Fault::BearerTwoTokensAccepted)
        }));
    };
    let two = in_query.is_some() && !app.has(Fault::BearerTwoTokensAccepted);
    if authorizations.next().is_some() || two {
        return Err(more_than_one());
    }
    let (scheme, token) = authorization
        .to_str()
        .unwrap_or_default()
        .split_once(' ')
        .unwrap_or_default();
    let known = if app.has(Fault::BearerSchemeCaseSensitive) {
        scheme == "Bearer"
    } else {
        scheme.eq_ignore_ascii_case("Bearer")
    };
    Ok(known.then(|| token.trim()))
}

/// RFC 6750 §2: a client sends its token in one way.
pub(super) fn more_than_one() -> Refusal {
    Refusal {
        challenge: Some(Challenge::Bearer { scope: None }),
        ..Refusal::invalid_request("The request has more than one token.")
    }
}

/// A protected resource: the path that identifies it, and the scope that it asks for.
pub(super) struct Resource {
    pub(super) path: &'static str,
    pub(super) scope: &'static str,
}

/// The token that opens a resource to those who were granted its scope.
pub(super) fn open(
    app: &App,
    headers: &HeaderMap,
    uri: &Uri,
    resource: &Resource,
) -> Result<Token, Refusal> {
    let scope = resource.scope;
    let text = presented(app, headers, uri)?.ok_or_else(|| without_token(app, scope))?;
    let token = recognize(app, text)?;
    check_life(app, &token)?;
    check_audience(app, &token, resource)?;
    check_scope(&token, scope)?;
    Ok(token)
}

/// The access token with these characters. One that was altered, or that says of itself that it is
/// something else, was never issued.
fn recognize(app: &App, text: &str) -> Result<Token, Refusal> {
    let mut token = app.store().token(text).cloned();
    if token.is_none() && app.has(Fault::BearerUnverified) {
        token = unverified(app, text);
    }
    token
        .filter(|token| token.kind == Kind::Access)
        .ok_or(invalid())
}

/// The token that says of itself what one says that was issued.
fn unverified(app: &App, text: &str) -> Option<Token> {
    let claims = URL_SAFE_NO_PAD.decode(text.split('.').nth(1)?).ok()?;
    let claims: Value = serde_json::from_slice(&claims).ok()?;
    app.store().token_of_jti(claims.get("jti")?).cloned()
}

fn check_life(app: &App, token: &Token) -> Result<(), Refusal> {
    if token.is_live(app.clock.unix()) || app.has(Fault::BearerExpiredAccepted) {
        Ok(())
    } else {
        Err(invalid())
    }
}

/// A token that was asked for another resource opens nothing here (RFC 9068 §4); one for the
/// default resource gets as far as its scope.
fn check_audience(app: &App, token: &Token, resource: &Resource) -> Result<(), Refusal> {
    if token.is_for(&app.url(resource.path)) || token.is_for(&app.audience()) {
        Ok(())
    } else {
        Err(invalid())
    }
}

fn check_scope(token: &Token, scope: &'static str) -> Result<(), Refusal> {
    if !token.has_scope(scope) {
        return Err(Refusal {
            status: StatusCode::FORBIDDEN,
            challenge: Some(Challenge::Bearer { scope: Some(scope) }),
            ..Refusal::bad_request(
                "insufficient_scope",
                "The token lacks the scope that this resource asks for.",
            )
        });
    }
    Ok(())
}

/// The refusal of a request without a token.
fn without_token(app: &App, scope: &'static str) -> Refusal {
    if app.has(Fault::BearerErrorWithoutToken) {
        invalid()
    } else {
        missing(Some(scope))
    }
}

/// A request without a token, which learns no error (RFC 6750 §3.1).
pub(super) fn missing(scope: Option<&'static str>) -> Refusal {
    Refusal {
        status: StatusCode::UNAUTHORIZED,
        error: None,
        description: "",
        challenge: Some(Challenge::Bearer { scope }),
    }
}

/// A token that opens nothing (RFC 6750 §3.1).
pub(super) fn invalid() -> Refusal {
    Refusal {
        status: StatusCode::UNAUTHORIZED,
        challenge: Some(Challenge::Bearer { scope: None }),
        ..Refusal::bad_request("invalid_token", "The token is unknown, expired or revoked.")
    }
}
