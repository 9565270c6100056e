//! Puts each secret's name in its place.

use std::borrow::Cow;

use serde_json::Value;

use super::forms::{fixed_pieces, is_encoded_run, match_escaped};
use crate::exchange::{Body, Content, Record};

/// Below this many characters, a secret is only replaced where it is a whole value: it would be found by chance.
const SHORTEST_IN_TEXT: usize = 4;

/// Knows the secrets of a run and writes their names in their places.
#[derive(Clone, Default)]
pub struct Redactor {
    secrets: Vec<Known>,
}

#[derive(Clone)]
struct Known {
    name: String,
    value: String,
    pieces: Vec<String>,
}

impl Redactor {
    /// Learns a secret. Another value under the same name is told apart by a number; an empty value is no secret.
    pub fn add(&mut self, name: &str, value: &str) {
        if value.is_empty() || self.secrets.iter().any(|known| known.value == value) {
            return;
        }
        let mut unique = name.to_owned();
        let mut number = 1;
        while self.secrets.iter().any(|known| known.name == unique) {
            number += 1;
            unique = format!("{name}-{number}");
        }
        let pieces = fixed_pieces(value);
        self.secrets.push(Known {
            name: unique,
            value: value.to_owned(),
            pieces,
        });
    }

    /// The text with every secret's name, in brackets, in its place.
    pub fn text<'a>(&self, text: &'a str) -> Cow<'a, str> {
        if let Some(known) = self.secrets.iter().find(|known| known.value == text) {
            return Cow::Owned(known.placeholder());
        }
        let bytes = text.as_bytes();
        let mut written = String::new();
        let mut copied = 0;
        let mut at = 0;
        while at < bytes.len() {
            let Some((known, start, end)) = self.match_at(bytes, copied, at) else {
                at += 1;
                continue;
            };
            let (Some(before), true) = (text.get(copied..start), text.is_char_boundary(end)) else {
                at += 1;
                continue;
            };
            written.push_str(before);
            written.push_str(&known.placeholder());
            copied = end;
            at = end;
        }
        if copied == 0 {
            return Cow::Borrowed(text);
        }
        written.push_str(text.get(copied..).unwrap_or_default());
        Cow::Owned(written)
    }

    /// The record with every secret's name in its place, in every string of it.
    pub fn record(&self, record: &Record) -> Record {
        let mut redacted = record.clone();
        redacted.redacted = true;
        for scenario in &mut redacted.scenarios {
            for exchange in scenario.exchanges_mut() {
                self.body(&mut exchange.request.body);
                if let crate::exchange::Outcome::Response(response) = &mut exchange.outcome {
                    self.body(&mut response.body);
                }
            }
        }
        let redacted_value = serde_json::to_value(&redacted).map(|value| self.value(value));
        // A record is made of strings, numbers, lists and objects, so it survives the way through a JSON value.
        redacted_value
            .and_then(serde_json::from_value)
            .unwrap_or(Record {
                scenarios: Vec::new(),
                ..redacted
            })
    }

    /// Bytes that are not text can hold a secret all the same; such a body is kept only where it holds none.
    fn body(&self, body: &mut Body) {
        if let Content::Bytes(bytes) = &body.content {
            let lossy = String::from_utf8_lossy(bytes);
            if matches!(self.text(&lossy), Cow::Owned(_)) {
                body.content = Content::Text(self.text(&lossy).into_owned());
            }
        }
    }

    fn value(&self, value: Value) -> Value {
        match value {
            Value::String(text) => match self.text(&text) {
                Cow::Owned(redacted) => Value::String(redacted),
                Cow::Borrowed(_) => Value::String(text),
            },
            Value::Array(items) => items.into_iter().map(|item| self.value(item)).collect(),
            Value::Object(members) => members
                .into_iter()
                .map(|(name, value)| (name, self.value(value)))
                .collect(),
            other => other,
        }
    }

    /// The secret found at a place, and where its form begins and ends; the longest of those that match.
    fn match_at(&self, text: &[u8], from: usize, at: usize) -> Option<(&Known, usize, usize)> {
        let here = text.get(at..)?;
        let mut best: Option<(&Known, usize, usize)> = None;
        for known in &self.secrets {
            let escaped = (known.value.chars().count() >= SHORTEST_IN_TEXT)
                .then(|| {
                    known
                        .may_start(here)
                        .then(|| match_escaped(here, &known.value))
                        .flatten()
                })
                .flatten()
                .map(|length| (known, at, at + length));
            let encoded = || {
                let piece = known
                    .pieces
                    .iter()
                    .find(|piece| here.starts_with(piece.as_bytes()))?;
                let before = text
                    .get(from..at)?
                    .iter()
                    .rev()
                    .take_while(|byte| is_encoded_run(**byte));
                let after = text
                    .get(at + piece.len()..)?
                    .iter()
                    .take_while(|byte| is_encoded_run(**byte));
                Some((known, at - before.count(), at + piece.len() + after.count()))
            };
            let found = escaped.or_else(encoded);
            let longer = |found: &(&Known, usize, usize)| {
                best.is_none_or(|(_, start, end)| found.2 - found.1 > end - start)
            };
            best = found.filter(longer).or(best);
        }
        best
    }
}

impl Known {
    fn placeholder(&self) -> String {
        format!("[{}]", self.name)
    }

    fn may_start(&self, text: &[u8]) -> bool {
        let first = text.first();
        first == self.value.as_bytes().first() || matches!(first, Some(b'%' | b'\\' | b'&' | b'+'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::{Engine, engine::general_purpose::STANDARD};

    fn redactor() -> Redactor {
        let mut redactor = Redactor::default();
        redactor.add("client_secret", "canary-secret-0123");
        redactor.add("client_secret", "another-secret");
        redactor
    }

    #[test]
    fn each_secret_has_its_own_name() {
        let text = redactor()
            .text("a canary-secret-0123 b another-secret c")
            .into_owned();
        assert_eq!(text, "a [client_secret] b [client_secret-2] c");
    }

    #[test]
    fn a_secret_is_found_inside_basic_credentials_and_hexadecimal() {
        let basic = STANDARD.encode("client:canary-secret-0123");
        assert_eq!(
            redactor().text(&format!("Basic {basic}")),
            "Basic [client_secret]"
        );
        assert_eq!(
            redactor().text("x 63616e6172792d7365637265742d30313233 y"),
            "x [client_secret] y"
        );
    }

    #[test]
    fn a_text_without_secrets_is_left_as_it_is() {
        assert!(matches!(
            redactor().text("nothing here: é ✅ %zz \\u00"),
            Cow::Borrowed(_)
        ));
    }

    #[test]
    fn a_short_secret_is_replaced_only_where_it_is_the_whole_value() {
        let mut redactor = Redactor::default();
        redactor.add("pin", "ab");
        assert_eq!(redactor.text("ab"), "[pin]");
        assert_eq!(redactor.text("about"), "about");
    }
}
