//! HAR 1.2 of every exchange, for the developer tools of browsers. A scenario is a page.
//!
//! What the record does not show is `-1` or empty, as the format asks, and said in a comment. What the format has no member
//! for (a failure below HTTP, the encoding of a request's body) is in a member that begins with `_`.

mod cookie;
mod message;
mod uri;

use serde::Serialize;
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

use super::{RenderError, text::line};
use crate::exchange::{Exchange, Outcome, Record};
use message::{HarRequest, HarResponse};

#[derive(Serialize)]
struct Har<'a> {
    log: Log<'a>,
}

#[derive(Serialize)]
struct Log<'a> {
    version: &'static str,
    creator: Creator,
    pages: Vec<Page>,
    entries: Vec<Entry<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    comment: Option<&'static str>,
}

#[derive(Serialize)]
struct Creator {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Page {
    started_date_time: String,
    id: String,
    title: String,
    #[serde(rename = "pageTimings")]
    timings: PageTimings,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PageTimings {
    on_content_load: i8,
    on_load: i8,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Entry<'a> {
    pageref: String,
    started_date_time: String,
    /// Milliseconds.
    time: f64,
    request: HarRequest<'a>,
    response: HarResponse<'a>,
    cache: Cache,
    timings: Timings,
    #[serde(rename = "serverIPAddress", skip_serializing_if = "Option::is_none")]
    server_ip_address: Option<String>,
    comment: String,
}

#[derive(Serialize)]
struct Cache {}

/// Milliseconds; -1 where it is not recorded.
#[derive(Serialize)]
struct Timings {
    blocked: f64,
    dns: f64,
    connect: f64,
    ssl: f64,
    send: f64,
    wait: f64,
    receive: f64,
    comment: &'static str,
}

/// A record's exchanges as HAR 1.2, to be written as JSON.
///
/// # Errors
///
/// A time has no written form.
pub fn document(record: &Record) -> Result<impl Serialize, RenderError> {
    let (mut pages, mut entries) = (Vec::new(), Vec::new());
    for (index, scenario) in record.scenarios.iter().enumerate() {
        let id = format!("page_{}", index + 1);
        // What another scenario shows too crossed the wire once.
        for exchange in scenario.exchanges().filter(|exchange| !exchange.shared) {
            entries.push(entry(exchange, &id, scenario.time)?);
        }
        pages.push(Page {
            started_date_time: scenario.time.format(&Rfc3339)?,
            id,
            title: line(&scenario.id),
            timings: PageTimings {
                on_content_load: -1,
                on_load: -1,
            },
        });
    }
    let creator = Creator {
        name: "issuercheck",
        version: env!("CARGO_PKG_VERSION"),
    };
    let log = Log {
        version: "1.2",
        creator,
        pages,
        entries,
        comment: record
            .redacted
            .then_some("Secrets are replaced by their names in brackets."),
    };
    Ok(Har { log })
}

fn entry<'a>(
    exchange: &'a Exchange,
    page: &str,
    page_time: OffsetDateTime,
) -> Result<Entry<'a>, RenderError> {
    let response = exchange.response();
    let took = response.and_then(|response| response.duration_ms);
    let took = took.filter(|took| *took >= 0.0);
    let peer = response.and_then(|response| response.connection.as_ref()?.peer.as_deref());
    Ok(Entry {
        pageref: page.to_owned(),
        started_date_time: exchange.time.unwrap_or(page_time).format(&Rfc3339)?,
        time: took.unwrap_or(0.0),
        request: HarRequest::of(exchange),
        response: HarResponse::of(exchange),
        cache: Cache {},
        timings: timings(took),
        server_ip_address: peer.and_then(address),
        comment: comment(exchange),
    })
}

fn timings(took: Option<f64>) -> Timings {
    let (parts, comment) = match took {
        Some(took) => (
            (0.0, took, 0.0),
            "Only the whole is recorded, from the start of the request to the end of the response.",
        ),
        None => ((-1.0, -1.0, -1.0), "Not recorded."),
    };
    let (send, wait, receive) = parts;
    Timings {
        blocked: -1.0,
        dns: -1.0,
        connect: -1.0,
        ssl: -1.0,
        send,
        wait,
        receive,
        comment,
    }
}

/// The address of `address:port`.
fn address(peer: &str) -> Option<String> {
    let peer: std::net::SocketAddr = peer.parse().ok()?;
    Some(peer.ip().to_string())
}

/// The exchange's title, and what the members leave open.
fn comment(exchange: &Exchange) -> String {
    let mut comment = line(&exchange.title);
    if exchange.time.is_none() {
        comment.push_str(". Its time is not recorded; the scenario's stands here");
    }
    if exchange.outcome == Outcome::NotRecorded {
        comment.push_str(". What came of it is not recorded");
    }
    comment
}
