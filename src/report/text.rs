//! Text from elsewhere, made fit for one place on a page.

use std::{borrow::Cow, iter::repeat_n};

use super::json::{needs_escape, plain_start, push_escaped};

/// The text on one line: line ends, control characters and characters that reorder text are written as JSON escapes.
pub fn line(text: &str) -> String {
    one_line(text).into_owned()
}

/// As [`line`]; borrowed where there is nothing to be escaped.
pub(super) fn one_line(text: &str) -> Cow<'_, str> {
    let (mut plain, mut after) = plain_start(text, b"");
    if after.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    loop {
        out.push_str(plain);
        let mut chars = after.chars();
        let Some(c) = chars.next() else {
            return Cow::Owned(out);
        };
        push_line(&mut out, c);
        (plain, after) = plain_start(chars.as_str(), b"");
    }
}

/// The text on one line, with a backslash before what would begin code, HTML or the target of a link.
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let (plain, after) = plain_start(rest, b"\\`<(");
        out.push_str(plain);
        let mut chars = after.chars();
        if let Some(c) = chars.next() {
            if matches!(c, '\\' | '`' | '<') || (c == '(' && out.ends_with(']')) {
                out.push('\\');
            }
            push_line(&mut out, c);
        }
        rest = chars.as_str();
    }
    out
}

/// What [`plain`] was given, from what it made.
pub(super) fn unplain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        out.push_str(before);
        let escape = super::json::unescape(after);
        let (c, length) = match after.chars().next() {
            Some(c @ ('\\' | '`' | '<' | '(')) => (c, 1),
            _ => escape.unwrap_or(('\\', 0)),
        };
        out.push(c);
        rest = after.get(length..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

/// A spec's reason, which is a sentence of Markdown with quoted text in inline code, on one line of Markdown: outside of the
/// code, nothing is markup.
pub(super) fn reason(text: &str) -> String {
    let parts: Vec<_> = text.split('`').collect();
    // Where inline code ends where it should not, none of it is taken for code.
    if parts.len().is_multiple_of(2) || text.contains("``") {
        return plain(text);
    }
    let shown = parts
        .iter()
        .enumerate()
        .map(|(index, part)| match index % 2 {
            0 => plain(part),
            _ => format!("`{}`", line(part)),
        });
    shown.collect()
}

/// A spec's reason on one line, as a reader of plain text wants it.
pub(super) fn plain_reason(text: &str) -> String {
    line(&text.replace("`\"", "\"").replace("\"`", "\""))
}

/// The text on one line as inline code, between more backticks than it holds.
pub fn code(text: &str) -> String {
    if text.is_empty() {
        return "`\"\"`".to_owned();
    }
    let text = one_line(text);
    let fence = longest_backticks(&text) + 1;
    let pad = usize::from(text.starts_with('`') || text.ends_with('`'));
    let mut out = String::with_capacity(text.len() + 2 * (fence + pad));
    out.extend(repeat_n('`', fence));
    out.extend(repeat_n(' ', pad));
    out.push_str(&text);
    out.extend(repeat_n(' ', pad));
    out.extend(repeat_n('`', fence));
    out
}

/// A code fence that nothing in the text closes: three backticks, or one more than the longest run inside.
pub(super) fn fence(text: &str) -> String {
    "`".repeat((longest_backticks(text) + 1).max(3))
}

fn push_line(out: &mut String, c: char) {
    if needs_escape(c) {
        push_escaped(out, c);
    } else {
        out.push(c);
    }
}

fn longest_backticks(text: &str) -> usize {
    if !text.contains('`') {
        return 0;
    }
    let runs = text.split(|c| c != '`');
    runs.map(str::len).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_stays_one_line() {
        assert_eq!(
            line("a\r\nb\u{2028}\u{1b}[1m\u{202e}"),
            "a\\r\\nb\\u2028\\u001b[1m\\u202e"
        );
        assert_eq!(line("`x` <y>"), "`x` <y>");
    }

    #[test]
    fn plain_text_is_no_markup_and_comes_back() {
        for text in [
            "![a](https://x)",
            "<b>`c`</b>",
            r"\n \\ \( \",
            "a\nb\u{85}",
            "https://[::1]:5003/a_b(c)",
        ] {
            assert_eq!(unplain(&plain(text)), text);
        }
        assert_eq!(plain("![a](x)<b>`"), r"![a]\(x)\<b>\`");
        assert_eq!(plain("https://[::1]:5003/a"), "https://[::1]:5003/a");
    }

    #[test]
    fn a_reason_keeps_its_quotations() {
        let text = "expected `\"<a>\"`, got <b>\n`\"c\"`";
        assert_eq!(reason(text), "expected `\"<a>\"`, got \\<b>\\n`\"c\"`");
        assert_eq!(reason("a ` <b>"), "a \\` \\<b>");
        assert_eq!(plain_reason(text), "expected \"<a>\", got <b>\\n\"c\"");
    }

    #[test]
    fn code_holds_backticks() {
        assert_eq!(code("a"), "`a`");
        assert_eq!(code("a``b"), "```a``b```");
        assert_eq!(code("`"), "`` ` ``");
        assert_eq!(code("a\n#b"), "`a\\n#b`");
    }

    #[test]
    fn a_fence_is_longer_than_what_is_inside() {
        assert_eq!(fence("a"), "```");
        assert_eq!(fence("``"), "```");
        assert_eq!(fence("a```` b ```"), "`````");
    }
}
