//! Clients in a browser: what pages of other origins may ask (OpenID Connect Discovery 1.0 §4, the
//! CORS protocol of the Fetch standard).

use axum::response::{IntoResponse, Response};
use http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_METHOD, ORIGIN,
    WWW_AUTHENTICATE,
};
use http::{HeaderMap, HeaderValue, Method, StatusCode};

use super::app::App;
use super::reply::Reply;
use super::router;

/// The endpoints that a client calls itself, each with the methods that it knows. The authorization
/// endpoint is not among them: a browser is sent there, no page asks it.
const ENDPOINTS: &[(&str, &str)] = &[
    (router::JWKS, "GET"),
    (router::TOKEN, "POST"),
    (router::USERINFO, "GET, POST"),
    (router::REGISTRATION, "POST"),
    (router::REVOCATION, "POST"),
];

/// What a page may send besides the headers that need no leave.
const REQUEST_HEADERS: &str = "authorization, content-type";

/// How long a browser may keep the answer to a preflight request, in seconds.
const MAX_AGE: &str = "600";

/// The methods of the endpoint at a path, where pages of other origins may ask it.
fn methods(app: &App, path: &str) -> Option<&'static str> {
    let below = path.strip_prefix(app.path().as_str())?;
    if path.contains("/.well-known/") {
        return Some("GET");
    }
    if below.starts_with(router::REGISTRATION) && below != router::REGISTRATION {
        return Some("GET, PUT, DELETE");
    }
    let mut endpoints = ENDPOINTS.iter();
    let found = endpoints.find(|(endpoint, _)| *endpoint == below);
    found.map(|(_, methods)| *methods)
}

/// The answer to a preflight request. An OPTIONS without its headers is none, and is a method like
/// another.
pub(super) fn preflight(
    app: &App,
    method: &Method,
    path: &str,
    headers: &HeaderMap,
) -> Option<Response> {
    let asks = headers.contains_key(ORIGIN) && headers.contains_key(ACCESS_CONTROL_REQUEST_METHOD);
    if method != Method::OPTIONS || !asks {
        return None;
    }
    let reply = Reply::empty(StatusCode::NO_CONTENT)
        .with(ACCESS_CONTROL_ALLOW_ORIGIN, "*")
        .with(ACCESS_CONTROL_ALLOW_METHODS, methods(app, path)?)
        .with(ACCESS_CONTROL_ALLOW_HEADERS, REQUEST_HEADERS)
        .with(ACCESS_CONTROL_MAX_AGE, MAX_AGE);
    Some(reply.into_response())
}

/// Lets the page that asked see the answer: nothing here depends on cookies, so every page may.
pub(super) fn share(app: &App, path: &str, response: &mut Response) {
    if methods(app, path).is_some() {
        let headers = response.headers_mut();
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
        headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, WWW_AUTHENTICATE.into());
    }
}
