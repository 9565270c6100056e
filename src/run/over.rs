//! What a request is sent over, as far as it changes the request.

use std::borrow::Cow;

use url::Url;

use super::{connect::host_header, hello, send::Outgoing};
use crate::scenario::Over;

/// Whether a request is for a connection with TLS alone.
pub(super) fn is_of_tls(over: Over) -> bool {
    match over {
        Over::Usual | Over::PlainHttp => false,
        Over::Tls13 | Over::Tls12 | Over::Tls11 | Over::Tls10 | Over::Ssl3 => true,
    }
}

/// The request as it goes out: over http it has another URL, and its `host` names that; where only a handshake is offered,
/// it has no body.
pub(super) fn as_sent(outgoing: &Outgoing, plain_http_port: u16) -> Cow<'_, Outgoing> {
    if hello::Version::offered(outgoing.over).is_some() {
        let body = None;
        return Cow::Owned(Outgoing {
            body,
            ..outgoing.clone()
        });
    }
    if outgoing.over != Over::PlainHttp {
        return Cow::Borrowed(outgoing);
    }
    let plain = plain(outgoing, plain_http_port);
    plain.map_or(Cow::Borrowed(outgoing), Cow::Owned)
}

/// The request over http; `None` where its URL is none that can have another scheme.
fn plain(outgoing: &Outgoing, port: u16) -> Option<Outgoing> {
    let url = Url::parse(&outgoing.url).ok()?;
    let mut plain = url.clone();
    plain.set_scheme("http").ok()?;
    plain.set_port(Some(port)).ok()?;
    let (before, after) = (host_header(&url), host_header(&plain));
    let headers = outgoing.headers.iter().map(|(name, value)| {
        let ours = name.eq_ignore_ascii_case("host") && *value == before;
        let value = if ours { &after } else { value };
        (name.clone(), value.clone())
    });
    Some(Outgoing {
        url: plain.into(),
        headers: headers.collect(),
        ..outgoing.clone()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outgoing(url: &str, host: &str, over: Over) -> Outgoing {
        Outgoing {
            method: "POST".to_owned(),
            url: url.to_owned(),
            headers: vec![("Host".to_owned(), host.to_owned())],
            body: Some(b"a=b".to_vec()),
            over,
        }
    }

    #[test]
    fn over_http_the_url_and_the_host_are_others() {
        for (url, host, port, plain, plain_host) in [
            (
                "https://a.example/t?x=y",
                "a.example",
                80,
                "http://a.example/t?x=y",
                "a.example",
            ),
            (
                "https://a.example:8443/t",
                "a.example:8443",
                80,
                "http://a.example/t",
                "a.example",
            ),
            (
                "https://a.example/t",
                "a.example",
                8080,
                "http://a.example:8080/t",
                "a.example:8080",
            ),
            (
                "http://a.example:81/t",
                "a.example:81",
                80,
                "http://a.example/t",
                "a.example",
            ),
            (
                "https://a.example/t",
                "given.example",
                80,
                "http://a.example/t",
                "given.example",
            ),
        ] {
            let asked = outgoing(url, host, Over::PlainHttp);
            let expected = outgoing(plain, plain_host, Over::PlainHttp);
            assert_eq!(*as_sent(&asked, port), expected);
        }
        let asked = outgoing("not a URL", "", Over::PlainHttp);
        assert_eq!(*as_sent(&asked, 80), asked);
    }

    #[test]
    fn only_a_request_that_is_not_sent_loses_its_body() {
        for over in [Over::Usual, Over::Tls13, Over::Tls12] {
            let asked = outgoing("https://a.example/", "a.example", over);
            assert_eq!(*as_sent(&asked, 80), asked);
        }
        for over in [Over::Tls11, Over::Tls10, Over::Ssl3] {
            let asked = outgoing("https://a.example/", "a.example", over);
            assert_eq!(as_sent(&asked, 80).body, None);
            assert_eq!(as_sent(&asked, 80).url, asked.url);
        }
    }
}
