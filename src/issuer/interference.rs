//! What comes between a request and its answer, to see how a run copes: answers that say "later",
//! connections that are closed, and pauses.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use http::StatusCode;
use http::header::RETRY_AFTER;
use serde_json::json;

use super::reply::Reply;

/// What disturbs a run; by default nothing does. Requests are counted over the whole life of the
/// issuer, from one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Interference {
    /// Each request with a multiple of this number is answered with 429; never for 0. Those that are
    /// closed are not counted.
    pub throttle_every: u64,
    /// The seconds in the `Retry-After` of that answer; no such header for `None`.
    pub retry_after: Option<u64>,
    /// At each request with a multiple of this number the connection is closed without an answer;
    /// never for 0.
    pub close_every: u64,
    /// A pause before every answer with a status of 400 and more.
    pub error_pause: Duration,
}

/// What is told of every request as it comes, before anything else happens to it: its method and
/// its path.
pub type OnRequest = Arc<dyn Fn(&str, &str) + Send + Sync>;

/// An interference under way.
#[derive(Debug, Default)]
pub(super) struct Disturbance {
    interference: Interference,
    received: AtomicU64,
    answered: AtomicU64,
}

impl Disturbance {
    pub(super) fn new(interference: Interference) -> Self {
        Self {
            interference,
            ..Self::default()
        }
    }

    /// Whether the connection is closed at the request that now came.
    pub(super) fn closes(&self) -> bool {
        let count = self.received.fetch_add(1, Ordering::Relaxed) + 1;
        count.is_multiple_of(self.interference.close_every)
    }

    /// How many requests came.
    pub(super) fn received(&self) -> u64 {
        self.received.load(Ordering::Relaxed)
    }

    /// The answer to the request that is now to be answered, if it is to come later (RFC 6585 §4).
    pub(super) fn throttles(&self) -> Option<Reply> {
        let count = self.answered.fetch_add(1, Ordering::Relaxed) + 1;
        if !count.is_multiple_of(self.interference.throttle_every) {
            return None;
        }
        let body =
            json!({"error": "temporarily_unavailable", "error_description": "Too many requests."});
        let reply = Reply::json(StatusCode::TOO_MANY_REQUESTS, &body).no_store();
        Some(match self.interference.retry_after {
            Some(seconds) => reply.with(RETRY_AFTER, &seconds.to_string()),
            None => reply,
        })
    }

    /// The pause before an answer with this status.
    pub(super) fn pause(&self, status: StatusCode) -> Duration {
        if status.is_client_error() || status.is_server_error() {
            self.interference.error_pause
        } else {
            Duration::ZERO
        }
    }
}
