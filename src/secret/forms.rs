//! The forms that a secret can take in a text: plain, percent-encoded, escaped as JSON or HTML, base64, hexadecimal.

use base64::{
    Engine,
    engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD},
};
use url::form_urlencoded;

/// Below this many characters, a piece of base64 or hexadecimal is too short to be told from chance.
const SHORTEST_PIECE: usize = 8;

/// How often a text is escaped, at most. Each time, a backslash doubles in JSON and a percent sign becomes `%25`.
const DEPTH: usize = 4;

/// Backslashes before another escaped character: they double, and one is added.
const MOST_BACKSLASHES: usize = 31;

/// The pieces of base64 and hexadecimal that a text must hold if it holds the secret in that form, as it is or
/// form-urlencoded first, as in HTTP Basic credentials (RFC 6749 §2.3.1).
pub(super) fn encoded_pieces(secret: &str) -> Vec<String> {
    let form: String = form_urlencoded::byte_serialize(secret.as_bytes()).collect();
    let mut pieces = base64_pieces(secret.as_bytes());
    pieces.extend(base64_pieces(form.as_bytes()));
    let hexadecimal = secret
        .bytes()
        .fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"));
    pieces.push(hexadecimal.to_ascii_uppercase());
    pieces.push(hexadecimal);
    pieces.retain(|piece| piece.len() >= SHORTEST_PIECE);
    pieces.sort_unstable();
    pieces.dedup();
    pieces
}

/// base64 works on groups of three bytes, so the secret can begin at three places in a group; the characters that share
/// bits with what stands before or after it are left off.
fn base64_pieces(bytes: &[u8]) -> Vec<String> {
    let mut pieces = Vec::new();
    for offset in 0..3 {
        let mut padded = vec![0_u8; offset];
        padded.extend_from_slice(bytes);
        let first = (offset * 8).div_ceil(6);
        let last = padded.len() * 8 / 6;
        for encoded in [
            STANDARD_NO_PAD.encode(&padded),
            URL_SAFE_NO_PAD.encode(&padded),
        ] {
            pieces.extend(encoded.get(first..last).map(str::to_owned));
        }
    }
    pieces
}

/// Whether a character can be part of a run of base64, of either alphabet, or of hexadecimal.
pub(super) fn is_encoded_run(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'-' | b'_' | b'=')
}

/// What the start of a text has of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Match {
    /// All of it, in so many bytes.
    Whole(usize),
    /// So many of its first characters; then the text ends.
    Cut(usize),
    /// Something else.
    None,
}

/// Compares the start of a text with a form, where each of its characters stands there plain or escaped. Where both could
/// be (a form with `%25` in it), first an escape is taken for one, then for the plain characters that it is made of.
pub(super) fn match_escaped(text: &[u8], form: &str) -> Match {
    let most = if form.contains(['\\', '%']) { DEPTH } else { 1 };
    let escaped = (1..=most).map(|depth| {
        match_in_turn(text, form, |text, wanted| {
            escaped_char(text, wanted, depth).or_else(|| plain_char(text, wanted))
        })
    });
    let plain = std::iter::once_with(|| {
        match_in_turn(text, form, |text, wanted| {
            plain_char(text, wanted).or_else(|| escaped_char(text, wanted, 1))
        })
    });
    let mut best = Match::None;
    for found in escaped.chain(plain) {
        match found {
            Match::Whole(length) => match best {
                Match::Whole(longest) if longest >= length => {}
                _ => best = found,
            },
            Match::Cut(_) if best == Match::None => best = found,
            Match::Cut(_) | Match::None => {}
        }
    }
    best
}

fn match_in_turn(
    text: &[u8],
    form: &str,
    match_char: impl Fn(&[u8], char) -> Option<usize>,
) -> Match {
    let mut at = 0;
    for (matched, wanted) in form.chars().enumerate() {
        let rest = text.get(at..).unwrap_or_default();
        match match_char(rest, wanted) {
            Some(length) => at += length,
            None if is_cut_escape(rest) => return Match::Cut(matched),
            None => return Match::None,
        }
    }
    Match::Whole(at)
}

/// Whether a text ends before its first character's escape does.
fn is_cut_escape(text: &[u8]) -> bool {
    let Some((first, rest)) = text.split_first() else {
        return true;
    };
    let inside = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'#' | b'\\' | b'%');
    matches!(first, b'%' | b'\\' | b'&') && rest.len() < 12 && rest.iter().all(inside)
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
pub(super) fn decode_first(text: &[u8]) -> impl Iterator<Item = char> {
    let (one, other) = match text.first() {
        Some(b'+') => (Some(' '), None),
        Some(b'%') => (
            decode_percent(text),
            text.starts_with(b"%25").then_some('%'),
        ),
        Some(b'\\') => (decode_json(text), None),
        Some(b'&') => (decode_html(text).map(|(character, _)| character), None),
        _ => (None, None),
    };
    one.into_iter().chain(other)
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
    let slashes = text.iter().take_while(|byte| **byte == b'\\');
    let slashes = slashes.take(MOST_BACKSLASHES).count();
    let rest = text.get(slashes..)?;
    let simple = match rest.first()? {
        b'u' => {
            let high = u16::try_from(hex(rest.get(1..)?, 4)?).ok()?;
            let low = rest
                .get(5 + slashes..)
                .and_then(|rest| rest.strip_prefix(b"u"));
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
        other => char::from(*other),
    };
    Some(simple)
}

/// A number of exactly so many hexadecimal digits.
fn hex(text: &[u8], digits: usize) -> Option<u32> {
    let digits = text.get(..digits)?;
    let all = digits.iter().all(u8::is_ascii_hexdigit);
    let digits = std::str::from_utf8(digits).ok().filter(|_| all)?;
    u32::from_str_radix(digits, 16).ok()
}

/// The length of a character that stands plain at the start of `text`.
fn plain_char(text: &[u8], wanted: char) -> Option<usize> {
    let mut plain = [0; 4];
    let plain = wanted.encode_utf8(&mut plain).as_bytes();
    text.starts_with(plain).then_some(plain.len())
}

/// The length of the escape at the start of `text` that stands for a character, which was escaped so many times.
fn escaped_char(text: &[u8], wanted: char, depth: usize) -> Option<usize> {
    let mut plain = [0; 4];
    match (text.first()?, wanted) {
        (b'\\', '\\') => {
            let backslashes = "\\".repeat(1 << depth);
            let doubled = text.starts_with(backslashes.as_bytes());
            doubled
                .then_some(backslashes.len())
                .or_else(|| match_json(text, wanted))
        }
        (b'\\', _) => match_json(text, wanted),
        (b'+', ' ') => Some(1),
        (b'%', '%') => {
            let escapes = format!("%{}", "25".repeat(depth));
            let whole = text.starts_with(escapes.as_bytes());
            whole.then_some(escapes.len())
        }
        (b'%', _) => match_percent(text, wanted.encode_utf8(&mut plain).as_bytes()),
        (b'&', _) => match_html(text, wanted),
        _ => None,
    }
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
    let slashes = text.iter().take(MOST_BACKSLASHES + 1);
    let slashes = slashes.take_while(|byte| **byte == b'\\').count();
    if slashes == 0 || slashes > MOST_BACKSLASHES {
        return None;
    }
    let rest = text.get(slashes..)?;
    let mut units = [0; 2];
    let units = wanted.encode_utf16(&mut units);
    let mut escaped = String::new();
    for unit in units.iter() {
        let slashes = if escaped.is_empty() { 0 } else { slashes };
        escaped.extend(std::iter::repeat_n('\\', slashes));
        escaped.extend(format!("u{unit:04x}").chars());
    }
    if starts_with_ignoring_case(rest, &escaped) {
        return Some(slashes + escaped.len());
    }
    let short = match wanted {
        '"' => b'"',
        '/' => b'/',
        '\'' => b'\'',
        '\u{8}' => b'b',
        '\u{c}' => b'f',
        '\n' => b'n',
        '\r' => b'r',
        '\t' => b't',
        _ => return None,
    };
    (rest.first() == Some(&short)).then_some(slashes + 1)
}

/// `&#65;`, `&#x41;` and the named references of the characters that HTML must escape.
fn match_html(text: &[u8], wanted: char) -> Option<usize> {
    let (named, length) = decode_html(text)?;
    (named == wanted).then_some(length)
}

/// The character of a reference and the reference's length.
fn decode_html(text: &[u8]) -> Option<(char, usize)> {
    let body = text.strip_prefix(b"&")?;
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
    Some((character?, end + 2))
}

fn starts_with_ignoring_case(text: &[u8], wanted: &str) -> bool {
    text.get(..wanted.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(wanted.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escaped_forms_match_whole() {
        let secret = "a/\"é b\\";
        for form in [
            "a/\"é b\\",
            "a%2F%22%c3%A9+b%5c",
            "a%252F%22%25C3%25a9%20b%5C",
            r#"\u0061\/\"\u00E9 b\\"#,
            "&#97;&#x2F;&quot;&#233; b\\",
            "a/\"é b%5C",
            r#"a\\/\\\"\\u00e9 b\\\\"#,
        ] {
            assert_eq!(
                match_escaped(form.as_bytes(), secret),
                Match::Whole(form.len()),
                "{form}"
            );
        }
        for (form, secret) in [
            ("%252525%2542", "%B"),
            ("%25252541", "%41"),
            ("%2541", "%41"),
            ("%41", "%41"),
            ("&amp;lt;", "&lt;"),
        ] {
            let whole = Match::Whole(form.len());
            assert_eq!(match_escaped(form.as_bytes(), secret), whole, "{form}");
        }
        assert_eq!(match_escaped(b"a/", secret), Match::Cut(2));
        assert_eq!(match_escaped(b"a%2", secret), Match::Cut(1));
        assert_eq!(match_escaped(b"ab", secret), Match::None);
    }

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
            let decoded: Vec<_> = decode_first(form.as_bytes()).collect();
            assert!(decoded.contains(&wanted), "{form}: {decoded:?}");
        }
    }

    #[test]
    fn base64_is_found_at_each_place_in_a_group() {
        let secret = "canary-secret-0123";
        for before in ["", "x", "id:", "long-client-id:"] {
            let encoded = STANDARD_NO_PAD.encode(format!("{before}{secret}!"));
            let found = encoded_pieces(secret)
                .iter()
                .any(|piece| encoded.contains(piece.as_str()));
            assert!(found, "{before}");
        }
    }
}
