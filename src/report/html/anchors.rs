//! The names by which links reach the parts of a page. They follow from what they name, so that they are the same in the
//! page of the next run.

use std::collections::HashMap;

/// Characters of a name.
const LONGEST: usize = 120;

/// Gives each part of a page its name, no two the same.
#[derive(Default)]
pub(super) struct Anchors {
    /// Every name, with the last number that was put behind it.
    taken: HashMap<String, usize>,
}

impl Anchors {
    /// A name of its own for a part: its words, with a number from the second of the same words on.
    pub(super) fn name(&mut self, words: &str) -> String {
        let slug = slug(words);
        let Some(last) = self.taken.get(&slug).copied() else {
            self.taken.insert(slug.clone(), 1);
            return slug;
        };
        let mut number = last;
        loop {
            number += 1;
            let name = format!("{slug}-{number}");
            if !self.taken.contains_key(&name) {
                self.taken.insert(name.clone(), 1);
                self.taken.insert(slug, number);
                return name;
            }
        }
    }
}

/// The words in letters, digits, dots, underscores and hyphens of ASCII: fit for `id` and for the fragment of an address.
pub(super) fn slug(words: &str) -> String {
    let mut out = String::with_capacity(words.len().min(LONGEST));
    for c in words.chars() {
        if out.len() >= LONGEST {
            break;
        }
        if c.is_ascii_alphanumeric() || matches!(c, '.' | '_') {
            out.push(c.to_ascii_lowercase());
        } else if !out.ends_with('-') {
            out.push('-');
        }
    }
    out.trim_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_plain() {
        let mut anchors = Anchors::default();
        assert_eq!(anchors.name("exchange \"><script>"), "exchange-script");
        assert_eq!(anchors.name("exchange script"), "exchange-script-2");
        assert_eq!(anchors.name("exchange script 2"), "exchange-script-2-2");
        assert_eq!(slug(&"é".repeat(9)), "");
        assert!(slug(&"a".repeat(1 << 20)).len() <= LONGEST);
    }
}
