//! The lines that say what came of a request: written, and read.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::exchange::{Body, Content, Defect, Failure, FailureKind, Origin, Response};
use crate::report::{
    json::quote,
    text::{code, line, plain, unplain},
};

/// A status line: the status code, and where the page shows them the reason phrase and the duration in milliseconds.
pub(super) struct Status {
    pub(super) code: u16,
    pub(super) reason: Option<String>,
    pub(super) duration_ms: Option<f64>,
}

pub(super) fn status_line(response: &Response, origin: Origin) -> String {
    let mut text = format!("Response status code: {}", response.status);
    // What a run measured is in its record; on its page it would make every run's page another one.
    if origin == Origin::Run {
        text.push('.');
        return text;
    }
    if let Some(reason) = &response.reason {
        text = format!("{text} {}", line(reason));
    }
    text.push('.');
    if let Some(duration) = response.duration_ms {
        text = format!("{text} Responded in {duration}ms.");
    }
    text
}

pub(super) fn parse_status_line(text: &str) -> Option<Status> {
    let text = text.strip_prefix("Response status code: ")?;
    let (text, duration_ms) = match text.rsplit_once(". Responded in ") {
        Some((before, duration)) => {
            let duration = duration.strip_suffix('.').unwrap_or(duration);
            let duration: f64 = duration.strip_suffix("ms")?.parse().ok()?;
            (
                before,
                Some(duration).filter(|duration| duration.is_finite()),
            )
        }
        None => (text.strip_suffix('.').unwrap_or(text), None),
    };
    let (status, reason) = text.split_once(' ').unwrap_or((text, ""));
    Some(Status {
        code: status.parse().ok()?,
        reason: Some(reason.trim().to_owned()).filter(|reason| !reason.is_empty()),
        duration_ms,
    })
}

pub(super) fn failure_line(failure: &Failure) -> String {
    format!(
        "No response ({}): {}.",
        kind_words(failure.kind),
        plain(&failure.message)
    )
}

pub(super) fn parse_failure_line(text: &str) -> Option<Failure> {
    let (words, message) = text.strip_prefix("No response (")?.split_once("): ")?;
    Some(Failure {
        kind: FailureKind::deserialize(Value::String(words.replace(' ', "-"))).ok()?,
        message: unplain(message.strip_suffix('.')?),
    })
}

// The kind's name in the record, as words.
pub(in crate::report) fn kind_words(kind: FailureKind) -> String {
    let name = kind.serialize(serde_json::value::Serializer);
    let name = name.as_ref().ok().and_then(Value::as_str);
    name.unwrap_or_default().replace('-', " ")
}

const INCOMPLETE: &str = "Incomplete body: ";
const WIRE_CAP: (&str, &str) = ("reading stopped at ", " bytes on the wire.");
const DECODED_CAP: (&str, &str) = ("reading stopped at ", " decoded bytes.");
const LATE: (&str, &str) = ("it did not end within ", " ms.");
const CUT: (&str, &str) = ("the connection ended first: ", ".");
const MALFORMED: (&str, &str) = ("its transfer coding is broken: ", ".");
const CODING: (&str, &str) = ("the content coding ", ".");
const UNDECODABLE: &str = " could not be undone: ";

pub(in crate::report) fn defect_line(defect: &Defect) -> String {
    let between =
        |(before, after): (&str, &str), text: &str| format!("{INCOMPLETE}{before}{text}{after}");
    match defect {
        Defect::TooLarge {
            limit,
            decoded: false,
        } => between(WIRE_CAP, &limit.to_string()),
        Defect::TooLarge {
            limit,
            decoded: true,
        } => between(DECODED_CAP, &limit.to_string()),
        Defect::TimedOut { limit_ms } => between(LATE, &limit_ms.to_string()),
        Defect::Cut { message } => between(CUT, &plain(message)),
        Defect::Malformed { message } => between(MALFORMED, &plain(message)),
        Defect::Undecodable { coding, message } => {
            let text = format!("{}{UNDECODABLE}{}", code(&quote(coding)), plain(message));
            between(CODING, &text)
        }
    }
}

pub(super) fn parse_defect_line(text: &str) -> Option<Defect> {
    let text = text.strip_prefix(INCOMPLETE)?;
    let between = |(before, after): (&str, &str)| text.strip_prefix(before)?.strip_suffix(after);
    let number = |around| between(around)?.parse().ok();
    if let Some(limit) = number(WIRE_CAP) {
        return Some(Defect::TooLarge {
            limit,
            decoded: false,
        });
    }
    if let Some(limit) = number(DECODED_CAP) {
        return Some(Defect::TooLarge {
            limit,
            decoded: true,
        });
    }
    if let Some(limit_ms) = number(LATE) {
        return Some(Defect::TimedOut { limit_ms });
    }
    if let Some(message) = between(CUT) {
        let message = unplain(message);
        return Some(Defect::Cut { message });
    }
    if let Some(message) = between(MALFORMED) {
        let message = unplain(message);
        return Some(Defect::Malformed { message });
    }
    let (coding, rest) = split_code(between(CODING)?)?;
    Some(Defect::Undecodable {
        coding: serde_json::from_str(coding).ok()?,
        message: unplain(rest.strip_prefix(UNDECODABLE)?),
    })
}

/// The line above a body that is shown in base64.
pub(super) fn encoding_line(of: &str, body: &Body) -> Option<String> {
    let Content::Bytes(bytes) = &body.content else {
        return None;
    };
    Some(format!(
        "{of} body: {} bytes that are not UTF-8, in base64.",
        bytes.len()
    ))
}

/// The number of bytes that such a line announces.
pub(super) fn parse_encoding_line(of: &str, text: &str) -> Option<usize> {
    let text = text.strip_prefix(of)?.strip_prefix(" body: ")?;
    text.strip_suffix(" bytes that are not UTF-8, in base64.")?
        .parse()
        .ok()
}

/// The inside of the inline code at the start of a text, and the rest.
pub(super) fn split_code(text: &str) -> Option<(&str, &str)> {
    let inside = text.trim_start_matches('`');
    let fence = text
        .get(..text.len() - inside.len())
        .filter(|fence| !fence.is_empty())?;
    // Only a run of exactly as many backticks closes inline code (CommonMark 0.31 §6.1).
    let mut at = 0;
    while let Some(start) = inside.get(at..)?.find('`').map(|start| at + start) {
        let rest = inside.get(start..)?.trim_start_matches('`');
        let end = inside.len() - rest.len();
        if end - start == fence.len() {
            return Some((inside.get(..start)?, rest));
        }
        at = end;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn status_lines_of_every_age_are_read() {
        for (text, status, reason, duration) in [
            ("Response status code: 200.", 200, None, None),
            (
                "Response status code: 404 Not Found.",
                404,
                Some("Not Found"),
                None,
            ),
            (
                "Response status code: 200 OK. Responded in 65.320771ms.",
                200,
                Some("OK"),
                Some(65.320_771),
            ),
            (
                "Response status code: 404 Not Found. Responded in 88.7ms",
                404,
                Some("Not Found"),
                Some(88.7),
            ),
        ] {
            let read = parse_status_line(text).unwrap();
            assert_eq!(
                (read.code, read.reason.as_deref(), read.duration_ms),
                (status, reason, duration)
            );
        }
        assert!(parse_status_line("Response status code: undefined.").is_none());
    }

    #[test]
    fn failures_are_read_as_they_were_written() {
        for kind in [
            FailureKind::Refused,
            FailureKind::UnknownHost,
            FailureKind::TimedOut,
            FailureKind::NotHttp,
        ] {
            let message = "connection to `[::1]:9` was\nrefused.".to_owned();
            let failure = Failure { kind, message };
            let text = failure_line(&failure);
            assert!(!text.contains('\n'));
            assert_eq!(parse_failure_line(&text), Some(failure));
        }
    }

    #[test]
    fn defects_are_read_as_they_were_written() {
        let message = "it said: `no`.\u{7}".to_owned();
        for defect in [
            Defect::TooLarge {
                limit: 1_048_576,
                decoded: true,
            },
            Defect::TooLarge {
                limit: 7,
                decoded: false,
            },
            Defect::TimedOut { limit_ms: 10_000 },
            Defect::Cut {
                message: message.clone(),
            },
            Defect::Malformed {
                message: message.clone(),
            },
            Defect::Undecodable {
                coding: "a`` could not be undone: `".to_owned(),
                message,
            },
        ] {
            assert_eq!(parse_defect_line(&defect_line(&defect)), Some(defect));
        }
    }

    #[test]
    fn inline_code_ends_at_as_many_backticks() {
        assert_eq!(split_code("`a` b"), Some(("a", " b")));
        assert_eq!(split_code("``a`b``` c`` d"), Some(("a`b``` c", " d")));
        assert_eq!(split_code("``a` "), None);
        assert_eq!(split_code("a"), None);
        assert_eq!(split_code("``"), None);
    }
}
