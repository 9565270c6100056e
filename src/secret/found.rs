//! One form of a secret, and where it is found.

use super::forms::{Match, is_encoded_run, match_escaped};

/// Of a form that a text cuts off at its end, this much is enough to be replaced.
const SHORTEST_CUT: usize = 4;

/// A text that stands for a secret.
#[derive(Clone)]
pub(super) struct Form {
    /// The number of the secret.
    pub(super) secret: usize,
    pub(super) text: String,
    /// How often its characters may be escaped, at most.
    pub(super) depths: usize,
    /// Whether more of the same encoding may stand before and after it.
    pub(super) encoded: bool,
}

/// Where a secret was found.
#[derive(Clone, Copy)]
pub(super) struct Found {
    /// The number of the secret.
    pub(super) secret: usize,
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Form {
    /// Where the form is found at a place of a text that is written up to `from`; where the text may be cut, also its beginning.
    pub(super) fn at(&self, text: &[u8], from: usize, at: usize, cut: bool) -> Option<Found> {
        let end = match match_escaped(text.get(at..)?, &self.text, self.depths) {
            Match::Whole(length) => at + length,
            Match::Cut(characters) if cut && characters >= SHORTEST_CUT => text.len(),
            Match::Cut(_) | Match::None => return None,
        };
        let found = |start, end| Found {
            secret: self.secret,
            start,
            end,
        };
        if !self.encoded {
            return Some(found(at, end));
        }
        let before = text.get(from..at)?.iter().rev();
        let before = before.take_while(|byte| is_encoded_run(**byte)).count();
        let after = text.get(end..)?.iter();
        let after = after.take_while(|byte| is_encoded_run(**byte)).count();
        Some(found(after_escape(text, at - before, at), end + after))
    }
}

/// The start of a run that may begin with the end of an escape sequence: behind that sequence.
fn after_escape(text: &[u8], start: usize, at: usize) -> usize {
    let before = text.get(..start).unwrap_or_default();
    let slashes = before
        .iter()
        .rev()
        .take_while(|byte| **byte == b'\\')
        .count();
    if slashes % 2 == 0 {
        return start;
    }
    let length = if text.get(start) == Some(&b'u') { 5 } else { 1 };
    (start + length).min(at)
}
