//! HTML that cannot be made otherwise than by escaping what came from elsewhere.

use std::fmt::{self, Display, Write};

use askama::{FastWritable, Values, filters::HtmlSafe};

use crate::report::json::{needs_escape, plain_start};

/// Characters of a value in a line that are shown.
pub(super) const LINE_SHOWN: usize = 2048;

/// Characters of a name or a heading that are shown.
const NAME_SHOWN: usize = 240;

/// HTML. Elements are named in our sources (`&'static str`); text is escaped on its way in. A template prints it as it is, and
/// escapes all else.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Markup(String);

impl HtmlSafe for Markup {}

impl Display for Markup {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl FastWritable for Markup {
    fn write_into(&self, out: &mut dyn fmt::Write, _: &dyn Values) -> askama::Result<()> {
        Ok(out.write_str(&self.0)?)
    }
}

/// What becomes of line ends and tabs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Space {
    /// They are shown as escapes: the text is a line.
    Line,
    /// They stay: the text is preformatted.
    Kept,
}

impl Markup {
    /// Nothing yet, with room for so many bytes.
    pub(super) fn with_room(bytes: usize) -> Self {
        Self(String::with_capacity(bytes))
    }

    /// Text from elsewhere as one line, set apart from the direction of what is around it.
    pub(super) fn line(text: &str) -> Self {
        let mut markup = Self(String::with_capacity(text.len().min(LINE_SHOWN) + 32));
        markup.push_line(text);
        markup
    }

    /// A name or a heading from elsewhere: a line that is cut sooner.
    pub(super) fn name(text: &str) -> Self {
        let (shown, left_out) = cut(text, NAME_SHOWN);
        let mut markup = Self::line(shown);
        if left_out > 0 {
            markup.own(" <span class=\"cut\">… ");
            markup.push(&grouped(left_out), Space::Line);
            markup.own(" more characters</span>");
        }
        markup
    }

    /// A number or a word of ours.
    pub(super) fn word(text: &str) -> Self {
        let mut markup = Self(String::with_capacity(text.len()));
        markup.push(text, Space::Line);
        markup
    }

    /// Text alone, for where no element may stand: what cannot be seen is shown without being set apart.
    pub(super) fn plain(text: &str) -> Self {
        Self(escape(text))
    }

    /// Adds markup of ours.
    pub(super) fn own(&mut self, html: &'static str) {
        self.0.push_str(html);
    }

    /// Adds markup that was made elsewhere in this module.
    pub(super) fn append(&mut self, other: &Self) {
        self.0.push_str(&other.0);
    }

    /// Adds text; what a browser would not show as itself is shown as an escape. Quotes mean something in attributes alone,
    /// which [`Markup::attribute`] writes.
    pub(super) fn push(&mut self, text: &str, space: Space) {
        let mut rest = text;
        while !rest.is_empty() {
            let (plain, after) = plain_start(rest, b"&<>");
            self.0.push_str(plain);
            let mut chars = after.chars();
            match chars.next() {
                Some(c) if is_special(c, space) => self.push_special(c),
                Some(c) => self.0.push(c),
                None => {}
            }
            rest = chars.as_str();
        }
    }

    fn push_special(&mut self, c: char) {
        if let Some(entity) = entity(c) {
            self.0.push_str(entity);
        } else {
            self.0.push_str("<span class=\"esc\">");
            push_visible(&mut self.0, c);
            self.0.push_str("</span>");
        }
    }

    /// Adds text from elsewhere as one line, set apart; a long one is cut, and the page says so.
    pub(super) fn push_line(&mut self, text: &str) {
        let (shown, left_out) = cut(text, LINE_SHOWN);
        self.own("<bdi>");
        self.push(shown, Space::Line);
        self.own("</bdi>");
        self.push_left_out(left_out);
    }

    /// Says how many characters are not shown, and where they are.
    pub(super) fn push_left_out(&mut self, characters: usize) {
        if characters > 0 {
            self.own(" <span class=\"cut\">… ");
            self.push(&grouped(characters), Space::Line);
            self.own(
                " more characters are left out here; the record (<code>--report record=FILE</code>) has them all</span>",
            );
        }
    }

    /// Adds an attribute, whose value is escaped.
    pub(super) fn attribute(&mut self, name: &'static str, value: &str) {
        self.0.push(' ');
        self.0.push_str(name);
        self.0.push_str("=\"");
        if value
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-._ #".contains(&byte))
        {
            self.0.push_str(value);
        } else {
            self.0.push_str(&escape(value));
        }
        self.0.push('"');
    }

    /// Adds an attribute whose value are numbers.
    pub(super) fn numbers(&mut self, name: &'static str, numbers: impl Iterator<Item = usize>) {
        self.0.push(' ');
        self.0.push_str(name);
        self.0.push_str("=\"");
        for (place, number) in numbers.enumerate() {
            let space = if place > 0 { " " } else { "" };
            // Writing to a string does not fail.
            let _ = write!(self.0, "{space}{number}");
        }
        self.0.push('"');
    }

    /// Whether there is nothing.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The HTML itself, to be written.
    pub(super) fn html(&self) -> &str {
        &self.0
    }
}

/// For text and for the values of attributes in double quotes.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match entity(c) {
            Some(entity) => out.push_str(entity),
            None if is_special(c, Space::Line) => push_visible(&mut out, c),
            None => out.push(c),
        }
    }
    out
}

fn entity(c: char) -> Option<&'static str> {
    Some(match c {
        '&' => "&amp;",
        '<' => "&lt;",
        '>' => "&gt;",
        '"' => "&quot;",
        '\'' => "&#39;",
        _ => return None,
    })
}

fn is_special(c: char, space: Space) -> bool {
    match c {
        '&' | '<' | '>' => true,
        '\n' | '\t' => space == Space::Line,
        ' '..='~' => false,
        c => is_hidden(c),
    }
}

/// Whether a character controls or reorders text, or cannot be seen: controls, directional marks, spaces that look like
/// others, and characters without width. Joiners stay, because scripts and emoji are written with them.
fn is_hidden(c: char) -> bool {
    needs_escape(c)
        || (c.is_whitespace() && c != ' ')
        || matches!(
            c,
            '\u{ad}' | '\u{34f}' | '\u{180e}' | '\u{200b}' | '\u{2028}' | '\u{2029}'
        )
        || matches!(
            c,
            '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}' | '\u{2060}'..='\u{2065}'
        )
        || matches!(c, '\u{206a}'..='\u{206f}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

fn push_visible(out: &mut String, c: char) {
    match c {
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        c => out.extend(c.escape_unicode()),
    }
}

/// The beginning of a text, and how many characters are left out.
pub(super) fn cut(text: &str, most: usize) -> (&str, usize) {
    // A byte is at most a character.
    if text.len() <= most {
        return (text, 0);
    }
    match text.char_indices().nth(most) {
        Some((end, _)) => {
            let (shown, rest) = text.split_at(end);
            (shown, rest.chars().count())
        }
        None => (text, 0),
    }
}

/// A number with its digits in groups of three.
pub(super) fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_text_and_what_cannot_be_seen_is_an_escape() {
        let text = "<b a=\"1\" b='2'>&amp;\u{202e}\0\u{1b}[1m\n\t\u{a0}é\u{200d}😀";
        let shown = Markup::word(text);
        let plain = shown
            .html()
            .replace("<span class=\"esc\">", "")
            .replace("</span>", "");
        assert_eq!(
            plain,
            "&lt;b a=\"1\" b='2'&gt;&amp;amp;\\u{202e}\\u{0}\\u{1b}[1m\\n\\t\\u{a0}é\u{200d}😀"
        );
        let value = plain.replace('"', "&quot;").replace('\'', "&#39;");
        assert_eq!(escape(text), value);
        let mut kept = Markup::default();
        kept.push("a\n\tb\r", Space::Kept);
        assert_eq!(kept.html(), "a\n\tb<span class=\"esc\">\\r</span>");
    }

    #[test]
    fn a_long_line_is_cut_and_says_so() {
        let shown = Markup::line(&"é".repeat(LINE_SHOWN + 1234));
        assert!(shown.html().contains("1,234 more characters"));
        assert_eq!(shown.html().matches('é').count(), LINE_SHOWN);
        assert_eq!(cut("abc", 3), ("abc", 0));
    }

    #[test]
    fn digits_are_grouped() {
        let groups = [0, 999, 1000, 1_234_567].map(grouped);
        assert_eq!(groups, ["0", "999", "1,000", "1,234,567"]);
    }
}
