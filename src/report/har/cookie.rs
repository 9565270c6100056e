//! Cookies, as requests send them and responses set them (RFC 6265).

use serde::Serialize;
use time::{
    OffsetDateTime,
    format_description::well_known::{Rfc2822, Rfc3339},
};

use crate::exchange::Headers;

#[derive(Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct HarCookie<'a> {
    name: &'a str,
    value: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    domain: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expires: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    http_only: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    secure: Option<bool>,
}

/// The cookies of a request (RFC 6265 §4.2.1).
pub(super) fn sent(headers: &Headers) -> Vec<HarCookie<'_>> {
    headers
        .all("cookie")
        .flat_map(|value| value.split(';'))
        .filter_map(pair)
        .collect()
}

/// The cookies that a response sets (RFC 6265 §4.1.1).
pub(super) fn received(headers: &Headers) -> Vec<HarCookie<'_>> {
    headers.all("set-cookie").filter_map(set).collect()
}

fn pair(text: &str) -> Option<HarCookie<'_>> {
    let (name, value) = text.split_once('=')?;
    Some(HarCookie {
        name: name.trim(),
        value: value.trim(),
        ..HarCookie::default()
    })
}

fn set(text: &str) -> Option<HarCookie<'_>> {
    let mut parts = text.split(';');
    let mut cookie = pair(parts.next()?)?;
    cookie.http_only = Some(false);
    cookie.secure = Some(false);
    for part in parts {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        let (name, value) = (name.trim(), value.trim());
        match name.to_ascii_lowercase().as_str() {
            "path" => cookie.path = Some(value),
            "domain" => cookie.domain = Some(value),
            "expires" => cookie.expires = date(value),
            "httponly" => cookie.http_only = Some(true),
            "secure" => cookie.secure = Some(true),
            _ => {}
        }
    }
    Some(cookie)
}

/// An HTTP date (RFC 9110 §5.6.7) in the form that HAR has.
fn date(text: &str) -> Option<String> {
    OffsetDateTime::parse(text, &Rfc2822)
        .ok()?
        .format(&Rfc3339)
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::Header;

    fn headers(name: &str, value: &str) -> Headers {
        Headers::Recorded(vec![Header {
            name: name.to_owned(),
            value: value.to_owned(),
        }])
    }

    #[test]
    fn cookies_are_read() {
        let request = headers("Cookie", "a=1; b=x=y; broken");
        let names: Vec<_> = sent(&request).iter().map(|c| (c.name, c.value)).collect();
        assert_eq!(names, [("a", "1"), ("b", "x=y")]);

        let response = headers(
            "Set-Cookie",
            "sid=[sid]; Path=/; Expires=Wed, 21 Oct 2015 07:28:00 GMT; HttpOnly; SameSite=Lax",
        );
        let expected = HarCookie {
            name: "sid",
            value: "[sid]",
            path: Some("/"),
            expires: Some("2015-10-21T07:28:00Z".to_owned()),
            http_only: Some(true),
            secure: Some(false),
            domain: None,
        };
        assert_eq!(received(&response), [expected]);
        let strange = headers("Set-Cookie", "a=b; Expires=soon");
        assert_eq!(received(&strange).first().unwrap().expires, None);
    }
}
