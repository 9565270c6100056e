//! The forms that a secret can take in a text: plain, escaped, base64, hexadecimal.

use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD};
use url::form_urlencoded;

use super::escapes::{DEPTH, MOST_BACKSLASHES, escaped_char, plain_char};
use crate::exchange::hexadecimal;

/// Below this many characters, a piece of base64 or hexadecimal is too short to be told from chance.
const SHORTEST_PIECE: usize = 8;

/// The pieces of base64 and hexadecimal that a text must hold if it holds the secret in that form, as it is or
/// form-urlencoded first, as in HTTP Basic credentials (RFC 6749 §2.3.1).
pub(super) fn encoded_pieces(secret: &str) -> Vec<String> {
    let form: String = form_urlencoded::byte_serialize(secret.as_bytes()).collect();
    let mut pieces = base64_pieces(secret.as_bytes());
    if form != secret {
        pieces.extend(base64_pieces(form.as_bytes()));
    }
    let hexadecimal = hexadecimal(secret.as_bytes());
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
        let encoded = STANDARD_NO_PAD.encode(&padded);
        let Some(piece) = encoded.get(first..last) else {
            continue;
        };
        // The two alphabets differ in two characters (RFC 4648 §5).
        if piece.contains(['+', '/']) {
            pieces.push(piece.replace('+', "-").replace('/', "_"));
        }
        pieces.push(piece.to_owned());
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

/// How often the characters of a form may be escaped, at most: more than once where the form could itself be part of an
/// escape.
pub(super) fn depths(form: &str) -> usize {
    if form.contains(['\\', '%']) { DEPTH } else { 1 }
}

/// Compares the start of a text with a form of these [`depths`], where each of its characters stands there plain or escaped. Where both could
/// be (a form with `%25` in it), first an escape is taken for one, then for the plain characters that it is made of.
pub(super) fn match_escaped(text: &[u8], form: &str, depths: usize) -> Match {
    let escaped = (1..=depths).map(|depth| {
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
    let rest = match first {
        b'\\' => {
            let slashes = rest.iter().take(MOST_BACKSLASHES);
            let slashes = slashes.take_while(|byte| **byte == b'\\').count();
            rest.get(slashes..).unwrap_or_default()
        }
        b'%' => skip(rest, b"25"),
        b'&' => skip(rest, b"amp;"),
        _ => return false,
    };
    let inside = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'#' | b'\\' | b'%');
    rest.len() < 12 && rest.iter().all(inside)
}

/// A text behind what is repeated at its start.
fn skip<'a>(mut text: &'a [u8], repeated: &[u8]) -> &'a [u8] {
    for _ in 0..=DEPTH {
        let Some(rest) = text.strip_prefix(repeated) else {
            break;
        };
        text = rest;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matched(text: &[u8], form: &str) -> Match {
        match_escaped(text, form, depths(form))
    }

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
                matched(form.as_bytes(), secret),
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
            ("&amp;amp;lt;b", "<b"),
            ("a\\&quot;b", "a\"b"),
            ("a%5C%22b", "a\"b"),
            ("a%255Cu0022b", "a\"b"),
            ("%5C%5C%5C%5C%5C%22", "\\\""),
            (&format!("{}\"", "\\".repeat(127)), "\""),
            (&format!("{}x", "\\".repeat(256)), "\\x"),
        ] {
            let whole = Match::Whole(form.len());
            assert_eq!(matched(form.as_bytes(), secret), whole, "{form}");
        }
        assert_eq!(matched(b"a/", secret), Match::Cut(2));
        assert_eq!(matched(b"a%2", secret), Match::Cut(1));
        assert_eq!(matched(b"ab", secret), Match::None);
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
