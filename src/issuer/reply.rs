//! A response, put together step by step.

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, CONTENT_TYPE, PRAGMA};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use serde_json::Value;

/// A response whose parts a step can still change.
pub(super) struct Reply {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Vec<u8>,
}

impl Reply {
    /// A response without content.
    pub(super) fn empty(status: StatusCode) -> Self {
        Self {
            status,
            headers: HeaderMap::new(),
            body: Vec::new(),
        }
    }

    /// A response with a JSON text (RFC 8259); no charset, since the media type has no such
    /// parameter.
    pub(super) fn json(status: StatusCode, body: &Value) -> Self {
        Self::empty(status).with_body("application/json", body.to_string())
    }

    /// An HTML page.
    pub(super) fn html(status: StatusCode, page: String) -> Self {
        Self::empty(status).with_body("text/html; charset=utf-8", page)
    }

    /// The same with another body and its media type.
    pub(super) fn with_body(
        mut self,
        content_type: &'static str,
        body: impl Into<Vec<u8>>,
    ) -> Self {
        self.body = body.into();
        self.with(CONTENT_TYPE, content_type)
    }

    /// The same with a header, in place of one of that name. A value that no header can carry is
    /// left out.
    pub(super) fn with(mut self, name: HeaderName, value: &str) -> Self {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.headers.insert(name, value);
        }
        self
    }

    /// The same without a header.
    pub(super) fn without(mut self, name: &HeaderName) -> Self {
        self.headers.remove(name);
        self
    }

    /// The same, not to be stored anywhere: it holds credentials (RFC 6749 §5.1).
    pub(super) fn no_store(self) -> Self {
        self.with(CACHE_CONTROL, "no-store")
            .with(PRAGMA, "no-cache")
    }
}

impl IntoResponse for Reply {
    fn into_response(self) -> Response {
        let mut response = Response::new(Body::from(self.body));
        *response.status_mut() = self.status;
        *response.headers_mut() = self.headers;
        response
    }
}
