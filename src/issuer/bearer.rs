//! Access to protected resources with a bearer token (RFC 6750).

use http::header::AUTHORIZATION;
use http::{HeaderMap, StatusCode, Uri};

use super::app::App;
use super::refusal::{Challenge, Refusal};
use super::store::{Kind, Token};

/// The token in the Authorization header, the only place where one is accepted (RFC 9700 §4.3.2
/// advises against the query). Credentials of another scheme count as none.
pub(super) fn presented<'a>(headers: &'a HeaderMap, uri: &Uri) -> Result<Option<&'a str>, Refusal> {
    let mut authorizations = headers.get_all(AUTHORIZATION).iter();
    let Some(authorization) = authorizations.next() else {
        return Ok(None);
    };
    let in_query = uri
        .query()
        .into_iter()
        .flat_map(|query| query.split('&'))
        .any(|pair| pair.starts_with("access_token="));
    if authorizations.next().is_some() || in_query {
        let refusal = Refusal::invalid_request("The request has more than one token.");
        return Err(Refusal {
            challenge: Some(Challenge::Bearer { scope: None }),
            ..refusal
        });
    }
    let (scheme, token) = authorization
        .to_str()
        .unwrap_or_default()
        .split_once(' ')
        .unwrap_or_default();
    Ok(scheme.eq_ignore_ascii_case("Bearer").then(|| token.trim()))
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
    let text = presented(headers, uri)?.ok_or(missing(Some(scope)))?;
    let token = recognize(app, text)?;
    check_life(app, &token)?;
    check_audience(app, &token, resource)?;
    check_scope(&token, scope)?;
    Ok(token)
}

/// The access token with these characters. One that was altered, or that says of itself that it is
/// something else, was never issued.
fn recognize(app: &App, text: &str) -> Result<Token, Refusal> {
    let token = app.store().token(text).cloned();
    token
        .filter(|token| token.kind == Kind::Access)
        .ok_or(invalid())
}

fn check_life(app: &App, token: &Token) -> Result<(), Refusal> {
    if token.is_live(app.clock.unix()) {
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
