//! Addresses, as RFC 3986 writes them; a browser's leniency makes a URL of much that is none.

use url::Url;

/// Whether a text is an absolute URI: a scheme, and no white space or control character anywhere.
pub fn is_absolute_uri(text: &str) -> bool {
    !text.contains(|c: char| c.is_whitespace() || c.is_control()) && Url::parse(text).is_ok()
}

/// Whether a text is an absolute `http` or `https` URL with a host.
pub fn is_web_url(text: &str) -> bool {
    let authority = ["http://", "https://"]
        .iter()
        .any(|start| starts(text, start));
    authority && is_absolute_uri(text)
}

/// Whether a text is an absolute `https` URL with a host.
pub fn is_https_url(text: &str) -> bool {
    starts(text, "https://") && is_absolute_uri(text)
}

/// A scheme is the same in any case (RFC 3986 §3.1).
fn starts(text: &str, start: &str) -> bool {
    text.get(..start.len())
        .is_some_and(|head| head.eq_ignore_ascii_case(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_absolute_urls_are_urls() {
        for good in [
            "https://as.example",
            "HTTPS://as.example:1/a?b",
            "https://[::1]/",
        ] {
            assert!(is_https_url(good) && is_web_url(good), "{good}");
        }
        for bad in [
            "",
            "/token",
            "https:as.example",
            "https://",
            "https:///a b",
            " https://a",
        ] {
            assert!(!is_web_url(bad), "{bad}");
        }
        assert!(is_web_url("http://as.example/") && !is_https_url("http://as.example/"));
        assert!(is_absolute_uri("urn:example:method") && !is_absolute_uri("basic"));
    }
}
