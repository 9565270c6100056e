//! The orders feed: a protected resource (RFC 6750) with an empty page of the OpenActive Realtime
//! Paged Data Exchange.

use axum::extract::{Request, State};
use http::StatusCode;
use serde_json::json;

use super::app::{App, Shared};
use super::faults::Fault;
use super::refusal::{Refusal, refuse};
use super::reply::Reply;
use super::{bearer, offer, router};

const RESOURCE: bearer::Resource = bearer::Resource {
    path: router::ORDERS_FEED,
    scope: offer::ORDERS_FEED_SCOPE,
};

/// `GET /feeds/orders`.
pub(super) async fn serve(State(app): State<Shared>, request: Request) -> Reply {
    check_token(&app, &request).map_or_else(|refusal| refuse(&app, &refusal), |()| page(&app))
}

fn check_token(app: &App, request: &Request) -> Result<(), Refusal> {
    let opened = bearer::open(app, request.headers(), request.uri(), &RESOURCE);
    match opened {
        Err(Refusal { error: None, .. }) if app.has(Fault::OrdersFeedOpen) => Ok(()),
        opened => opened.map(drop),
    }
}

fn page(app: &App) -> Reply {
    let page = json!({
        "next": app.url(router::ORDERS_FEED),
        "items": [],
        "license": "https://creativecommons.org/licenses/by/4.0/",
    });
    Reply::json(StatusCode::OK, &page).no_store()
}
