//! JSON as a page shows it: two spaces for each level, members in the order they came, duplicates kept.
//!
//! Strings are written as `JSON.stringify` writes them, so that a page of the OpenActive Test Suite and ours agree, except
//! that characters which control or reorder what a terminal or a browser shows are written as escapes.

use serde::de::IgnoredAny;

/// Nesting that is shown indented; a text that nests deeper is shown as it came.
const DEPTH: usize = 128;

/// Whether a character is shown as an escape: line ends, control characters, what reorders text, and what neither XML nor
/// YAML allows.
pub(super) fn needs_escape(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
        )
        || matches!(
            c,
            '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}'
        )
}

/// The beginning of a text that can stand as it is, and the rest: ASCII that can be seen, without these bytes. Most of what is
/// written is such, and looking at bytes is quicker than at characters, at several at once most of all.
pub(super) fn plain_start<'a, const N: usize>(
    text: &'a str,
    without: &[u8; N],
) -> (&'a str, &'a str) {
    // Not `bool`: numbers without branches are what the compiler does sixteen of at once.
    let special = |byte: u8| {
        let unseen = u8::from(byte.wrapping_sub(b' ') > b'~' - b' ');
        let equal = without.iter().map(|one| u8::from(byte == *one));
        equal.fold(unseen, |any, one| any | one)
    };
    let is_plain = |piece: &[u8; PIECE]| {
        let special = piece.iter().map(|byte| special(*byte));
        special.fold(0, |any, one| any | one) == 0
    };
    let bytes = text.as_bytes();
    let (pieces, _) = bytes.as_chunks::<PIECE>();
    let begun = PIECE * pieces.iter().take_while(|piece| is_plain(piece)).count();
    let rest = bytes.get(begun..).unwrap_or_default();
    // The last piece may begin before what was looked at ends.
    let last = bytes.last_chunk::<PIECE>();
    let ends_plain = rest.len() < PIECE && last.is_some_and(is_plain);
    let plain = || rest.iter().take_while(|byte| special(**byte) == 0);
    let end = if ends_plain {
        bytes.len()
    } else {
        begun + plain().count()
    };
    // What ends it is ASCII or begins a character.
    text.split_at_checked(end).unwrap_or(("", text))
}

/// Bytes that the processor looks at together.
const PIECE: usize = 16;

/// Writes a character as it stands in a JSON string.
pub(super) fn push_escaped(out: &mut String, c: char) {
    match c {
        '"' => out.push_str("\\\""),
        '\\' => out.push_str("\\\\"),
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        '\u{8}' => out.push_str("\\b"),
        '\u{c}' => out.push_str("\\f"),
        // Every such character is in the Basic Multilingual Plane: four digits are enough.
        c if needs_escape(c) => {
            out.push_str("\\u");
            let digits = [12, 8, 4, 0].map(|bits| char::from_digit(u32::from(c) >> bits & 0xf, 16));
            out.extend(digits.into_iter().flatten());
        }
        c => out.push(c),
    }
}

/// The text as one JSON string.
pub(super) fn quote(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    push_text(&mut out, text);
    out.push('"');
    out
}

fn push_text(out: &mut String, text: &str) {
    let mut rest = text;
    while !rest.is_empty() {
        let (plain, after) = plain_start(rest, b"\"\\");
        out.push_str(plain);
        let mut chars = after.chars();
        chars.next().into_iter().for_each(|c| push_escaped(out, c));
        rest = chars.as_str();
    }
}

/// The character of an escape and the escape's length in bytes, from what follows its backslash; nothing for half of a
/// surrogate pair.
pub(super) fn unescape(after: &str) -> Option<(char, usize)> {
    let simple = match after.chars().next()? {
        c @ ('"' | '\\' | '/') => c,
        'b' => '\u{8}',
        'f' => '\u{c}',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'u' => return unescape_unicode(after),
        _ => return None,
    };
    Some((simple, 1))
}

fn unescape_unicode(after: &str) -> Option<(char, usize)> {
    let unit = hex(after.get(1..5)?)?;
    if let Some(c) = char::from_u32(unit) {
        return Some((c, 5));
    }
    let low = hex(after.get(5..11)?.strip_prefix("\\u")?)?;
    let mut pair = char::decode_utf16([u16::try_from(unit).ok()?, u16::try_from(low).ok()?]);
    Some((pair.next()?.ok()?, 11))
}

fn hex(digits: &str) -> Option<u32> {
    let all = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    all.then(|| u32::from_str_radix(digits, 16).ok())?
}

/// The JSON text, indented; nothing where the text is not JSON (RFC 8259 §2), nests too deep, or would grow too much.
pub(super) fn indent(text: &str) -> Option<String> {
    serde_json::from_str::<IgnoredAny>(text).ok()?;
    let mut indenter = Indenter {
        out: String::with_capacity(text.len() * 2),
        depth: 0,
        // A short hostile text must not become a long page.
        limit: (text.len() * 4).max(1 << 20),
    };
    let mut rest = skip_space(text);
    while !rest.is_empty() {
        rest = skip_space(indenter.token(rest)?);
    }
    Some(indenter.out)
}

struct Indenter {
    out: String,
    depth: usize,
    limit: usize,
}

impl Indenter {
    /// Writes the first token of a text that is known to be JSON, and gives the rest.
    fn token<'a>(&mut self, text: &'a str) -> Option<&'a str> {
        let (token, after) = match *text.as_bytes().first()? {
            b'"' => {
                self.out.push('"');
                let rest = push_string(&mut self.out, text.get(1..)?);
                self.out.push('"');
                return rest.strip_prefix('"');
            }
            b'{' | b'[' => return self.open(text),
            b'}' | b']' | b',' | b':' => text.split_at_checked(1)?,
            _ => {
                let ends = |byte| matches!(byte, b',' | b']' | b'}' | b' ' | b'\t' | b'\n' | b'\r');
                let end = text.bytes().position(ends);
                text.split_at_checked(end.unwrap_or(text.len()))?
            }
        };
        if matches!(token, "}" | "]") {
            self.depth = self.depth.checked_sub(1)?;
            self.new_line()?;
        }
        self.out.push_str(token);
        match token {
            "," => self.new_line()?,
            ":" => self.out.push(' '),
            _ => {}
        }
        Some(after)
    }

    fn open<'a>(&mut self, text: &'a str) -> Option<&'a str> {
        let (bracket, after) = text.split_at_checked(1)?;
        let close = if bracket == "{" { "}" } else { "]" };
        let inside = skip_space(after);
        self.out.push_str(bracket);
        if let Some(rest) = inside.strip_prefix(close) {
            self.out.push_str(close);
            return Some(rest);
        }
        self.depth += 1;
        self.new_line()?;
        Some(inside)
    }

    fn new_line(&mut self) -> Option<()> {
        if self.depth > DEPTH || self.out.len() > self.limit {
            return None;
        }
        self.out.push('\n');
        self.out.push_str(SPACES.get(..2 * self.depth)?);
        Some(())
    }
}

/// As many as the deepest line begins with.
const SPACES: &str = match std::str::from_utf8(&[b' '; 2 * DEPTH]) {
    Ok(spaces) => spaces,
    Err(_) => "",
};

/// Writes the inside of a JSON string anew, up to the quotation mark that ends it; the rest. Half of a surrogate pair stays as
/// it is written.
fn push_string<'a>(out: &mut String, inside: &'a str) -> &'a str {
    let mut rest = inside;
    loop {
        let (plain, after) = plain_start(rest, b"\"\\");
        out.push_str(plain);
        let mut chars = after.chars();
        match chars.next() {
            None | Some('"') => return after,
            Some('\\') => {
                let escaped = chars.as_str();
                let known = unescape(escaped);
                let length = known.map_or(0, |(_, length)| length);
                match known {
                    Some((c, _)) => push_escaped(out, c),
                    None => out.push('\\'),
                }
                rest = escaped.get(length..).unwrap_or_default();
            }
            Some(c) => {
                push_escaped(out, c);
                rest = chars.as_str();
            }
        }
    }
}

fn skip_space(text: &str) -> &str {
    let is_space = |byte: u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\r');
    let end = text.bytes().position(|byte| !is_space(byte));
    text.get(end.unwrap_or(text.len())..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn members_keep_their_order_and_duplicates() {
        let text = r#"{"b":1,"a":[],"b":{ },"c":[1.0,-0,1e2,null,{"d":true}]}"#;
        let shown = "{\n  \"b\": 1,\n  \"a\": [],\n  \"b\": {},\n  \"c\": [\n    1.0,\n    -0,\n    1e2,\n    null,\n    \
                     {\n      \"d\": true\n    }\n  ]\n}";
        assert_eq!(indent(text).as_deref(), Some(shown));
        assert_eq!(indent(shown).as_deref(), Some(shown));
    }

    #[test]
    fn strings_are_written_as_a_page_of_the_suite_writes_them() {
        let text = r#"["\/\u0041\u00e9\ud83d\ude00","\u0000\u001B\u007f\u2028\u202e\b","\uD800x","\ud800\u0041","\\\"{,"]"#;
        let shown = "[\n  \"/Aé😀\",\n  \"\\u0000\\u001b\\u007f\\u2028\\u202e\\b\",\n  \"\\uD800x\",\n  \"\\ud800A\",\n  \
                     \"\\\\\\\"{,\"\n]";
        assert_eq!(indent(text).as_deref(), Some(shown));
        assert_eq!(quote("\u{202e}\u{9b}\"\\/é"), r#""\u202e\u009b\"\\/é""#);
    }

    #[test]
    fn what_is_not_json_is_not_indented() {
        for text in [
            "",
            " ",
            "{",
            "{'a':1}",
            "[1,]",
            "\u{feff}{}",
            "01",
            "\"\n\"",
            "{} {}",
        ] {
            assert_eq!(indent(text), None, "{text:?}");
        }
    }

    #[test]
    fn a_hostile_text_does_not_become_a_long_page() {
        assert_eq!(indent(&"[".repeat(1 << 20)), None);
        let deep = |n: usize| format!("{}1{}", "[".repeat(n), "]".repeat(n));
        assert!(indent(&deep(DEPTH)).is_some());
        assert_eq!(indent(&deep(DEPTH + 1)), None);
        let wide = format!(
            "{}{}1{}",
            "[".repeat(100),
            "1,".repeat(200_000),
            "]".repeat(100)
        );
        assert_eq!(indent(&wide), None);
    }

    proptest! {
        #[test]
        fn indented_text_says_the_same(text in r#"[\[\]{}:,"\\u0-9a-f \ntruelsd]{0,40}"#) {
            if let Ok(value) = serde_json::from_str::<serde_json::Value>(&text) {
                let shown = indent(&text).unwrap();
                prop_assert_eq!(serde_json::from_str::<serde_json::Value>(&shown).unwrap(), value);
                prop_assert_eq!(indent(&shown).unwrap(), shown);
            }
        }

        #[test]
        fn what_is_plain_ends_before_the_first_other(text in "([ -~]{0,40}[<\n\u{7f}é]?){0,3}") {
            let ends = |c: char| !matches!(c, ' '..='~') || c == '<';
            let end = text.find(ends).unwrap_or(text.len());
            prop_assert_eq!(plain_start(&text, b"<"), text.split_at(end));
        }

        #[test]
        fn a_quoted_text_comes_back(text in any::<String>()) {
            prop_assert_eq!(serde_json::from_str::<String>(&quote(&text)).unwrap(), text);
        }
    }
}
