//! URLs as HAR has them.

use std::borrow::Cow;

/// The URL with every character that no URI has percent-encoded (RFC 3986 §2.1), such as the brackets around a secret's name.
pub(super) fn uri(url: &str) -> Cow<'_, str> {
    let authority = url.find("://").map_or(0, |at| at + 3);
    let rest = url.get(authority..).unwrap_or_default();
    let end = rest
        .find(['/', '?', '#'])
        .map_or(url.len(), |at| authority + at);
    let fragment = url.find('#');
    let is_hex = |at: usize| url.as_bytes().get(at).is_some_and(u8::is_ascii_hexdigit);
    let stays = |at: usize, byte: u8| match byte {
        b'%' => is_hex(at + 1) && is_hex(at + 2),
        b'[' | b']' => at < end,
        b'#' => fragment == Some(at),
        _ => byte.is_ascii_alphanumeric() || b"-._~:/?@!$&'()*+,;=".contains(&byte),
    };
    if url.bytes().enumerate().all(|(at, byte)| stays(at, byte)) {
        return url.into();
    }
    let mut out = String::with_capacity(url.len());
    for (at, byte) in url.bytes().enumerate() {
        if stays(at, byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            let digits = [byte >> 4, byte & 0xf].map(|digit| char::from_digit(digit.into(), 16));
            out.extend(digits.into_iter().flatten().map(|c| c.to_ascii_uppercase()));
        }
    }
    out.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_no_uri_has_is_encoded() {
        for url in ["https://[::1]:5003/a%2Fb?c=d&e=%20#f", "http://a"] {
            assert!(matches!(uri(url), Cow::Borrowed(same) if same == url));
        }
        assert_eq!(
            uri("https://a/[id]?b=é<%2#c#d"),
            "https://a/%5Bid%5D?b=%C3%A9%3C%252#c%23d"
        );
    }
}
