//! Which address leads to which endpoint, and what all responses have in common.

use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use http::header::{DATE, HeaderValue, LOCATION, ORIGIN};
use http::{Method, StatusCode};
use time::OffsetDateTime;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;

use super::app::Shared;
use super::faults::Fault;
use super::quirks::Quirk;
use super::refusal::Refusal;
use super::reply::Reply;
use super::spoils::spoil_response;
use super::{
    authorization, client_configuration, cors, introspection, jwks, metadata, orders_feed,
    registration, revocation, token, userinfo,
};

pub(super) const JWKS: &str = "/jwks";
pub(super) const AUTHORIZATION: &str = "/authorize";
pub(super) const TOKEN: &str = "/token";
pub(super) const USERINFO: &str = "/userinfo";
pub(super) const REGISTRATION: &str = "/register";
pub(super) const INTROSPECTION: &str = "/introspect";
pub(super) const REVOCATION: &str = "/revoke";
pub(super) const ORDERS_FEED: &str = "/feeds/orders";

/// The date form of RFC 9110 §5.6.7.
const HTTP_DATE: &[BorrowedFormatItem<'_>] = format_description!(
    "[weekday repr:short], [day] [month repr:short] [year] [hour]:[minute]:[second] GMT"
);

/// The routes of an issuer whose identifier has this path, without a final slash; empty for none.
pub(super) fn router(app: Shared, path: &str) -> Router {
    let at = |suffix: &str| format!("{path}{suffix}");
    let mut token = post(token::serve);
    if app.has(Fault::GetTokenAnswered) {
        token = token.get(token::serve_query);
    }
    let endpoints = Router::new()
        .route(&at(JWKS), get(jwks::serve))
        .route(
            &at(AUTHORIZATION),
            get(authorization::by_query).post(authorization::by_form),
        )
        .route(&at(TOKEN), token)
        .route(&at(USERINFO), get(userinfo::serve).post(userinfo::serve))
        .route(&at(REGISTRATION), post(registration::serve))
        .route(
            &at("/register/{client_id}"),
            get(client_configuration::read)
                .put(client_configuration::update)
                .delete(client_configuration::delete),
        )
        .route(&at(ORDERS_FEED), get(orders_feed::serve));
    let endpoints = optional_routes(endpoints, &app, path);
    let endpoints = metadata_routes(endpoints, &app, path)
        .fallback(not_found)
        .method_not_allowed_fallback(method_not_allowed)
        .with_state(app.clone());
    // Around the whole router: it adds the Allow header last.
    Router::new()
        .fallback_service(endpoints)
        .layer(middleware::from_fn_with_state(app, finish))
}

/// The endpoints that a server may do without (RFC 8414 §2).
fn optional_routes(mut router: Router<Shared>, app: &Shared, path: &str) -> Router<Shared> {
    if !app.quirks.has(Quirk::NoIntrospection) {
        router = router.route(&format!("{path}{INTROSPECTION}"), introspection::route(app));
    }
    if !app.quirks.has(Quirk::NoRevocation) {
        router = router.route(&format!("{path}{REVOCATION}"), post(revocation::serve));
    }
    router
}

/// The path of an issuer comes before the well-known string in OpenID Connect Discovery 1.0 §4.1
/// and after it in RFC 8414 §3.1, whose §5 also moves `openid-configuration` there. Without a path
/// these are one.
fn metadata_routes(mut router: Router<Shared>, app: &Shared, path: &str) -> Router<Shared> {
    let mut locations = vec![
        format!("{path}/.well-known/openid-configuration"),
        format!("/.well-known/oauth-authorization-server{path}"),
    ];
    if !path.is_empty() {
        misplace(app, path, &mut locations);
        if !app.has(Fault::OpenidMetadataNotInserted) {
            locations.push(format!("/.well-known/openid-configuration{path}"));
        }
    }
    for location in locations {
        router = router.route(&location, get(metadata::serve));
    }
    router
}

/// Puts metadata where no client looks for it.
fn misplace(app: &Shared, path: &str, locations: &mut [String]) {
    let [openid, oauth] = locations else {
        return;
    };
    if app.has(Fault::OpenidMetadataSlashKept) {
        *openid = format!("{path}//.well-known/openid-configuration");
    }
    if app.has(Fault::OauthMetadataSlashKept) {
        *oauth = format!("/.well-known/oauth-authorization-server{path}/");
    }
    if app.has(Fault::OauthMetadataAppended) {
        *oauth = format!("{path}/.well-known/oauth-authorization-server");
    }
}

async fn not_found() -> Response {
    let refusal = Refusal::invalid_request("There is nothing at this address.");
    Refusal {
        status: StatusCode::NOT_FOUND,
        ..refusal
    }
    .reply()
    .into_response()
}

/// The router adds the Allow header (RFC 9110 §15.5.6).
async fn method_not_allowed(State(app): State<Shared>, method: Method) -> Response {
    if method == Method::DELETE && app.has(Fault::MethodRefusedWith500) {
        return Refusal::server_error().reply().into_response();
    }
    let refusal = Refusal::invalid_request("This address does not know the method.");
    Refusal {
        status: StatusCode::METHOD_NOT_ALLOWED,
        ..refusal
    }
    .reply()
    .into_response()
}

/// Gives every response its date, and the pause that was asked for.
async fn finish(State(app): State<Shared>, request: Request, next: Next) -> Response {
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let crosses = request.headers().contains_key(ORIGIN);
    let mut response = answer(&app, request, next).await;
    if crosses {
        cors::share(&app, &path, &mut response);
    }
    let date = http_date(app.clock.now()).filter(|_| !app.has(Fault::DateMissing));
    if let Some(date) = date {
        response.headers_mut().insert(DATE, date);
    }
    let pause = app.delay + app.disturbance.pause(response.status());
    if !pause.is_zero() {
        tokio::time::sleep(pause).await;
    }
    spoil_response(
        &app.faults.spoils,
        &app.issuer,
        method.as_str(),
        &path,
        response,
    )
    .await
}

async fn answer(app: &Shared, request: Request, next: Next) -> Response {
    if let Some(later) = app.disturbance.throttles() {
        return later.into_response();
    }
    let (method, path) = (request.method(), request.uri().path());
    match cors::preflight(app, method, path, request.headers()) {
        Some(response) => response,
        None => next.run(request).await,
    }
}

fn http_date(time: OffsetDateTime) -> Option<HeaderValue> {
    HeaderValue::from_str(&time.format(HTTP_DATE).ok()?).ok()
}

/// A redirect that never repeats a POST (RFC 9700 §4.12).
pub(super) fn see_other(location: &str) -> Reply {
    Reply::empty(StatusCode::SEE_OTHER)
        .with(LOCATION, location)
        .no_store()
}
