//! The text of a scenario file and places in it.

use miette::SourceSpan;

/// The longest excerpt, in characters.
const EXCERPT: usize = 120;

/// A scenario file: what it is called in messages, and its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// The name, as the person who runs it would write it.
    pub name: String,
    /// The text.
    pub text: String,
}

/// A place in a text, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The line.
    pub line: usize,
    /// The character in the line.
    pub column: usize,
}

impl SourceFile {
    /// The text without a byte order mark and with `\n` at the end of lines, wherever the file was written.
    pub(super) fn normalized(&self) -> String {
        let text = self.text.strip_prefix('\u{feff}').unwrap_or(&self.text);
        text.replace("\r\n", "\n")
    }
}

impl Place {
    /// The place of a byte of a text; the end of the text, if the text is not as long.
    pub fn of(text: &str, offset: usize) -> Self {
        let (before, _) = text.split_at(boundary(text, offset));
        let line = before.matches('\n').count() + 1;
        let column = before
            .rsplit('\n')
            .next()
            .unwrap_or_default()
            .chars()
            .count()
            + 1;
        Self { line, column }
    }
}

/// The last character boundary of a text that is not after an offset.
pub(super) fn boundary(text: &str, offset: usize) -> usize {
    let mut boundary = offset.min(text.len());
    while !text.is_char_boundary(boundary) {
        boundary -= 1;
    }
    boundary
}

/// The line that a span begins in, and carets below what the span has of it.
pub(super) fn excerpt(text: &str, at: SourceSpan) -> String {
    let place = Place::of(text, at.offset());
    let line = text.split('\n').nth(place.line - 1).unwrap_or_default();
    let (start, length) = (place.column - 1, line.chars().count());
    let end = boundary(text, at.offset().saturating_add(at.len()));
    let marked = text.get(at.offset()..end).unwrap_or_default();
    let marked = marked
        .split('\n')
        .next()
        .unwrap_or_default()
        .chars()
        .count();
    // A long line is shown from shortly before the mistake.
    let skipped = if length > EXCERPT {
        start.saturating_sub(EXCERPT / 3)
    } else {
        0
    };
    let shown: String = line
        .chars()
        .skip(skipped)
        .take(EXCERPT)
        .map(visible)
        .collect();
    let before = if skipped > 0 { "…" } else { "" };
    let after = if length - skipped > EXCERPT {
        "…"
    } else {
        ""
    };
    let carets = marked.clamp(1, EXCERPT.saturating_sub(start - skipped).max(1));
    let number = place.line.to_string();
    let margin = " ".repeat(number.len());
    let indent = " ".repeat(start - skipped + before.chars().count());
    format!(
        "  {number} | {before}{shown}{after}\n  {margin} | {indent}{}\n",
        "^".repeat(carets)
    )
}

/// A character that takes one column and does nothing to a terminal.
fn visible(c: char) -> char {
    match c {
        '\t' => ' ',
        c if c.is_control() => '\u{fffd}',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_counts_characters() {
        assert_eq!(Place::of("aé\nüx", 6), Place { line: 2, column: 2 });
        assert_eq!(Place::of("a", 99), Place { line: 1, column: 2 });
        assert_eq!(Place::of("", 0), Place { line: 1, column: 1 });
    }

    #[test]
    fn an_excerpt_has_the_line_and_carets() {
        assert_eq!(
            excerpt("a = 1\nbé\t= 22\n", (12, 2).into()),
            "  2 | bé = 22\n    |      ^^\n"
        );
        assert_eq!(excerpt("", (0, 0).into()), "  1 | \n    | ^\n");
    }

    #[test]
    fn a_long_line_is_shown_around_the_mistake() {
        let text = format!("{}X{}", "a".repeat(300), "b".repeat(300));
        let shown = excerpt(&text, (300, 1).into());
        let lines: Vec<&str> = shown.lines().collect();
        let caret = lines[1].chars().position(|c| c == '^').unwrap();
        assert_eq!(lines[0].chars().nth(caret), Some('X'));
        assert!(lines[0].chars().count() < 140, "{shown}");
    }

    #[test]
    fn line_ends_and_the_byte_order_mark_do_not_matter() {
        let file = SourceFile {
            name: "x".into(),
            text: "\u{feff}a\r\nb\rc".into(),
        };
        assert_eq!(file.normalized(), "a\nb\rc");
    }
}
