//! Reads the heads of messages from the bytes that crossed the wire.

use http::StatusCode;

use crate::exchange::{Header, Headers};

/// Header fields that a message may have.
pub(super) const MOST_HEADERS: usize = 256;

/// The header fields of a request, as they were sent; none where the head was not sent whole.
pub(super) fn request_headers(sent: &[u8]) -> Headers {
    let mut fields = [httparse::EMPTY_HEADER; MOST_HEADERS];
    let mut request = httparse::Request::new(&mut fields);
    match request.parse(sent) {
        Ok(httparse::Status::Complete(_)) => headers(request.headers),
        _ => Headers::Recorded(Vec::new()),
    }
}

/// The reason phrase and the header fields of the final response, as they came; interim responses are passed over
/// (RFC 9110 §15.2). Nothing where the bytes end before the final response's header fields do.
pub(super) fn response_head(received: &[u8]) -> Option<(Option<String>, Headers)> {
    let mut rest = received;
    loop {
        let mut fields = [httparse::EMPTY_HEADER; MOST_HEADERS];
        let mut response = httparse::Response::new(&mut fields);
        let Ok(httparse::Status::Complete(length)) = response.parse(rest) else {
            return None;
        };
        let status = response
            .code
            .and_then(|code| StatusCode::from_u16(code).ok());
        if status.is_some_and(|status| {
            status.is_informational() && status != StatusCode::SWITCHING_PROTOCOLS
        }) {
            rest = rest.get(length..).unwrap_or_default();
            continue;
        }
        let reason = response
            .reason
            .filter(|reason| !reason.is_empty())
            .map(str::to_owned);
        return Some((reason, headers(response.headers)));
    }
}

fn headers(fields: &[httparse::Header<'_>]) -> Headers {
    let header = |field: &httparse::Header<'_>| Header {
        name: field.name.to_owned(),
        value: text(field.value),
    };
    Headers::Recorded(fields.iter().map(header).collect())
}

/// A header value as text: UTF-8, or else one character for each byte (RFC 9110 §5.5).
fn text(value: &[u8]) -> String {
    let latin1 = || value.iter().map(|byte| char::from(*byte)).collect();
    std::str::from_utf8(value).map_or_else(|_| latin1(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn header_fields_keep_case_order_and_duplicates() {
        let received = b"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 Fine\r\nSet-Cookie: a\r\nX: \xe9\r\nset-cookie: b\r\n\r\nbody";
        let (reason, headers) = response_head(received).unwrap();
        let listed: Vec<_> = headers
            .list()
            .iter()
            .map(|h| (h.name.as_str(), h.value.as_str()))
            .collect();
        assert_eq!(reason.as_deref(), Some("Fine"));
        assert_eq!(
            listed,
            [("Set-Cookie", "a"), ("X", "é"), ("set-cookie", "b")]
        );
    }

    #[test]
    fn a_head_that_was_not_sent_whole_shows_no_header_fields() {
        assert_eq!(
            request_headers(b"GET / HTTP/1.1\r\nhost: x\r\n"),
            Headers::Recorded(Vec::new())
        );
    }
}
