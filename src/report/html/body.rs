//! The body of a message as the page shows it.

use std::borrow::Cow;

use base64::{Engine, engine::general_purpose::STANDARD};

use super::{
    code,
    markup::{Markup, Space, cut, grouped},
};
use crate::{
    exchange::{Body, Content, Defect, Headers},
    report::json::indent,
};

/// Characters of a body that are shown. A page that holds more is slow to open, and nobody reads on.
const SHOWN: usize = 1 << 16;

/// From so many characters on, the page shows a body in a box of its own height, which scrolls.
const TALL: usize = 3000;

/// A body, colored where its form is known.
pub(super) struct BodyView {
    pub(super) form: &'static str,
    pub(super) text: Markup,
    pub(super) tall: bool,
    pub(super) left_out: Option<Markup>,
}

/// What is in a body, and what is said of it.
pub(super) struct ContentView {
    pub(super) body: Option<BodyView>,
    pub(super) notes: Vec<Markup>,
}

enum Form {
    Json,
    Parameters,
    Text,
    Octets,
}

impl ContentView {
    /// A body, with the header fields that it came with.
    pub(super) fn new(body: &Body, headers: &Headers) -> Self {
        let mut notes = Vec::new();
        if let Some(defect) = &body.defect {
            notes.push(incomplete(defect));
        }
        if let Content::Bytes(bytes) = &body.content {
            let octets = grouped(bytes.len());
            notes.push(Markup::word(&format!(
                "{octets} octets that are not UTF-8, in base64."
            )));
        }
        if !body.decoded.is_empty() {
            let codings = body.decoded.join(", ");
            let mut note = Markup::word("Decoded from ");
            note.append(&Markup::line(&codings));
            if let Some(bytes) = body
                .wire_bytes
                .and_then(|bytes| usize::try_from(bytes).ok())
            {
                note.append(&Markup::word(&format!(
                    "; {} octets on the wire.",
                    grouped(bytes)
                )));
            }
            notes.push(note);
        }
        Self {
            body: shown(body, headers).map(|(text, form)| BodyView::new(&text, &form)),
            notes,
        }
    }
}

/// Why a body is not whole.
fn incomplete(defect: &Defect) -> Markup {
    let (sentence, message) = match defect {
        Defect::TooLarge { limit, decoded } => {
            let of = if *decoded {
                "decoded octets"
            } else {
                "octets on the wire"
            };
            (format!("reading stopped at {limit} {of}."), None)
        }
        Defect::TimedOut { limit_ms } => (format!("it did not end within {limit_ms} ms."), None),
        Defect::Cut { message } => ("the connection ended first: ".to_owned(), Some(message)),
        Defect::Malformed { message } => {
            ("its transfer coding is broken: ".to_owned(), Some(message))
        }
        Defect::Undecodable { message, .. } => (
            "its content coding could not be undone: ".to_owned(),
            Some(message),
        ),
    };
    let mut note = Markup::word("Incomplete body: ");
    note.push(&sentence, Space::Line);
    if let Some(message) = message {
        note.append(&Markup::line(message));
    }
    note
}

fn shown<'a>(body: &'a Body, headers: &Headers) -> Option<(Cow<'a, str>, Form)> {
    let (Content::Text(text) | Content::ShownJson(text)) = &body.content else {
        return match &body.content {
            Content::Bytes(bytes) => Some((STANDARD.encode(bytes).into(), Form::Octets)),
            _ => None,
        };
    };
    if let Some(json) = indent(text) {
        return Some((json.into(), Form::Json));
    }
    let media_type = headers.get("content-type").unwrap_or_default();
    let is_form = match media_type {
        "" => text.contains('=') && !text.contains(['<', '{', ' ', '\n']),
        media_type => media_type
            .to_ascii_lowercase()
            .starts_with("application/x-www-form-urlencoded"),
    };
    let form = if is_form {
        Form::Parameters
    } else {
        Form::Text
    };
    Some((text.as_str().into(), form))
}

impl BodyView {
    fn new(text: &str, form: &Form) -> Self {
        let (shown, left_out) = cut(text, SHOWN);
        let (form, text) = match form {
            Form::Json => ("JSON", code::json(shown)),
            Form::Parameters => ("form", code::form(shown)),
            Form::Octets => ("base64", preformatted(shown)),
            Form::Text => ("text", preformatted(shown)),
        };
        let mut word = Markup::default();
        word.push_left_out(left_out);
        Self {
            form,
            text,
            tall: shown.len() > TALL,
            left_out: Some(word).filter(|word| !word.is_empty()),
        }
    }
}

fn preformatted(text: &str) -> Markup {
    let mut markup = Markup::default();
    markup.own("<bdi>");
    markup.push(text, Space::Kept);
    markup.own("</bdi>");
    markup
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::Header;

    fn view(text: &str, media_type: &str) -> BodyView {
        let headers = Headers::Recorded(vec![Header {
            name: "Content-Type".to_owned(),
            value: media_type.to_owned(),
        }]);
        let content = ContentView::new(&Body::from_bytes(text.into()), &headers);
        content.body.unwrap()
    }

    #[test]
    fn the_form_of_a_body_is_seen() {
        assert_eq!(view("{}", "text/plain").form, "JSON");
        let form = view("a=b", "application/x-www-form-urlencoded;charset=UTF-8");
        assert_eq!(form.form, "form");
        assert_eq!(view("a=b", "text/html").form, "text");
    }

    #[test]
    fn a_long_body_is_cut_and_says_so() {
        let body = view(&"x".repeat(1 << 20), "text/plain");
        assert!(body.tall);
        let word = body.left_out.unwrap();
        assert!(word.html().contains("983,040 more characters"), "{word:?}");
        assert!(body.text.html().len() < SHOWN + 100);
    }
}
