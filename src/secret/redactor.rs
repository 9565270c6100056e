//! Puts each secret's name in its place.

use std::{borrow::Cow, cmp::Reverse, collections::BTreeMap};

use super::{
    escapes::{decode_first, first_char, is_escape, is_too_deep},
    forms::{depths, encoded_pieces},
    found::{Form, Found},
    learn,
    texts::{self, Kind},
};
use crate::exchange::Record;

/// Below this many characters, a secret is only replaced where it is a whole value: it would be found by chance.
const SHORTEST_IN_TEXT: usize = 4;

/// Stands for a text in which secrets cannot be told, because it is escaped again and again.
const TOO_DEEP: &str = "[withheld: escaped too often]";

/// Knows the secrets of a run and writes their names in their places. Its maps are ordered: they are small, and most of what is
/// looked up in them is long and not there, which an order tells by the first few bytes.
#[derive(Clone, Default)]
pub struct Redactor {
    /// What is written for each secret.
    placeholders: Vec<String>,
    /// The secret of a value.
    by_value: BTreeMap<String, usize>,
    /// How many secrets asked for a name.
    names: BTreeMap<String, usize>,
    forms: Vec<Form>,
    /// Forms by their first two bytes, and by their first character.
    by_bytes: BTreeMap<[u8; 2], Vec<usize>>,
    by_char: BTreeMap<char, Vec<usize>>,
    /// Forms that are more than a word.
    wide: Vec<usize>,
    /// For each byte, whether a form or an escape can begin with it; empty where there is no form.
    begins: Vec<bool>,
    /// For each pair of bytes, whether a form begins with it, a bit each; empty where there is no form. Nearly every place of
    /// a text is told by it to have no secret.
    pairs: Vec<u64>,
    /// Whether something showed more secrets than were learned from it.
    pub(super) is_crowded: bool,
}

impl Redactor {
    /// Learns a secret. Another value under the same name is told apart by a number. An empty value is no secret, and
    /// neither is what a redactor wrote.
    pub fn add(&mut self, name: &str, value: &str) {
        if value.is_empty() || is_placeholder(value) || self.by_value.contains_key(value) {
            return;
        }
        let secret = self.placeholders.len();
        let placeholder = self.unique(name);
        self.placeholders.push(placeholder);
        self.by_value.insert(value.to_owned(), secret);
        if value.chars().count() >= SHORTEST_IN_TEXT {
            self.add_form(secret, value.to_owned(), false);
        }
        for piece in encoded_pieces(value) {
            self.add_form(secret, piece, true);
        }
    }

    fn unique(&mut self, name: &str) -> String {
        let count = self.names.entry(name.to_owned()).or_default();
        *count += 1;
        if *count == 1 {
            return format!("[{name}]");
        }
        let numbered = format!("{name}-{count}");
        // The target may have named a secret like this.
        if self.names.contains_key(&numbered) {
            return self.unique(name);
        }
        self.names.insert(numbered.clone(), 1);
        format!("[{numbered}]")
    }

    fn add_form(&mut self, secret: usize, text: String, encoded: bool) {
        let (Some(first), &[one, two, ..]) = (text.chars().next(), text.as_bytes()) else {
            return;
        };
        let form = self.forms.len();
        self.by_bytes.entry([one, two]).or_default().push(form);
        self.by_char.entry(first).or_default().push(form);
        if self.begins.is_empty() {
            self.begins = (0..=u8::MAX).map(is_escape).collect();
            self.pairs = vec![0; PAIRS];
        }
        let (place, bit) = pair(one, two);
        if let Some(bits) = self.pairs.get_mut(place) {
            *bits |= bit;
        }
        if let Some(begins) = self.begins.get_mut(usize::from(one)) {
            *begins = true;
        }
        if !text.bytes().all(is_word) {
            self.wide.push(form);
        }
        self.forms.push(Form {
            secret,
            depths: depths(&text),
            text,
            encoded,
        });
    }

    /// The text with every secret's name, in brackets, in its place.
    pub fn text<'a>(&self, text: &'a str) -> Cow<'a, str> {
        self.redacted(text, Kind::Whole)
    }

    /// The record with every secret's name in its place, in every text of it.
    pub fn record(&self, mut record: Record) -> Record {
        record.redacted = true;
        if self.is_crowded {
            learn::withhold_crowded(&mut record);
        }
        texts::each(&mut record, &|text, kind| {
            if let Cow::Owned(changed) = self.redacted(text, kind) {
                *text = changed;
            }
        });
        record
    }

    fn redacted<'a>(&self, text: &'a str, kind: Kind) -> Cow<'a, str> {
        if let Some(placeholder) = self
            .by_value
            .get(text)
            .and_then(|at| self.placeholders.get(*at))
        {
            return Cow::Owned(placeholder.clone());
        }
        if !self.forms.is_empty() && is_too_deep(text) {
            return Cow::Borrowed(TOO_DEEP);
        }
        let whole = self.replaced(text, kind == Kind::Cut);
        if kind != Kind::Sentence || !whole.contains('…') {
            return whole;
        }
        let mut parts: Vec<_> = whole.split('…').map(Cow::Borrowed).collect();
        let last = parts.pop();
        for part in &mut parts {
            *part = Cow::Owned(self.replaced(part, true).into_owned());
        }
        parts.extend(last);
        Cow::Owned(parts.join("…"))
    }

    /// Replaces what is found, from the left; at the end also the beginning of a secret, where the text may be cut.
    fn replaced<'a>(&self, text: &'a str, cut: bool) -> Cow<'a, str> {
        if self.forms.is_empty() {
            return Cow::Borrowed(text);
        }
        let bytes = text.as_bytes();
        let mut written = String::new();
        let (mut copied, mut at) = (0, 0);
        while let Some(next) = (at..bytes.len()).find(|at| self.may_begin(bytes, *at)) {
            at = next;
            let found = self.find(bytes, copied, at, cut);
            let usable = found.and_then(|found| {
                let before = text.get(copied..found.start)?;
                let placeholder = self.placeholders.get(found.secret)?;
                text.is_char_boundary(found.end)
                    .then_some((before, placeholder, found.end))
            });
            let Some((before, placeholder, end)) = usable else {
                at += 1;
                continue;
            };
            written.push_str(before);
            written.push_str(placeholder);
            copied = end;
            at = end;
        }
        if copied == 0 {
            return Cow::Borrowed(text);
        }
        written.push_str(text.get(copied..).unwrap_or_default());
        Cow::Owned(written)
    }

    /// Whether a form, or an escape, can begin at a place.
    fn may_begin(&self, text: &[u8], at: usize) -> bool {
        let Some(&one) = text.get(at) else {
            return false;
        };
        let begins = self.begins.get(usize::from(one)) == Some(&true);
        let follows = |two: &u8| {
            let (place, bit) = pair(one, *two);
            let known = self.pairs.get(place).is_some_and(|bits| bits & bit != 0);
            known || is_escape(one) || is_escape(*two)
        };
        begins && text.get(at + 1).is_none_or(follows)
    }

    /// The secret found at a place; the longest of those that match, and of these the one that was learned first.
    fn find(&self, text: &[u8], from: usize, at: usize, cut: bool) -> Option<Found> {
        let here = text.get(at..)?;
        if let Some(word) = self.whole_word(text, at) {
            let longer = self.longest(&self.wide, text, from, at, cut);
            return longer.filter(|longer| longer.end > word.end).or(Some(word));
        }
        if let [one, two, ..] = here
            && !is_escape(*one)
            && !is_escape(*two)
        {
            return self.longest(self.by_bytes.get(&[*one, *two])?, text, from, at, cut);
        }
        let candidates = first_char(here).into_iter().chain(decode_first(here));
        let found = candidates
            .filter_map(|first| self.longest(self.by_char.get(&first)?, text, from, at, cut));
        found.min_by_key(|found| Reverse(found.end - found.start))
    }

    /// A secret that stands between what is no part of a token: most do, and looking them up is quick.
    fn whole_word(&self, text: &[u8], at: usize) -> Option<Found> {
        let before = at.checked_sub(1).and_then(|before| text.get(before));
        let here = text
            .get(at..)
            .filter(|_| !before.is_some_and(|byte| is_word(*byte)))?;
        let length = here.iter().take_while(|byte| is_word(**byte)).count();
        let (word, after) = here.split_at_checked(length)?;
        // An escape may stand for more of the word.
        if length < SHORTEST_IN_TEXT || !decode_first(after).is_empty() {
            return None;
        }
        let secret = *self.by_value.get(std::str::from_utf8(word).ok()?)?;
        Some(Found {
            secret,
            start: at,
            end: at + length,
        })
    }

    fn longest(
        &self,
        forms: &[usize],
        text: &[u8],
        from: usize,
        at: usize,
        cut: bool,
    ) -> Option<Found> {
        let forms = forms.iter().filter_map(|form| self.forms.get(*form));
        let found = forms.filter_map(|form| form.at(text, from, at, cut));
        found.min_by_key(|found| Reverse(found.end - found.start))
    }
}

/// The words in which the pairs of bytes have their bits.
const PAIRS: usize = (1 << 16) / 64;

/// Where a pair of bytes has its bit.
fn pair(one: u8, two: u8) -> (usize, u64) {
    let number = usize::from(one) << 8 | usize::from(two);
    (number / 64, 1 << (number % 64))
}

/// Whether a byte is one that tokens are made of (RFC 6750 §2.1).
const fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'+' | b'/')
}

/// Whether a value is what a redactor writes, as in a record that is read again.
fn is_placeholder(value: &str) -> bool {
    let name = value
        .strip_prefix('[')
        .and_then(|value| value.strip_suffix(']'));
    let fits = |c: char| c.is_ascii_alphanumeric() || "_-. ".contains(c);
    name.is_some_and(|name| !name.is_empty() && name.chars().all(fits))
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::{Engine, engine::general_purpose::STANDARD};

    fn redactor() -> Redactor {
        let mut redactor = Redactor::default();
        redactor.add("client_secret", "canary-secret-0123");
        redactor.add("client_secret", "another-secret");
        redactor
    }

    #[test]
    fn each_secret_has_its_own_name() {
        let text = redactor()
            .text("a canary-secret-0123 b another-secret c")
            .into_owned();
        assert_eq!(text, "a [client_secret] b [client_secret-2] c");
    }

    #[test]
    fn names_that_look_numbered_stay_apart() {
        let mut redactor = Redactor::default();
        for (name, value) in [
            ("a-2", "first"),
            ("a", "second"),
            ("a", "third"),
            ("a-2", "fourth"),
        ] {
            redactor.add(name, value);
        }
        assert_eq!(
            redactor.text("first second third fourth"),
            "[a-2] [a] [a-3] [a-2-2]"
        );
    }

    #[test]
    fn a_secret_is_found_inside_basic_credentials_and_hexadecimal() {
        let basic = STANDARD.encode("client:canary-secret-0123");
        assert_eq!(
            redactor().text(&format!("Basic {basic}")),
            "Basic [client_secret]"
        );
        assert_eq!(
            redactor().text("x 63616e6172792d7365637265742d30313233 y"),
            "x [client_secret] y"
        );
    }

    #[test]
    fn escapes_beside_an_encoded_secret_stay_whole() {
        let basic = STANDARD.encode("canary-secret-0123");
        assert_eq!(
            redactor().text(&format!(r#""\n{basic}" "\u0041{basic}" "\\n{basic}""#)),
            r#""\n[client_secret]" "\u0041[client_secret]" "\\[client_secret]""#
        );
    }

    #[test]
    fn an_encoded_secret_is_found_where_it_is_escaped_again() {
        let mut redactor = Redactor::default();
        redactor.add("token", "???>>>???>>>");
        let encoded = STANDARD.encode("???>>>???>>>");
        assert!(encoded.contains('/') && encoded.contains('+'));
        let escaped = encoded.replace('/', "\\/");
        let percent = encoded.replace('/', "%2F").replace('+', "%2B");
        assert_eq!(
            redactor.text(&format!("{escaped} {percent}")),
            "[token] [token]"
        );
    }

    #[test]
    fn the_beginning_of_a_secret_is_replaced_where_a_text_is_cut() {
        let redactor = redactor();
        let of = |text, kind| redactor.redacted(text, kind).into_owned();
        assert_eq!(of("x canary-se", Kind::Cut), "x [client_secret]");
        assert_eq!(of("x canary\\u002", Kind::Cut), "x [client_secret]");
        assert_eq!(of("x canary-se", Kind::Whole), "x canary-se");
        assert_eq!(
            of("it begins `\"canary-se…\"` canary-se", Kind::Sentence),
            "it begins `\"[client_secret]…\"` canary-se"
        );
        let mut basic = STANDARD.encode("id:canary-secret-0123");
        basic.truncate(16);
        assert_eq!(of(&basic, Kind::Cut), "[client_secret]");
    }

    #[test]
    fn a_text_without_secrets_is_left_as_it_is() {
        assert!(matches!(
            redactor().text("nothing here: é ✅ %zz \\u00"),
            Cow::Borrowed(_)
        ));
    }

    #[test]
    fn a_short_secret_is_replaced_only_where_it_is_the_whole_value() {
        let mut redactor = Redactor::default();
        redactor.add("pin", "ab");
        assert_eq!(redactor.text("ab"), "[pin]");
        assert_eq!(redactor.text("about"), "about");
    }

    #[test]
    fn the_longest_of_several_secrets_is_replaced() {
        let mut redactor = Redactor::default();
        for (name, value) in [("a", "abcd"), ("b", "abcd efgh"), ("c", "abcde")] {
            redactor.add(name, value);
        }
        assert_eq!(
            redactor.text("abcd abcd%20efgh abcd\\u0065 abcde xabcde abcd&amp;"),
            "[a] [b] [c] [c] x[c] [a]&amp;"
        );
    }

    #[test]
    fn what_a_redactor_wrote_is_no_secret() {
        let mut redactor = redactor();
        redactor.add("bearer_token", "[client_secret-2]");
        assert_eq!(redactor.text("[client_secret-2]"), "[client_secret-2]");
    }
}
