//! Texts of a form that is known, as spans: JSON, forms and header fields.

use time::{
    OffsetDateTime, UtcOffset, format_description::BorrowedFormatItem, macros::format_description,
};

use super::markup::{Markup, Space};

const TIME: &[BorrowedFormatItem<'_>] =
    format_description!("[year]-[month]-[day] [hour]:[minute]:[second] UTC");

/// Members whose numbers are seconds since the epoch (RFC 7519 §4.1, RFC 7591 §3.2.1, OpenID Connect Core 1.0 §2).
const TIMES: [&str; 7] = [
    "exp",
    "iat",
    "nbf",
    "auth_time",
    "updated_at",
    "client_id_issued_at",
    "client_secret_expires_at",
];

/// A time, as the page shows times.
pub(super) fn time(time: OffsetDateTime) -> String {
    let shown = time.to_offset(UtcOffset::UTC).format(TIME);
    shown.unwrap_or_default()
}

/// JSON that is indented already, or the beginning of it, as spans; a number that is a time has the time beside it.
pub(super) fn json(text: &str) -> Markup {
    let mut writer = Json {
        // Members, their names and values apart, in elements of their own.
        markup: Markup::with_room(text.len() * 3),
        key: "",
        when: None,
    };
    let mut rest = text;
    while !rest.is_empty() {
        rest = writer.token(rest);
    }
    writer.flush();
    writer.markup
}

struct Json<'a> {
    markup: Markup,
    /// The inside of the last member name.
    key: &'a str,
    /// A time to be shown at the end of the line.
    when: Option<String>,
}

impl<'a> Json<'a> {
    /// Writes the first token; the rest.
    fn token(&mut self, text: &'a str) -> &'a str {
        if let Some(rest) = text.strip_prefix('\n') {
            self.flush();
            self.markup.own("\n");
            return rest;
        }
        if text.starts_with('"') {
            return self.string(text);
        }
        // What a token ends at is ASCII or begins a character.
        let length = |ends: fn(u8) -> bool| text.bytes().position(ends).unwrap_or(text.len());
        match length(|byte| !is_scalar(byte)) {
            0 => {
                let ends = |byte| is_scalar(byte) || matches!(byte, b'"' | b'\n');
                let (other, rest) = text.split_at(length(ends));
                self.markup.push(other, Space::Kept);
                rest
            }
            length => {
                let (scalar, rest) = text.split_at(length);
                self.scalar(scalar);
                rest
            }
        }
    }

    fn string(&mut self, text: &'a str) -> &'a str {
        let mut escaped = false;
        let end = text.bytes().skip(1).position(|byte| {
            let ends = byte == b'"' && !escaped;
            escaped = byte == b'\\' && !escaped;
            ends
        });
        let (string, rest) = text.split_at(end.map_or(text.len(), |end| end + 2));
        if rest.trim_ascii_start().starts_with(':') {
            self.key = string.trim_matches('"');
            self.markup.own("<bdi class=\"k\">");
        } else {
            self.markup.own("<bdi class=\"s\">");
        }
        self.markup.push(string, Space::Kept);
        self.markup.own("</bdi>");
        rest
    }

    fn scalar(&mut self, scalar: &str) {
        let class = if matches!(scalar, "true" | "false" | "null") {
            "<span class=\"l\">"
        } else {
            "<span class=\"n\">"
        };
        self.markup.own(class);
        self.markup.push(scalar, Space::Kept);
        self.markup.own("</span>");
        if !TIMES.contains(&self.key) {
            return;
        }
        let seconds = scalar.parse().ok().filter(|seconds| *seconds > 0);
        if let Some(seconds) = seconds {
            self.when = OffsetDateTime::from_unix_timestamp(seconds).ok().map(time);
        }
    }

    fn flush(&mut self) {
        if let Some(when) = self.when.take() {
            self.markup.own("<span class=\"when\"> ← ");
            self.markup.push(&when, Space::Line);
            self.markup.own("</span>");
        }
    }
}

fn is_scalar(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'+' | b'.')
}

/// A form as it was sent (`application/x-www-form-urlencoded`), a parameter in a line.
pub(super) fn form(text: &str) -> Markup {
    let mut markup = Markup::default();
    for (at, parameter) in text.split('&').enumerate() {
        if at > 0 {
            markup.own("&amp;\n");
        }
        let (name, value) = match parameter.split_once('=') {
            Some((name, value)) => (name, Some(value)),
            None => (parameter, None),
        };
        markup.own("<bdi class=\"k\">");
        markup.push(name, Space::Kept);
        markup.own("</bdi>");
        if let Some(value) = value {
            markup.own("=<bdi class=\"s\">");
            markup.push(value, Space::Kept);
            markup.own("</bdi>");
        }
    }
    markup
}

/// The three parts of a JWS in compact serialization, each in its color.
pub(super) fn jws(parts: [&str; 3]) -> Markup {
    let mut markup = Markup::default();
    let classes = [
        "<span class=\"j1\">",
        "<span class=\"j2\">",
        "<span class=\"j3\">",
    ];
    for (at, (part, class)) in parts.into_iter().zip(classes).enumerate() {
        if at > 0 {
            markup.own(".");
        }
        markup.own(class);
        markup.push(part, Space::Kept);
        markup.own("</span>");
    }
    markup
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_colored_and_stays_the_same_text() {
        let text = "{\n  \"exp\": 1658487788,\n  \"a\\\"<b>\": [\n    null,\n    -1.5e3,\n    \"x: {\"\n  ]\n}";
        let html = json(text);
        assert_eq!(
            html.html(),
            "{\n  <bdi class=\"k\">\"exp\"</bdi>: <span class=\"n\">1658487788</span>,\
             <span class=\"when\"> ← 2022-07-22 11:03:08 UTC</span>\n  \
             <bdi class=\"k\">\"a\\\"&lt;b&gt;\"</bdi>: [\n    <span class=\"l\">null</span>,\n    \
             <span class=\"n\">-1.5e3</span>,\n    <bdi class=\"s\">\"x: {\"</bdi>\n  ]\n}"
        );
    }

    #[test]
    fn what_is_no_json_after_all_is_shown_all_the_same() {
        for text in ["\"unended\\", "é\u{202e}{]\"", "", "\\\"", "1 2 é", "\n\n"] {
            let html = json(text);
            assert!(!html.html().contains('\u{202e}'), "{text:?}");
            assert_eq!(html.is_empty(), text.is_empty());
        }
    }

    #[test]
    fn a_form_has_a_line_for_each_parameter() {
        assert_eq!(
            form("a=b%26&c").html(),
            "<bdi class=\"k\">a</bdi>=<bdi class=\"s\">b%26</bdi>&amp;\n<bdi class=\"k\">c</bdi>"
        );
    }
}
