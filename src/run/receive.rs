//! Receives a response: its head from the wire, its body within the caps.

use std::error::Error;

use http_body_util::BodyExt;
use hyper::body::Incoming;
use tokio::time::Instant;

use super::{
    decode::{self, Decoded},
    send::Transport,
    tap::Tape,
    wire,
};
use crate::exchange::{Body, Content, Defect, Failure, FailureKind, Response};

/// Bytes kept of a body that is larger than a cap: enough to show what it is.
const KEPT_OF_TOO_LARGE: usize = 4 * 1024;

/// The response, its body read to the end, to a cap or to the deadline.
pub(super) async fn response(
    response: hyper::Response<Incoming>,
    tape: &Tape,
    transport: &Transport,
    deadline: Instant,
) -> Response {
    let status = response.status().as_u16();
    let version = format!("{:?}", response.version());
    let (bytes, defect) = read(response.into_body(), transport, deadline).await;
    let (reason, headers) = wire::response_head(&tape.received());
    let codings = decode::codings(headers.all("content-encoding"));
    let body = body(bytes, defect, codings, transport.max_body);
    Response {
        status,
        reason,
        version: Some(version),
        headers,
        body,
        duration_ms: None,
        connection: None,
    }
}

async fn read(
    mut body: Incoming,
    transport: &Transport,
    deadline: Instant,
) -> (Vec<u8>, Option<Defect>) {
    let mut bytes = Vec::new();
    loop {
        let frame = match tokio::time::timeout_at(deadline, body.frame()).await {
            Err(_) => {
                let limit_ms = u64::try_from(transport.timeout.as_millis()).unwrap_or(u64::MAX);
                return (bytes, Some(Defect::TimedOut { limit_ms }));
            }
            Ok(None) => return (bytes, None),
            Ok(Some(Err(error))) => {
                return (
                    bytes,
                    Some(Defect::Cut {
                        message: describe(&error),
                    }),
                );
            }
            Ok(Some(Ok(frame))) => frame,
        };
        let Some(data) = frame.data_ref() else {
            continue;
        };
        let room = transport.max_wire_body.saturating_sub(bytes.len());
        bytes.extend(data.iter().take(room));
        if data.len() > room {
            let limit = u64::try_from(transport.max_wire_body).unwrap_or(u64::MAX);
            return (
                bytes,
                Some(Defect::TooLarge {
                    limit,
                    decoded: false,
                }),
            );
        }
    }
}

/// Undoes the content codings of what was read.
fn body(bytes: Vec<u8>, defect: Option<Defect>, codings: Vec<String>, max_body: usize) -> Body {
    let wire_bytes = u64::try_from(bytes.len()).ok();
    let whole = |content, decoded, defect| Body {
        content,
        decoded,
        wire_bytes,
        defect,
    };
    match decode::decode(bytes, &codings, max_body) {
        Decoded::Whole(mut bytes) => {
            if matches!(defect, Some(Defect::TooLarge { .. })) {
                bytes.truncate(KEPT_OF_TOO_LARGE);
            }
            whole(Content::from_bytes(bytes), codings, defect)
        }
        Decoded::Capped(mut bytes) => {
            bytes.truncate(KEPT_OF_TOO_LARGE);
            let limit = u64::try_from(max_body).unwrap_or(u64::MAX);
            whole(
                Content::from_bytes(bytes),
                codings,
                Some(Defect::TooLarge {
                    limit,
                    decoded: true,
                }),
            )
        }
        Decoded::Broken { coding, message } => {
            let undecodable = Defect::Undecodable { coding, message };
            whole(Content::NotRecorded, codings, defect.or(Some(undecodable)))
        }
    }
}

/// A failure of the HTTP exchange before there was a response.
pub(super) fn failure(error: &hyper::Error) -> Failure {
    if error.is_parse() || error.is_parse_too_large() {
        let message = format!(
            "what came is not an HTTP response that can be read: {}",
            describe(error)
        );
        return Failure {
            kind: FailureKind::NotHttp,
            message,
        };
    }
    if error.is_incomplete_message() || error.is_closed() || error.is_canceled() {
        let message = "the server closed the connection without a response".to_owned();
        return Failure {
            kind: FailureKind::Closed,
            message,
        };
    }
    Failure {
        kind: FailureKind::Closed,
        message: format!("the connection failed: {}", describe(error)),
    }
}

/// An error with its causes, each said once.
fn describe(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let next = error.to_string();
        if !text.contains(&next) {
            text = format!("{text}: {next}");
        }
        cause = error.source();
    }
    text
}
