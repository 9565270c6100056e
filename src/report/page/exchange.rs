//! An exchange of a page, read.

use base64::{Engine, engine::general_purpose::STANDARD};
use serde::de::IgnoredAny;
use serde_json::Value;

use super::{blocks::Span, lines::Lines, outcome};
use crate::exchange::{
    Block, Body, Content, Exchange, Header, Headers, Outcome, Probe, Request, Response,
};
use crate::report::text::unplain;

/// The exchange under a heading, and the line after it; nothing where the section shows no request.
pub(super) fn read(lines: &Lines<'_>, span: Span) -> Option<(Block, usize)> {
    let heading = lines.line(span.heading).strip_prefix("### ")?;
    let title = heading.strip_suffix(" Request")?;
    let at = span.heading + 1;
    let (method, url) = lines.line(at).split_once(' ').filter(|_| at < span.end)?;
    let is_method = |byte: u8| byte.is_ascii_uppercase() || byte == b'-';
    if method.is_empty() || !method.bytes().all(is_method) || url.is_empty() {
        return None;
    }
    let mut reader = Reader {
        lines,
        at: at + 1,
        end: span.end,
    };
    let headers = reader.headers();
    let body = reader.body("Request");
    let outcome = reader.outcome();
    let exchange = Box::new(Exchange {
        step: None,
        title: title.to_owned(),
        action: None,
        probe: Probe::Plain,
        shared: false,
        time: None,
        request: Request {
            method: method.to_owned(),
            url: unplain(url),
            headers,
            body,
        },
        outcome,
    });
    let shown = None;
    Some((Block::Exchange { exchange, shown }, reader.at))
}

/// Reads on from a line; where what comes next is not what is asked for, it stays there.
struct Reader<'a> {
    lines: &'a Lines<'a>,
    at: usize,
    end: usize,
}

impl Reader<'_> {
    fn headers(&mut self) -> Headers {
        let mut headers = Vec::new();
        let mut at = self.lines.skip_blank(self.at, self.end);
        while at < self.end
            && let Some(read) = parse_header(self.lines.line(at))
        {
            headers.extend(read);
            at += 1;
        }
        if headers.is_empty() {
            return Headers::NotRecorded;
        }
        self.at = at;
        Headers::Recorded(headers)
    }

    /// A body, after blank lines in a request and directly in a response.
    fn body(&mut self, of: &str) -> Body {
        let mut at = self.at;
        if of == "Request" {
            at = self.lines.skip_blank(at, self.end);
        }
        let bytes = outcome::parse_encoding_line(of, self.lines.line(at)).filter(|_| at < self.end);
        if bytes.is_some() {
            at += 1;
        }
        let Some(fence) = self.lines.fence(at, self.end) else {
            return Body::default();
        };
        self.at = fence.after;
        Body {
            content: content(fence.inside, bytes),
            ..Body::default()
        }
    }

    fn outcome(&mut self) -> Outcome {
        let rule = self.lines.skip_blank(self.at, self.end);
        if rule >= self.end || self.lines.line(rule) != "---" {
            return Outcome::NotRecorded;
        }
        self.at = rule + 1;
        let at = self.lines.skip_blank(self.at, self.end);
        if at >= self.end {
            return Outcome::NotRecorded;
        }
        if let Some(failure) = outcome::parse_failure_line(self.lines.line(at)) {
            self.at = at + 1;
            return Outcome::Failure(failure);
        }
        let Some(status) = outcome::parse_status_line(self.lines.line(at)) else {
            return Outcome::NotRecorded;
        };
        self.at = at + 1;
        let defect =
            outcome::parse_defect_line(self.lines.line(self.at)).filter(|_| self.at < self.end);
        if defect.is_some() {
            self.at += 1;
        }
        let body = self.body("Response");
        Outcome::Response(Box::new(Response {
            status: status.code,
            reason: status.reason,
            version: None,
            headers: Headers::NotRecorded,
            body: Body { defect, ..body },
            duration_ms: status.duration_ms,
            connection: None,
        }))
    }
}

/// What a body is whose code block holds this text; `bytes` where the page says that it is so many, in base64.
fn content(text: &str, bytes: Option<usize>) -> Content {
    // A text is shown as a JSON string, so the string is the text itself.
    if let Ok(string) = serde_json::from_str::<String>(text) {
        let decoded = bytes.and_then(|length| {
            let decoded = STANDARD.decode(&string).ok()?;
            (decoded.len() == length).then_some(decoded)
        });
        return decoded.map_or(Content::Text(string), Content::Bytes);
    }
    match serde_json::from_str::<IgnoredAny>(text) {
        Ok(_) => Content::ShownJson(text.to_owned()),
        Err(_) => Content::Text(text.to_owned()),
    }
}

/// The header fields of a line as `* **accept:** ` and a JSON value as inline code: one, or one for each of an array.
fn parse_header(text: &str) -> Option<Vec<Header>> {
    let (name, value) = text.strip_prefix("* **")?.split_once(":** ")?;
    let (value, rest) = outcome::split_code(value)?;
    if name.is_empty() || !rest.is_empty() {
        return None;
    }
    let header = |value: String| Header {
        name: name.to_owned(),
        value,
    };
    let several = |values: Vec<Value>| {
        values
            .into_iter()
            .map(|value| header(value_text(value)))
            .collect()
    };
    Some(match serde_json::from_str(value) {
        Ok(Value::Array(values)) => several(values),
        Ok(one) => vec![header(value_text(one))],
        Err(_) => vec![header(value.to_owned())],
    })
}

fn value_text(value: Value) -> String {
    match value {
        Value::String(text) => text,
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(text: &str) -> Option<Vec<(String, String)>> {
        let headers = parse_header(text)?.into_iter();
        Some(headers.map(|header| (header.name, header.value)).collect())
    }

    #[test]
    fn a_header_value_is_decoded_whatever_its_type() {
        let one = |name: &str, value: &str| Some(vec![(name.to_owned(), value.to_owned())]);
        assert_eq!(
            header(r#"* **Accept:** `"a/b; c=\"d\""`"#),
            one("Accept", "a/b; c=\"d\"")
        );
        assert_eq!(
            header("* **content-length:** `349`"),
            one("content-length", "349")
        );
        assert_eq!(header("* **x:** ``\"a`b\"``"), one("x", "a`b"));
        assert_eq!(header("* **x:** `not JSON`"), one("x", "not JSON"));
        let several = header(r#"* **cookie:** `["a=1","b=2"]`"#).unwrap();
        assert_eq!(several.len(), 2);
        assert_eq!(several[1], ("cookie".to_owned(), "b=2".to_owned()));
        assert_eq!(header("* **clientId**: `x`"), None);
        assert_eq!(header("* **x:** `\"a\"` b"), None);
    }

    #[test]
    fn a_body_is_the_text_or_the_bytes_that_are_shown() {
        assert_eq!(
            content(r#""a=b&c""#, None),
            Content::Text("a=b&c".to_owned())
        );
        assert_eq!(
            content(r#""/wAB""#, Some(3)),
            Content::Bytes(vec![255, 0, 1])
        );
        assert_eq!(
            content(r#""/wAB""#, Some(4)),
            Content::Text("/wAB".to_owned())
        );
        assert_eq!(content("{}", None), Content::ShownJson("{}".to_owned()));
        assert_eq!(
            content(r#""\ud800""#, None),
            Content::ShownJson(r#""\ud800""#.to_owned())
        );
        assert_eq!(content("<p>", None), Content::Text("<p>".to_owned()));
    }
}
