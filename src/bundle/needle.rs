//! Names that are looked for in texts, and what stands in their places.

use std::{cmp::Reverse, collections::BTreeSet};

/// What is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A host name or an address, in any case (RFC 3986 §3.2.2).
    Host,
    /// A certificate holder's name, as it is written.
    Name,
}

struct Needle {
    kind: Kind,
    /// The name; a host's is in lower case.
    text: String,
    /// What stands in its place.
    name: String,
}

/// Names, each with what stands in its place.
pub(super) struct Needles {
    list: Vec<Needle>,
    /// The bytes that a name can begin with, in lower case.
    first: BTreeSet<u8>,
    /// The text in which no new name may stand already.
    whole: String,
}

impl Needles {
    /// No names yet; new names are chosen so that they do not stand in this text.
    pub(super) fn new(whole: &str) -> Self {
        Self {
            list: Vec::new(),
            first: BTreeSet::new(),
            whole: whole.to_ascii_lowercase(),
        }
    }

    /// Adds a name, if it is a new one.
    pub(super) fn add(&mut self, kind: Kind, text: &str) {
        let text = match kind {
            Kind::Host => text.to_ascii_lowercase(),
            Kind::Name => text.to_owned(),
        };
        if text.is_empty() || self.list.iter().any(|needle| needle.text == text) {
            return;
        }
        let mut number = self
            .list
            .iter()
            .filter(|needle| needle.kind == kind)
            .count()
            + 1;
        while self.is_taken(&neutral(kind, &text, number)) {
            number += 1;
        }
        let name = neutral(kind, &text, number);
        let first = text.bytes().next().map(|byte| byte.to_ascii_lowercase());
        self.first.extend(first);
        self.list.push(Needle { kind, text, name });
    }

    fn is_taken(&self, name: &str) -> bool {
        self.whole.contains(&name.to_ascii_lowercase())
            || self.list.iter().any(|needle| needle.name == name)
    }

    /// Puts the longest first, so that none takes a part of another.
    pub(super) fn sort(&mut self) {
        self.list.sort_by_key(|needle| Reverse(needle.text.len()));
    }

    /// The text with every name replaced; nothing where there is none.
    pub(super) fn replaced(&self, text: &str) -> Option<String> {
        let lower = text.to_ascii_lowercase();
        let mut written = String::new();
        let (mut copied, mut at) = (0, 0);
        let bytes = lower.as_bytes();
        let begins = |byte: &u8| self.first.contains(byte);
        while let Some(next) = bytes
            .get(at..)
            .and_then(|rest| rest.iter().position(begins))
        {
            at += next;
            let Some((end, name)) = self.at(text, &lower, at) else {
                at += 1;
                continue;
            };
            written.push_str(text.get(copied..at).unwrap_or_default());
            written.push_str(&name);
            (copied, at) = (end, end);
        }
        if copied == 0 {
            return None;
        }
        written.push_str(text.get(copied..).unwrap_or_default());
        Some(written)
    }

    fn at(&self, text: &str, lower: &str, at: usize) -> Option<(usize, String)> {
        let (here, here_lower) = (text.get(at..)?, lower.get(at..)?);
        let needle = self.list.iter().find(|needle| match needle.kind {
            Kind::Name => here.starts_with(&needle.text),
            Kind::Host => {
                here_lower.starts_with(&needle.text)
                    && begins(lower.get(..at), &needle.text)
                    && ends(here_lower.get(needle.text.len()..))
            }
        })?;
        let end = at + needle.text.len();
        let spelled = text.get(at..end)?;
        let name = match needle.kind {
            Kind::Host => respelled(&needle.name, spelled),
            Kind::Name => needle.name.clone(),
        };
        Some((end, name))
    }

    /// Whether a host name stands somewhere in a text, as a part of a longer word, too. Names without a dot are words that
    /// stand for much else.
    pub(super) fn finds(&self, text: &str) -> bool {
        let lower = text.to_ascii_lowercase();
        let hosts = self.list.iter().filter(|needle| needle.kind == Kind::Host);
        let telling =
            hosts.filter(|needle| needle.text.contains(|c: char| c.is_ascii_alphabetic()));
        let mut telling = telling.filter(|needle| needle.text.contains('.'));
        telling.any(|needle| lower.contains(&needle.text))
    }
}

/// A name that says nothing: of RFC 2606 §2, RFC 2544 appendix C.2.2 or RFC 3849.
fn neutral(kind: Kind, text: &str, number: usize) -> String {
    let is_v4 = || text.parse::<std::net::Ipv4Addr>().is_ok();
    match kind {
        Kind::Name => format!("CN=name-{number}"),
        Kind::Host if is_v4() => format!(
            "198.{}.{}.{}",
            18 + number / 65_025 % 2,
            number / 255 % 255,
            number % 255 + 1
        ),
        Kind::Host if text.contains(':') => format!("2001:db8::{number:x}"),
        Kind::Host => format!("host-{number}.example"),
    }
}

/// Another spelling of a host's name where the text had one, so that what was different stays different.
fn respelled(name: &str, spelled: &str) -> String {
    let upper = spelled.chars().filter(char::is_ascii_uppercase).count();
    let raise = |(at, c): (usize, char)| {
        if at < upper {
            c.to_ascii_uppercase()
        } else {
            c
        }
    };
    name.chars().enumerate().map(raise).collect()
}

/// Whether a host's name can begin behind this text.
fn begins(before: Option<&str>, host: &str) -> bool {
    let before = before.unwrap_or_default();
    let tail: String = before.chars().rev().take(6).collect();
    // An escape of a URL or of JSON ends in letters and digits that are not the name's.
    let escaped = tail.chars().nth(2) == Some('%') || (tail.ends_with("u\\") && tail.len() == 6);
    let last = tail.chars().next();
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    match last {
        // A subdomain of a host shows the host; a name without a dot is only one of many words.
        Some('.') => host.contains('.'),
        Some(c) => escaped || !is_part(c),
        None => true,
    }
}

/// Whether a host's name can end before this text.
fn ends(after: Option<&str>) -> bool {
    let mut after = after.unwrap_or_default().chars();
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    match after.next() {
        Some('.') => !after.next().is_some_and(is_part),
        Some(c) => !is_part(c),
        None => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn replaced(hosts: &[&str], text: &str) -> String {
        let mut needles = Needles::new("");
        for host in hosts {
            needles.add(Kind::Host, host);
        }
        needles.sort();
        needles.replaced(text).unwrap_or_else(|| text.to_owned())
    }

    #[test]
    fn a_host_is_replaced_wherever_it_is_a_whole_name() {
        let of = |text| replaced(&["as.acme.test"], text);
        assert_eq!(
            of("https://as.acme.test:8443/a"),
            "https://host-1.example:8443/a"
        );
        assert_eq!(of("no as.acme.test."), "no host-1.example.");
        assert_eq!(
            of("a=https%3A%2F%2Fas.acme.test%2F"),
            "a=https%3A%2F%2Fhost-1.example%2F"
        );
        assert_eq!(of(r"\u002fas.acme.test"), r"\u002fhost-1.example");
        assert_eq!(
            of("x.as.acme.test *.as.acme.test"),
            "x.host-1.example *.host-1.example"
        );
        assert_eq!(
            of("as.acme.test.evil has.acme.test"),
            "as.acme.test.evil has.acme.test"
        );
    }

    #[test]
    fn spellings_that_differ_still_differ() {
        let of = |text| replaced(&["as.acme.test"], text);
        assert_eq!(
            of("As.acme.test AS.acme.test"),
            "Host-1.example HOst-1.example"
        );
    }

    #[test]
    fn a_name_without_a_dot_is_no_part_of_other_words() {
        let of = |text| replaced(&["auth"], text);
        assert_eq!(
            of("http://auth:8080/ auth token_endpoint_auth_method authorization x.auth"),
            "http://host-1.example:8080/ host-1.example token_endpoint_auth_method authorization x.auth"
        );
    }

    #[test]
    fn addresses_become_addresses() {
        assert_eq!(
            replaced(&["10.0.0.7"], "https://10.0.0.7:1/ 110.0.0.7"),
            "https://198.18.0.2:1/ 110.0.0.7"
        );
        assert_eq!(
            replaced(&["2001:db9::7"], "https://[2001:db9::7]/"),
            "https://[2001:db8::1]/"
        );
    }

    #[test]
    fn a_new_name_is_none_that_is_there() {
        let mut needles = Needles::new("https://host-1.example");
        needles.add(Kind::Host, "as.acme.test");
        assert_eq!(
            needles.replaced("as.acme.test").as_deref(),
            Some("host-2.example")
        );
    }
}
