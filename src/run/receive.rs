//! Receives a response: its head from the wire, its body within the caps.

use std::{error::Error, io::ErrorKind};

use http_body_util::BodyExt;
use hyper::body::Incoming;
use tokio::time::Instant;

use super::{
    decode::{self, Decoded},
    quote::quote,
    send::Transport,
    tap::Tape,
    wire,
};
use crate::exchange::{Body, Content, Defect, Failure, FailureKind, Response};

/// Bytes kept of a body that is larger than a cap: enough to show what it is.
const KEPT_OF_TOO_LARGE: usize = 4 * 1024;

/// How a TLS server answers what is not TLS: a record of type alert, version 3 (RFC 8446 §5.1).
const TLS_ALERT: &[u8] = &[0x15, 0x03];

/// The response, its body read to the end, to a cap or to the deadline.
pub(super) async fn response(
    response: hyper::Response<Incoming>,
    tape: &Tape,
    transport: &Transport,
    deadline: Instant,
) -> Result<Response, Failure> {
    let status = response.status().as_u16();
    let version = format!("{:?}", response.version());
    let Some((reason, headers)) = wire::response_head(&tape.received()) else {
        return Err(Failure {
            kind: FailureKind::NotHttp,
            message: "the interim responses before the final one are more than can be kept"
                .to_owned(),
        });
    };
    let (bytes, defect) = read(response.into_body(), transport, deadline).await;
    let codings = decode::codings(headers.all("content-encoding"));
    let body = body(bytes, defect, codings, transport.max_body);
    Ok(Response {
        status,
        reason,
        version: Some(version),
        headers,
        body,
        duration_ms: None,
        connection: None,
    })
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
            Ok(Some(Err(error))) => return (bytes, Some(broken(&error))),
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
pub(super) fn failure(error: &hyper::Error, tape: &Tape) -> Failure {
    let received = tape.received();
    if error.is_parse_too_large() {
        return Failure {
            kind: FailureKind::NotHttp,
            message: "the header fields of the response are larger or more than the limit"
                .to_owned(),
        };
    }
    if received.starts_with(TLS_ALERT) {
        return Failure {
            kind: FailureKind::NotHttp,
            message: "what came is a TLS alert; is this an https port?".to_owned(),
        };
    }
    if error.is_parse() {
        let begins = quote(&String::from_utf8_lossy(&received));
        let why = describe(error);
        return Failure {
            kind: FailureKind::NotHttp,
            message: format!(
                "what came is not an HTTP response that can be read ({why}); it begins {begins}"
            ),
        };
    }
    let message = if !ended(error) {
        format!("the connection failed: {}", describe(error))
    } else if received.is_empty() {
        "the server closed the connection without a response".to_owned()
    } else {
        "the server closed the connection before the end of the response's header fields".to_owned()
    };
    Failure {
        kind: FailureKind::Closed,
        message,
    }
}

/// Why a body is not whole.
fn broken(error: &hyper::Error) -> Defect {
    let transfer_coding = error
        .source()
        .and_then(|cause| cause.downcast_ref::<std::io::Error>())
        .filter(|cause| {
            let inner = cause.get_ref();
            let tls = inner.is_some_and(<dyn Error + Send + Sync>::is::<rustls::Error>);
            matches!(
                cause.kind(),
                ErrorKind::InvalidInput | ErrorKind::InvalidData
            ) && !tls
        });
    if let Some(cause) = transfer_coding {
        return Defect::Malformed {
            message: cause.to_string(),
        };
    }
    let message = if ended(error) {
        "the server closed it".to_owned()
    } else {
        describe(error)
    };
    Defect::Cut { message }
}

/// Whether an error says no more than that the server ended the connection.
fn ended(error: &hyper::Error) -> bool {
    let mut cause = error.source();
    while let Some(error) = cause {
        let ended = |error: &std::io::Error| {
            matches!(
                error.kind(),
                ErrorKind::UnexpectedEof | ErrorKind::ConnectionReset | ErrorKind::BrokenPipe
            )
        };
        if error.downcast_ref().is_some_and(ended) {
            return true;
        }
        cause = error.source();
    }
    error.is_incomplete_message() || error.is_closed() || error.is_canceled()
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
