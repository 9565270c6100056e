//! What a single value can be: the same text means the same in a flag, in the environment and in the file.

use std::path::PathBuf;
use std::time::Duration;

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use url::Url;

use crate::clock::Clock;

/// A value that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct BadValue {
    /// What is wrong, as a fragment that follows the name of the setting.
    pub message: String,
    /// What to write instead.
    pub help: String,
}

impl BadValue {
    pub(super) fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            help: help.into(),
        }
    }
}

/// An issuer identifier (RFC 8414 §2), character by character as it was given.
///
/// # Errors
///
/// Anything but an http or https URL without user information, query and fragment. Plain http is let through here: it is
/// for the checks to judge.
pub fn issuer(text: &str) -> Result<String, BadValue> {
    let help = "an issuer is a URL such as `https://localhost:5003`";
    let bad = |message: &str| Err(BadValue::new(message, help));
    let scheme = text.split_once("://").map(|(scheme, _)| scheme);
    if !scheme.is_some_and(|s| s.eq_ignore_ascii_case("https") || s.eq_ignore_ascii_case("http")) {
        return bad("is not an http or https URL");
    }
    // The URL parser repairs what it can; what it would repair is not the issuer that clients compare with.
    let outside = |c: char| !c.is_ascii_graphic() || "\"<>\\^`{|}".contains(c);
    if let Some(c) = text.chars().find(|c| outside(*c)) {
        return bad(&format!("has a character no URL has: {c:?}"));
    }
    if text.contains(['?', '#']) {
        return bad("has a query or a fragment, which RFC 8414 §2 rules out");
    }
    if let Err(error) = Url::parse(text) {
        return bad(&format!("is not a URL: {error}"));
    }
    // The URL parser skips an empty authority and empty user information; the text does not.
    match text.split('/').nth(2) {
        None | Some("") => bad("has no host"),
        Some(authority) if authority.contains('@') => {
            bad("has user information, which RFC 9110 §4.2.4 rules out")
        }
        Some(_) => Ok(text.to_owned()),
    }
}

/// A line of text.
///
/// # Errors
///
/// Nothing, or more than a line.
pub fn line(text: &str) -> Result<String, BadValue> {
    if text.trim().is_empty() {
        return Err(BadValue::new("is empty", "write some text or leave it out"));
    }
    if text.contains(char::is_control) {
        return Err(BadValue::new(
            "has a line break or another control character",
            "write one line",
        ));
    }
    Ok(text.to_owned())
}

/// A path.
///
/// # Errors
///
/// An empty one.
pub fn path(text: &str) -> Result<PathBuf, BadValue> {
    line(text).map(PathBuf::from)
}

/// `true` or `false`; `1` and `0` are the same.
///
/// # Errors
///
/// Anything else.
pub fn boolean(text: &str) -> Result<bool, BadValue> {
    match text {
        "true" | "1" => Ok(true),
        "false" | "0" => Ok(false),
        _ => Err(BadValue::new(
            format!("is neither true nor false: {text:?}"),
            "write `true` or `false`",
        )),
    }
}

/// How many scenarios run side by side.
///
/// # Errors
///
/// Anything but 1 to 64.
pub fn jobs(text: &str) -> Result<usize, BadValue> {
    match text.parse() {
        Ok(jobs @ 1..=64) => Ok(jobs),
        _ => Err(BadValue::new(
            format!("is not a number from 1 to 64: {text:?}"),
            "write, for example, `4`",
        )),
    }
}

/// A number from 1.
///
/// # Errors
///
/// Anything else.
pub fn count(text: &str) -> Result<u64, BadValue> {
    match text.parse() {
        Ok(count @ 1..) => Ok(count),
        _ => Err(BadValue::new(
            format!("is not a number from 1: {text:?}"),
            "write, for example, `100`",
        )),
    }
}

/// A TCP port.
///
/// # Errors
///
/// Anything but 1 to 65535.
pub fn port(text: &str) -> Result<u16, BadValue> {
    match text.parse() {
        Ok(port @ 1..) => Ok(port),
        _ => Err(BadValue::new(
            format!("is not a number from 1 to 65535: {text:?}"),
            "write, for example, `80`",
        )),
    }
}

/// A duration with its unit, as `250ms`, `30s`, `10m` or `1h`.
///
/// # Errors
///
/// Other forms, nothing at all, and more than a day.
pub fn duration(text: &str) -> Result<Duration, BadValue> {
    let bad = |message: String| {
        Err(BadValue::new(
            message,
            "write `250ms`, `30s`, `10m` or `1h`",
        ))
    };
    let (number, unit) = split_unit(text);
    let millis = match unit {
        "ms" => 1,
        "s" => 1_000,
        "m" => 60_000,
        "h" => 3_600_000,
        "" if !number.is_empty() => return bad(format!("has no unit: {text:?}")),
        _ => return bad(format!("is not a duration: {text:?}")),
    };
    let Ok(number) = number.parse::<u64>() else {
        return bad(format!("is not a duration: {text:?}"));
    };
    match number.checked_mul(millis) {
        Some(0) => bad("is no time at all".to_owned()),
        Some(millis @ 1..=86_400_000) => Ok(Duration::from_millis(millis)),
        _ => bad(format!("is more than a day: {text:?}")),
    }
}

/// A number of bytes, as `1048576`, `500KB` or `1MiB`.
///
/// # Errors
///
/// Other forms, zero, and more than a gibibyte.
pub fn size(text: &str) -> Result<u64, BadValue> {
    let bad = |message: String| {
        Err(BadValue::new(
            message,
            "write `500KB`, `1MiB` or a number of bytes",
        ))
    };
    let (number, unit) = split_unit(text);
    let bytes = match unit {
        "" | "B" => 1,
        "KB" | "kB" => 1_000,
        "MB" => 1_000_000,
        "KiB" => 1 << 10,
        "MiB" => 1 << 20,
        _ => return bad(format!("is not a size: {text:?}")),
    };
    let Ok(number) = number.parse::<u64>() else {
        return bad(format!("is not a size: {text:?}"));
    };
    match number.checked_mul(bytes) {
        Some(0) => bad("is no byte at all".to_owned()),
        Some(bytes) if bytes <= 1 << 30 => Ok(bytes),
        _ => bad(format!("is more than a gibibyte: {text:?}")),
    }
}

fn split_unit(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| !c.is_ascii_digit());
    let (number, unit) = text.split_at(end.unwrap_or(text.len()));
    (number, unit.trim_start_matches(' '))
}

/// A clock that stands still at an RFC 3339 time.
///
/// # Errors
///
/// Anything that is no such time.
pub fn clock(text: &str) -> Result<Clock, BadValue> {
    match OffsetDateTime::parse(text, &Rfc3339) {
        Ok(time) => Ok(Clock::Fixed(time)),
        Err(_) => Err(BadValue::new(
            format!("is not an RFC 3339 time: {text:?}"),
            "write, for example, `2022-07-22T10:48:08Z`",
        )),
    }
}

/// The seed that every random value is derived from.
///
/// # Errors
///
/// Anything but a whole number that 64 bits hold.
pub fn seed(text: &str) -> Result<u64, BadValue> {
    text.parse().map_err(|_| {
        BadValue::new(
            format!("is not a whole number of 64 bits: {text:?}"),
            "write, for example, `1`",
        )
    })
}

/// One word: a check's id or pattern, a scenario's name or file.
///
/// # Errors
///
/// An empty one.
pub fn word(text: &str) -> Result<String, BadValue> {
    line(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_issuer_is_kept_as_it_was_given() {
        for text in [
            "https://localhost:5003",
            "https://as.example/",
            "HTTPS://As.Example:443/a/../b%2f",
            "http://[::1]:80",
        ] {
            assert_eq!(issuer(text).as_deref(), Ok(text));
        }
    }

    #[test]
    fn what_is_no_issuer_says_why() {
        for (text, why) in [
            ("", "is not an http or https URL"),
            ("localhost:5003", "is not an http or https URL"),
            ("ftp://a", "is not an http or https URL"),
            ("https:a", "is not an http or https URL"),
            (
                "https://a?b",
                "has a query or a fragment, which RFC 8414 §2 rules out",
            ),
            (
                "https://a/#",
                "has a query or a fragment, which RFC 8414 §2 rules out",
            ),
            (" https://a", "is not an http or https URL"),
            ("https://a ", "has a character no URL has: ' '"),
            ("https://ä", "has a character no URL has: 'ä'"),
            ("https://a\\b", "has a character no URL has: '\\\\'"),
            ("https://", "is not a URL: empty host"),
            ("https:///a", "has no host"),
            (
                "https://u:p@a",
                "has user information, which RFC 9110 §4.2.4 rules out",
            ),
            (
                "https://@a",
                "has user information, which RFC 9110 §4.2.4 rules out",
            ),
            ("https://a:99999", "is not a URL: invalid port number"),
        ] {
            assert_eq!(issuer(text).unwrap_err().message, why, "{text}");
        }
    }

    #[test]
    fn durations_have_a_unit_and_an_end() {
        assert_eq!(duration("250ms"), Ok(Duration::from_millis(250)));
        assert_eq!(duration("30 s"), Ok(Duration::from_secs(30)));
        assert_eq!(duration("10m"), Ok(Duration::from_mins(10)));
        assert_eq!(duration("24h"), Ok(Duration::from_hours(24)));
        for (text, why) in [
            ("30", "has no unit: \"30\""),
            ("s", "is not a duration: \"s\""),
            ("1.5s", "is not a duration: \"1.5s\""),
            ("30 parsecs", "is not a duration: \"30 parsecs\""),
            (
                "99999999999999999999s",
                "is not a duration: \"99999999999999999999s\"",
            ),
            (
                "9999999999999999999h",
                "is more than a day: \"9999999999999999999h\"",
            ),
            ("0s", "is no time at all"),
            ("25h", "is more than a day: \"25h\""),
        ] {
            assert_eq!(duration(text).unwrap_err().message, why);
        }
    }

    #[test]
    fn sizes_are_bytes_or_have_a_unit() {
        assert_eq!(size("1MiB"), Ok(1_048_576));
        assert_eq!(size("500KB"), Ok(500_000));
        assert_eq!(size("7"), Ok(7));
        assert!(size("0").is_err());
        assert!(size("2GiB").is_err());
        assert!(size("2048MiB").is_err());
        assert!(size("-1").is_err());
    }
}
