//! Characters that are escaped: percent-encoded, as JSON, as HTML, and each of these inside another.

use std::sync::LazyLock;

/// How often a text is escaped, at most. Each time, a backslash doubles in JSON, a percent sign becomes `%25`, and an
/// ampersand `&amp;`.
pub(super) const DEPTH: usize = 8;

/// Backslashes before another escaped character: they double, and one is added.
pub(super) const MOST_BACKSLASHES: usize = (1 << DEPTH) - 1;

/// What a text has in it that is escaped more often than this module follows.
static TOO_DEEP: LazyLock<[String; 3]> = LazyLock::new(|| {
    let again =
        |before: &str, escape: &str, most: usize| format!("{before}{}", escape.repeat(most + 1));
    [
        again("", "\\", MOST_BACKSLASHES),
        again("%", "25", DEPTH),
        again("&", "amp;", DEPTH),
    ]
});

/// Whether something in a text is escaped more often than this module follows.
pub(super) fn is_too_deep(text: &str) -> bool {
    let mut runs = TOO_DEEP.iter();
    runs.any(|run| {
        // Most texts have nothing that is escaped.
        let escape = run.chars().next();
        text.len() >= run.len()
            && escape.is_some_and(|c| text.contains(c))
            && text.contains(run.as_str())
    })
}

/// Whether a byte can stand at the beginning of an escape.
pub(super) fn is_escape(byte: u8) -> bool {
    matches!(byte, b'%' | b'\\' | b'&' | b'+')
}

/// The first character of a text, as it stands there.
pub(super) fn first_char(text: &[u8]) -> Option<char> {
    let start = text.get(..4).unwrap_or(text);
    let valid = std::str::from_utf8(start).map_or_else(|error| error.valid_up_to(), str::len);
    std::str::from_utf8(start.get(..valid)?)
        .ok()?
        .chars()
        .next()
}

/// The characters that the escape at the start of a text can stand for.
pub(super) fn decode_first(text: &[u8]) -> Vec<char> {
    let mut characters = Vec::new();
    match text.first() {
        Some(b'+') => characters.push(' '),
        Some(b'%') => {
            characters.extend(decode_percent(text));
            characters.extend(text.starts_with(b"%25").then_some('%'));
        }
        Some(b'&') => characters.extend(decode_html(text).map(|(character, _)| character)),
        Some(b'\\') => {}
        _ => return characters,
    }
    characters.extend(decode_json(text));
    characters
}

fn decode_percent(text: &[u8]) -> Option<char> {
    let mut bytes = Vec::new();
    let mut rest = text;
    while let Some(after) = rest.strip_prefix(b"%").filter(|_| bytes.len() < 4) {
        let mut inner = after;
        while let Some(deeper) = inner
            .strip_prefix(b"25")
            .filter(|deeper| hex(deeper, 2).is_some())
        {
            inner = deeper;
        }
        bytes.push(u8::try_from(hex(inner, 2)?).ok()?);
        if let Some(character) = first_char(&bytes) {
            return Some(character);
        }
        rest = inner.get(2..)?;
    }
    None
}

fn decode_json(text: &[u8]) -> Option<char> {
    let (slashes, length) = backslashes(text, MOST_BACKSLASHES);
    let rest = text.get(length..).filter(|_| slashes > 0)?;
    let simple = match rest.first()? {
        b'u' => {
            let high = u16::try_from(hex(rest.get(1..)?, 4)?).ok()?;
            let low = rest.get(5..).map(|rest| (rest, backslashes(rest, slashes)));
            let low = low.and_then(|(rest, (_, length))| rest.get(length..)?.strip_prefix(b"u"));
            let low = low
                .and_then(|low| hex(low, 4))
                .and_then(|low| u16::try_from(low).ok());
            let units = std::iter::once(high).chain(low);
            return char::decode_utf16(units).next()?.ok();
        }
        b'b' => '\u{8}',
        b'f' => '\u{c}',
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        b'%' => return decode_percent(rest),
        b'&' => return decode_html(rest).last().map(|(character, _)| character),
        other => char::from(*other),
    };
    Some(simple)
}

/// How many backslashes, plain or escaped, a text begins with, up to so many, and the bytes that they take.
fn backslashes(text: &[u8], most: usize) -> (usize, usize) {
    let (mut count, mut at) = (0, 0);
    while count < most {
        let rest = text.get(at..).unwrap_or_default();
        let length = match rest.first() {
            Some(b'\\') => Some(1),
            Some(b'%') => match_percent(rest, b"\\"),
            Some(b'&') => match_html(rest, '\\'),
            _ => None,
        };
        let Some(length) = length else { break };
        count += 1;
        at += length;
    }
    (count, at)
}

/// A number of exactly so many hexadecimal digits.
fn hex(text: &[u8], digits: usize) -> Option<u32> {
    let digits = text.get(..digits)?;
    let all = digits.iter().all(u8::is_ascii_hexdigit);
    let digits = std::str::from_utf8(digits).ok().filter(|_| all)?;
    u32::from_str_radix(digits, 16).ok()
}

/// The length of a character that stands plain at the start of `text`.
pub(super) fn plain_char(text: &[u8], wanted: char) -> Option<usize> {
    let mut plain = [0; 4];
    let plain = wanted.encode_utf8(&mut plain).as_bytes();
    text.starts_with(plain).then_some(plain.len())
}

/// The length of the escape at the start of `text` that stands for a character, which was escaped so many times.
pub(super) fn escaped_char(text: &[u8], wanted: char, depth: usize) -> Option<usize> {
    let mut plain = [0; 4];
    let first = *text.first()?;
    match (first, wanted) {
        (b'+', ' ') => return Some(1),
        (b'\\' | b'%' | b'&', '\\') => {
            let wanted = 1 << depth;
            let (doubled, length) = backslashes(text, wanted);
            if doubled == wanted {
                return Some(length);
            }
        }
        (b'%', '%') => {
            let escapes = format!("%{}", "25".repeat(depth));
            let whole = text.starts_with(escapes.as_bytes());
            return whole.then_some(escapes.len());
        }
        (b'\\' | b'%' | b'&', _) => {}
        _ => return None,
    }
    let once = match first {
        b'%' => match_percent(text, wanted.encode_utf8(&mut plain).as_bytes()),
        b'&' => match_html(text, wanted),
        _ => None,
    };
    once.or_else(|| match_json(text, wanted))
}

/// `%41`, of every byte of the character; also encoded more than once, as `%2541`.
fn match_percent(text: &[u8], plain: &[u8]) -> Option<usize> {
    let mut at = 0;
    for byte in plain {
        let mut rest = text.get(at..)?.strip_prefix(b"%")?;
        let wanted = format!("{byte:02x}");
        while !starts_with_ignoring_case(rest, &wanted) {
            rest = rest.strip_prefix(b"25")?;
        }
        at = text.len() - rest.len() + 2;
    }
    Some(at)
}

/// `\u0041`, `\/` and the like, behind any number of backslashes.
fn match_json(text: &[u8], wanted: char) -> Option<usize> {
    let (slashes, mut at) = backslashes(text, MOST_BACKSLASHES + 1);
    if slashes == 0 || slashes > MOST_BACKSLASHES {
        return None;
    }
    let short = match wanted {
        '"' | '/' | '\'' => Some(wanted),
        '\u{8}' => Some('b'),
        '\u{c}' => Some('f'),
        '\n' => Some('n'),
        '\r' => Some('r'),
        '\t' => Some('t'),
        _ => None,
    };
    let rest = text.get(at..)?;
    if let Some(short) = short {
        let mut plain = [0; 4];
        let bytes = short.encode_utf8(&mut plain).as_bytes();
        let length = plain_char(rest, short)
            .or_else(|| match_percent(rest, bytes))
            .or_else(|| match_html(rest, short));
        if let Some(length) = length {
            return Some(at + length);
        }
    }
    let mut units = [0; 2];
    for (index, unit) in wanted.encode_utf16(&mut units).iter().enumerate() {
        if index > 0 {
            let (again, length) = backslashes(text.get(at..)?, slashes + 1);
            at += length;
            if again != slashes {
                return None;
            }
        }
        let escaped = format!("u{unit:04x}");
        if !starts_with_ignoring_case(text.get(at..)?, &escaped) {
            return None;
        }
        at += escaped.len();
    }
    Some(at)
}

/// `&#65;`, `&#x41;` and the named references of the characters that HTML must escape; also escaped more than once, as
/// `&amp;#65;`.
fn match_html(text: &[u8], wanted: char) -> Option<usize> {
    let mut readings = decode_html(text);
    readings
        .find(|(character, _)| *character == wanted)
        .map(|(_, length)| length)
}

/// What a reference can stand for, and its length: itself, and where it is an ampersand, what that begins.
fn decode_html(text: &[u8]) -> impl Iterator<Item = (char, usize)> {
    let mut at = 1;
    let begins = text.first() == Some(&b'&');
    let mut depth = 0;
    std::iter::from_fn(move || {
        if !begins || depth > DEPTH {
            return None;
        }
        depth += 1;
        let (character, length) = reference(text.get(at..)?)?;
        at += length;
        let found = Some((character, at));
        if character != '&' {
            depth = DEPTH + 1;
        }
        found
    })
}

/// The character of a reference behind its ampersand, and the length of what stands there.
fn reference(body: &[u8]) -> Option<(char, usize)> {
    let end = body.iter().take(12).position(|byte| *byte == b';')?;
    let name = std::str::from_utf8(body.get(..end)?).ok()?;
    let number = name.strip_prefix('#').and_then(|number| {
        let hexadecimal = number
            .strip_prefix(['x', 'X'])
            .map(|hex| u32::from_str_radix(hex, 16));
        hexadecimal.unwrap_or_else(|| number.parse()).ok()
    });
    let character = match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => number.and_then(char::from_u32),
    };
    Some((character?, end + 1))
}

fn starts_with_ignoring_case(text: &[u8], wanted: &str) -> bool {
    text.get(..wanted.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(wanted.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_character_of_each_form_is_decoded() {
        for (form, wanted) in [
            ("%2F", '/'),
            ("%252f", '/'),
            ("%25ag", '%'),
            ("%C3%a9", 'é'),
            ("%F0%9F%98%80", '😀'),
            ("+", ' '),
            (r"\u00e9", 'é'),
            (r"\\ud83d\\ude00", '😀'),
            (r"\/", '/'),
            (r"\n", '\n'),
            ("&#233;", 'é'),
            ("&amp;", '&'),
        ] {
            let decoded = decode_first(form.as_bytes());
            assert!(decoded.contains(&wanted), "{form}: {decoded:?}");
        }
    }

    #[test]
    fn what_is_escaped_too_often_is_known() {
        let deep = |escape: &str, times: usize| escape.repeat(times);
        assert!(!is_too_deep(&deep("\\", 255)) && is_too_deep(&deep("\\", 256)));
        let percent = |times| format!("%{}", deep("25", times));
        assert!(!is_too_deep(&percent(8)) && is_too_deep(&percent(9)));
        let html = |times| format!("&{}", deep("amp;", times));
        assert!(!is_too_deep(&html(8)) && is_too_deep(&html(9)));
    }
}
