//! The forms that a secret can take in a text: plain, percent-encoded, escaped as JSON or HTML, base64, hexadecimal.

use base64::{
    Engine,
    engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD},
};

/// Below this many characters, a piece of base64 or hexadecimal is too short to be told from chance.
const SHORTEST_PIECE: usize = 8;

/// The pieces of base64 and hexadecimal that a text must hold if it holds the secret in that form.
///
/// base64 works on groups of three bytes, so the secret can begin at three places in a group; the characters that share
/// bits with what stands before or after it are left off.
pub(super) fn fixed_pieces(secret: &str) -> Vec<String> {
    let bytes = secret.as_bytes();
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
    let hexadecimal = bytes
        .iter()
        .fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"));
    pieces.push(hexadecimal.to_ascii_uppercase());
    pieces.push(hexadecimal);
    pieces.retain(|piece| piece.len() >= SHORTEST_PIECE);
    pieces.sort_unstable();
    pieces.dedup();
    pieces
}

/// Whether a character can be part of a run of base64, of either alphabet, or of hexadecimal.
pub(super) fn is_encoded_run(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'-' | b'_' | b'=')
}

/// The length of the secret's form at the start of `text`, where each of its characters stands there plain or escaped.
pub(super) fn match_escaped(text: &[u8], secret: &str) -> Option<usize> {
    let mut at = 0;
    for wanted in secret.chars() {
        at += match_char(text.get(at..)?, wanted)?;
    }
    (at > 0).then_some(at)
}

/// The length of one character's form at the start of `text`.
fn match_char(text: &[u8], wanted: char) -> Option<usize> {
    let mut plain = [0; 4];
    let plain = wanted.encode_utf8(&mut plain).as_bytes();
    if let Some(length) = match_json(text, wanted) {
        return Some(length);
    }
    if text.starts_with(plain) {
        return Some(plain.len());
    }
    match text.first()? {
        b'+' if wanted == ' ' => Some(1),
        b'%' => match_percent(text, plain),
        b'&' => match_html(text, wanted),
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
    let slashes = text.iter().take_while(|byte| **byte == b'\\').count();
    if slashes == 0 {
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
        '\\' => return (slashes >= 2).then_some(2),
        _ => return None,
    };
    (rest.first() == Some(&short)).then_some(slashes + 1)
}

/// `&#65;`, `&#x41;` and the named references of the characters that HTML must escape.
fn match_html(text: &[u8], wanted: char) -> Option<usize> {
    let body = text.strip_prefix(b"&")?;
    let end = body.iter().take(12).position(|byte| *byte == b';')?;
    let name = std::str::from_utf8(body.get(..end)?).ok()?;
    let number = name.strip_prefix('#').and_then(|number| {
        let hexadecimal = number
            .strip_prefix(['x', 'X'])
            .map(|hex| u32::from_str_radix(hex, 16));
        hexadecimal.unwrap_or_else(|| number.parse()).ok()
    });
    let named = match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => number.and_then(char::from_u32),
    };
    (named == Some(wanted)).then_some(end + 2)
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
        ] {
            assert_eq!(
                match_escaped(form.as_bytes(), secret),
                Some(form.len()),
                "{form}"
            );
        }
        assert_eq!(match_escaped(b"a/", secret), None);
    }

    #[test]
    fn base64_is_found_at_each_place_in_a_group() {
        let secret = "canary-secret-0123";
        for before in ["", "x", "id:", "long-client-id:"] {
            let encoded = STANDARD_NO_PAD.encode(format!("{before}{secret}!"));
            let found = fixed_pieces(secret)
                .iter()
                .any(|piece| encoded.contains(piece.as_str()));
            assert!(found, "{before}");
        }
    }
}
