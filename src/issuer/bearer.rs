//! Access to protected resources with a bearer token (RFC 6750).

use http::header::AUTHORIZATION;
use http::{HeaderMap, StatusCode, Uri};

use super::app::App;
use super::refusal::{Challenge, Refusal};
use super::store::Token;

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

/// The token that opens a resource to those who were granted a scope.
pub(super) fn open(
    app: &App,
    headers: &HeaderMap,
    uri: &Uri,
    scope: &'static str,
) -> Result<Token, Refusal> {
    let text = presented(headers, uri)?.ok_or(missing(Some(scope)))?;
    let token = app
        .store()
        .token(text, app.clock.unix())
        .cloned()
        .ok_or(invalid())?;
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
    Ok(token)
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
