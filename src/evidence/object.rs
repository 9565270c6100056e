//! An answer that is a JSON object, and where it came from.

use serde_json::Value;

use super::{Members, Seen};

/// Characters of a value that a finding shows.
const SHOWN: usize = 200;

/// A value as a finding shows it: its JSON text, cut where it is long.
pub fn brief(value: &Value) -> String {
    cut(&value.to_string())
}

/// A JSON object that an exchange got.
#[derive(Clone, Debug)]
pub struct Object<'a> {
    /// The exchange.
    pub seen: Seen<'a>,
    /// The members.
    pub members: Members,
}

impl Object<'_> {
    /// A member; `None` where it is missing or `null`.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.members.get(name).filter(|value| !value.is_null())
    }

    /// Whether a member is there and not `null`.
    pub fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// A member that is a string.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.get(name).and_then(Value::as_str)
    }

    /// The strings of a member that is an array; others in it are passed over. Empty where it is missing.
    pub fn list(&self, name: &str) -> Vec<&str> {
        let items = self.get(name).and_then(Value::as_array);
        items
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect()
    }

    /// The place of a member, as `discover#/issuer` (RFC 6901); the name may be the target's.
    pub fn at(&self, name: &str) -> String {
        self.seen.at(&format!("/{}", step(name)))
    }

    /// A member as a finding shows it: `missing`, or its JSON text, cut.
    pub fn shown(&self, name: &str) -> String {
        self.members
            .get(name)
            .map_or_else(|| "missing".to_owned(), |value| cut(&value.to_string()))
    }
}

/// A name as a step of a JSON pointer (RFC 6901 §3), without control characters, cut where it is long.
pub(super) fn step(name: &str) -> String {
    let plain = |c: char| {
        if c.is_control() {
            char::REPLACEMENT_CHARACTER
        } else {
            c
        }
    };
    let escaped = name.replace('~', "~0").replace('/', "~1");
    cut(&escaped.chars().map(plain).collect::<String>())
}

/// A text as a finding shows it: its beginning, where it is long.
pub fn cut(text: &str) -> String {
    let mut shown: String = text.chars().take(SHOWN).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown
}
