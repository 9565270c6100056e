//! Which values are expected to differ from run to run, and why.

use serde_json::{Number, Value};
use time::{
    OffsetDateTime,
    format_description::well_known::{Rfc2822, Rfc3339},
};

use super::{Part, ValueChange, Why};
use crate::secret::SECRET_MEMBERS;

/// Members and parameters that hold a time as seconds since the epoch (RFC 7519 §4.1, RFC 7591 §3.2.1, RFC 7662 §2.2).
const TIMES: [&str; 7] = [
    "iat",
    "exp",
    "nbf",
    "auth_time",
    "client_id_issued_at",
    "client_secret_expires_at",
    "updated_at",
];

/// Members and parameters whose value is made anew: by the server for each client, token or session, by the client for
/// each request.
const IDS: [&str; 13] = [
    "client_id",
    "jti",
    "sid",
    "nonce",
    "state",
    "request_uri",
    "user_code",
    "code_challenge",
    "at_hash",
    "c_hash",
    "trace_id",
    "request_id",
    "correlation_id",
];

/// Members and parameters that are tokens besides those that a redactor knows by their names.
const TOKENS: [&str; 2] = ["token", "code"];

/// Header fields whose value differs in every response.
const HEADERS: [(&str, Why); 19] = [
    ("date", Why::Date),
    ("expires", Why::Date),
    ("last-modified", Why::Date),
    ("age", Why::Date),
    ("content-length", Why::Length),
    ("etag", Why::Id),
    ("dpop-nonce", Why::Id),
    ("request-id", Why::Id),
    ("x-request-id", Why::Id),
    ("x-correlation-id", Why::Id),
    ("x-amzn-requestid", Why::Id),
    ("x-amzn-trace-id", Why::Id),
    ("cf-ray", Why::Id),
    ("traceparent", Why::Id),
    ("tracestate", Why::Id),
    ("idempotency-key", Why::Id),
    ("server-timing", Why::Duration),
    ("x-runtime", Why::Duration),
    ("x-response-time", Why::Duration),
];

/// What a new certificate of the same kind changes.
const RENEWED: [&str; 4] = ["not_before", "not_after", "serial", "public_key_sha256"];

/// Below this, a number of seconds since the epoch is a word rather than a time: 0 says "never" (RFC 7591 §3.2.1).
const EARLIEST: f64 = 1e9;

/// Shorter values are found inside others by chance.
const SHORTEST: usize = 6;

/// Volatile values that are looked for inside others.
const MOST: usize = 64;

/// Values that a scenario's exchanges have shown to be volatile: what OLD has, and what NEW has in its place.
#[derive(Debug, Default)]
pub(super) struct Known(Vec<(String, String)>);

impl Known {
    /// Learns from the differences that were found without knowing anything.
    pub(super) fn learn(&mut self, changes: &[ValueChange]) {
        for change in changes {
            let volatile = matches!(change.volatile, Some(Why::Id | Why::Token | Why::Date));
            let (Some(Value::String(old)), Some(Value::String(new))) = (&change.old, &change.new)
            else {
                continue;
            };
            let pair = (old.clone(), new.clone());
            let usable = old.len() >= SHORTEST && self.0.len() < MOST;
            if volatile && usable && !self.0.contains(&pair) {
                self.0.push(pair);
            }
        }
    }

    /// Whether two texts differ in nothing but such values.
    fn explains(&self, old: &str, new: &str) -> bool {
        let mut text = old.to_owned();
        for (was, is) in &self.0 {
            if text.contains(was.as_str()) {
                text = text.replace(was.as_str(), is);
            }
        }
        text == new
    }

    /// Why two different values of one name are volatile, if they are.
    pub(super) fn why(&self, part: Part, name: &str, old: &Value, new: &Value) -> Option<Why> {
        if part == Part::Connection && RENEWED.contains(&name) {
            return Some(Why::Renewal);
        }
        match (old, new) {
            (Value::String(old), Value::String(new)) => self.why_text(name, old, new),
            (Value::Number(old), Value::Number(new)) => {
                let time = TIMES.contains(&name) && is_time(old) && is_time(new);
                time.then_some(Why::Date)
            }
            _ => None,
        }
    }

    fn why_text(&self, name: &str, old: &str, new: &str) -> Option<Why> {
        if SECRET_MEMBERS.contains(&name) || TOKENS.contains(&name) {
            return Some(Why::Token);
        }
        if IDS.contains(&name) || is_uuid(old) && is_uuid(new) {
            return Some(Why::Id);
        }
        if is_jwt(old) && is_jwt(new) || unnumbered(old) == unnumbered(new) {
            return Some(Why::Token);
        }
        if is_date(old) && is_date(new) {
            return Some(Why::Date);
        }
        self.explains(old, new).then_some(Why::Follows)
    }

    /// Why two different values of a header field are volatile, if they are.
    pub(super) fn why_header(&self, name: &str, old: &str, new: &str) -> Option<Why> {
        let listed = HEADERS.iter().find(|(listed, _)| *listed == name);
        if let Some((_, why)) = listed {
            return Some(*why);
        }
        match name {
            "set-cookie" if cookie(old) == cookie(new) => Some(Why::Token),
            "authorization" if scheme(old) == scheme(new) && !is_name(old) => Some(Why::Token),
            _ => self.why_text("", old, new),
        }
    }
}

fn is_time(number: &Number) -> bool {
    number.as_f64().is_some_and(|number| number >= EARLIEST)
}

fn is_uuid(text: &str) -> bool {
    let lengths = text.split('-').map(str::len);
    lengths.eq([8, 4, 4, 4, 12]) && text.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-')
}

/// Whether a text looks like a signed JWT in its compact form (RFC 7515 §3.1).
fn is_jwt(text: &str) -> bool {
    let usable = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
    text.starts_with("eyJ") && text.split('.').count() == 3 && text.bytes().all(usable)
}

fn is_date(text: &str) -> bool {
    OffsetDateTime::parse(text, &Rfc3339).is_ok() || OffsetDateTime::parse(text, &Rfc2822).is_ok()
}

/// Whether the credentials of a header field are a secret's name.
fn is_name(value: &str) -> bool {
    let credentials = value.split_once(' ').map(|(_, rest)| rest);
    credentials.is_some_and(|rest| rest.starts_with('[') && rest.ends_with(']'))
}

fn scheme(value: &str) -> Option<&str> {
    value.split_once(' ').map(|(scheme, _)| scheme)
}

/// What of a cookie is not its value: its name and its attributes, but for the day it expires (RFC 6265 §4.1).
fn cookie(value: &str) -> Vec<&str> {
    let mut parts = value.split(';').map(str::trim);
    let name = parts.next().and_then(|pair| pair.split('=').next());
    let attributes = parts.filter(|part| !part.to_ascii_lowercase().starts_with("expires="));
    name.into_iter().chain(attributes).collect()
}

/// The text with `[access_token]` for `[access_token-2]`: the numbers tell the secrets of one record apart, and say
/// nothing across records.
fn unnumbered(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('[') {
        out.push_str(before);
        out.push('[');
        rest = after;
        if let Some((inside, after)) = after.split_once(']')
            && let Some((name, number)) = inside.rsplit_once('-')
            && is_secret_name(name)
            && !number.is_empty()
            && number.bytes().all(|byte| byte.is_ascii_digit())
        {
            out.push_str(name);
            out.push(']');
            rest = after;
        }
    }
    out.push_str(rest);
    out
}

fn is_secret_name(name: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    name.starts_with(|c: char| c.is_ascii_lowercase()) && name.chars().all(fits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn why(name: &str, old: &Value, new: &Value) -> Option<Why> {
        Known::default().why(Part::Response, name, old, new)
    }

    #[test]
    fn what_is_made_anew_is_volatile_and_what_is_decided_is_not() {
        let volatile = [
            ("jti", json!("a"), json!("b"), Why::Id),
            (
                "exp",
                json!(1_700_000_000),
                json!(1_700_000_900.5),
                Why::Date,
            ),
            (
                "x",
                json!("2024-01-01T00:00:00Z"),
                json!("2025-01-01T00:00:00Z"),
                Why::Date,
            ),
            ("access_token", json!("a"), json!("b"), Why::Token),
            ("x", json!("Bearer [t]"), json!("Bearer [t-2]"), Why::Token),
            (
                "id",
                json!("0b9bb6a2-8f1c-4a35-9a6c-111111111111"),
                json!("0b9bb6a2-8f1c-4a35-9a6c-222222222222"),
                Why::Id,
            ),
        ];
        for (name, old, new, expected) in volatile {
            assert_eq!(why(name, &old, &new), Some(expected), "{name} {old} {new}");
        }
        let changes = [
            ("scope", json!("a"), json!("b")),
            ("expires_in", json!(900), json!(3600)),
            // 0 says that the secret never expires.
            ("client_secret_expires_at", json!(0), json!(1_700_000_000)),
            ("jti", json!("a"), json!(7)),
            ("x", json!("[access_token]"), json!("[client_secret]")),
            ("x", json!("[RFC-7591]"), json!("[RFC-7592]")),
        ];
        for (name, old, new) in changes {
            assert_eq!(why(name, &old, &new), None, "{name} {old} {new}");
        }
    }

    #[test]
    fn header_fields_are_volatile_by_their_names() {
        let known = Known::default();
        assert_eq!(known.why_header("date", "a", "b"), Some(Why::Date));
        assert_eq!(
            known.why_header("cache-control", "no-store", "public"),
            None
        );
        let cookies = ("s=1; Secure; Expires=x", "s=2; Secure; Expires=y");
        assert_eq!(
            known.why_header("set-cookie", cookies.0, cookies.1),
            Some(Why::Token)
        );
        assert_eq!(known.why_header("set-cookie", "s=1; Secure", "s=2"), None);
        assert_eq!(
            known.why_header("authorization", "Basic a", "Basic b"),
            Some(Why::Token)
        );
        assert_eq!(
            known.why_header("authorization", "Basic a", "Bearer b"),
            None
        );
        assert_eq!(
            known.why_header("authorization", "Bearer [a]", "Bearer [b]"),
            None
        );
    }

    #[test]
    fn what_holds_a_volatile_value_follows_it() {
        let mut known = Known::default();
        known.learn(&[ValueChange {
            part: Part::Response,
            at: "#/client_id".to_owned(),
            old: Some(json!("client-1")),
            new: Some(json!("client-2")),
            volatile: Some(Why::Id),
        }]);
        let why = |old: &str, new: &str| {
            known.why(
                Part::Response,
                "registration_client_uri",
                &json!(old),
                &json!(new),
            )
        };
        assert_eq!(why("/r/client-1", "/r/client-2"), Some(Why::Follows));
        assert_eq!(why("/r/client-1", "/s/client-2"), None);
    }
}
