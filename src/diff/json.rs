//! The differences of two JSON values, by JSON pointer (RFC 6901).

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::{Part, ValueChange, Why, volatile::Known};

/// Collects the differences of one part of an exchange.
pub(super) struct Differences<'k> {
    known: &'k Known,
    part: Part,
    /// What was found so far.
    pub(super) list: Vec<ValueChange>,
}

impl<'k> Differences<'k> {
    pub(super) fn new(known: &'k Known) -> Self {
        Self {
            known,
            part: Part::Request,
            list: Vec::new(),
        }
    }

    /// What is found from now on belongs to this part.
    pub(super) fn of(&mut self, part: Part) {
        self.part = part;
    }

    /// Notes a difference.
    pub(super) fn add(
        &mut self,
        at: impl Into<String>,
        old: Option<Value>,
        new: Option<Value>,
        volatile: Option<Why>,
    ) {
        self.list.push(ValueChange {
            part: self.part,
            at: at.into(),
            old,
            new,
            volatile,
        });
    }

    /// Why two different values are volatile, if they are.
    pub(super) fn why(&self, old: &Value, new: &Value) -> Option<Why> {
        self.known.why(self.part, "", old, new)
    }

    /// The differences of a header field's values.
    pub(super) fn header(&mut self, name: &str, old: &[String], new: &[String]) {
        if old == new {
            return;
        }
        let mut pairs = old.iter().zip(new).filter(|(old, new)| old != new);
        let why = |(old, new): (&String, &String)| self.known.why_header(name, old, new);
        let whys: Option<Vec<Why>> = pairs.by_ref().map(why).collect();
        let why = whys.filter(|_| old.len() == new.len());
        let why = why.and_then(|whys| whys.first().copied());
        self.add(format!("@{name}"), value(old), value(new), why);
    }

    /// The differences of two values at a pointer; `name` is the member's.
    pub(super) fn values(&mut self, at: &str, name: &str, old: &Value, new: &Value) {
        if old == new {
            return;
        }
        match (old, new) {
            (Value::Object(old), Value::Object(new)) => self.objects(at, old, new),
            (Value::Array(old), Value::Array(new)) => self.arrays(at, name, old, new),
            _ => {
                let why = self.known.why(self.part, name, old, new);
                self.add(at, Some(old.clone()), Some(new.clone()), why);
            }
        }
    }

    fn objects(&mut self, at: &str, old: &Map<String, Value>, new: &Map<String, Value>) {
        for (name, value) in old {
            let at = format!("{at}/{}", escaped(name));
            match new.get(name) {
                Some(new) => self.values(&at, name, value, new),
                None => self.add(at, Some(value.clone()), None, None),
            }
        }
        for (name, value) in new.iter().filter(|(name, _)| !old.contains_key(*name)) {
            let at = format!("{at}/{}", escaped(name));
            self.add(at, None, Some(value.clone()), None);
        }
    }

    fn arrays(&mut self, at: &str, name: &str, old: &[Value], new: &[Value]) {
        if let (Some(by_old), Some(by_new)) = (by_kid(old), by_kid(new)) {
            return self.keys(at, &by_old, &by_new);
        }
        let plain = |value: &Value| !value.is_object() && !value.is_array();
        if old.iter().chain(new).all(plain) && !self.all_volatile(name, old, new) {
            return self.items(at, old, new);
        }
        for (index, pair) in old.iter().zip(new).enumerate() {
            self.values(&format!("{at}/{index}"), name, pair.0, pair.1);
        }
        for (index, value) in old.iter().enumerate().skip(new.len()) {
            self.add(format!("{at}/{index}"), Some(value.clone()), None, None);
        }
        for (index, value) in new.iter().enumerate().skip(old.len()) {
            self.add(format!("{at}/{index}"), None, Some(value.clone()), None);
        }
    }

    fn all_volatile(&self, name: &str, old: &[Value], new: &[Value]) -> bool {
        let mut pairs = old.iter().zip(new).filter(|(old, new)| old != new);
        let volatile = |(old, new)| self.known.why(self.part, name, old, new).is_some();
        old.len() == new.len() && pairs.all(volatile)
    }

    /// A list of plain values is compared as a bag: an item that comes in at the front moves nothing.
    fn items(&mut self, at: &str, old: &[Value], new: &[Value]) {
        let gone = without(old, new);
        let come = without(new, old);
        if gone.is_empty() && come.is_empty() {
            let (old, new) = (Value::from(old), Value::from(new));
            return self.add(at, Some(old), Some(new), Some(Why::Order));
        }
        for (index, value) in gone {
            self.add(format!("{at}/{index}"), Some(value.clone()), None, None);
        }
        for (index, value) in come {
            self.add(format!("{at}/{index}"), None, Some(value.clone()), None);
        }
    }

    /// The keys of a JWK set are told apart by their `kid` (RFC 7517 §4.5).
    fn keys(
        &mut self,
        at: &str,
        old: &BTreeMap<&str, (usize, &Value)>,
        new: &BTreeMap<&str, (usize, &Value)>,
    ) {
        for (kid, (index, value)) in old {
            match new.get(kid) {
                Some((index, new)) => self.values(&format!("{at}/{index}"), "", value, new),
                None => self.add(format!("{at}/{index}"), Some((*value).clone()), None, None),
            }
        }
        for (index, value) in new
            .iter()
            .filter(|(kid, _)| !old.contains_key(**kid))
            .map(|(_, item)| item)
        {
            self.add(format!("{at}/{index}"), None, Some((*value).clone()), None);
        }
    }
}

/// The values of one name: none, the one, or a list.
pub(super) fn value(values: &[String]) -> Option<Value> {
    match values {
        [] => None,
        [one] => Some(Value::from(one.as_str())),
        several => Some(Value::from(several)),
    }
}

/// The items of a list by their `kid`, where each has one of its own.
fn by_kid(items: &[Value]) -> Option<BTreeMap<&str, (usize, &Value)>> {
    let mut found = BTreeMap::new();
    for (index, item) in items.iter().enumerate() {
        let kid = item.as_object()?.get("kid")?.as_str()?;
        if found.insert(kid, (index, item)).is_some() {
            return None;
        }
    }
    (!found.is_empty()).then_some(found)
}

/// The items that another list does not have, each as often as it is missing there, with their places.
fn without<'v>(items: &'v [Value], other: &[Value]) -> Vec<(usize, &'v Value)> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for item in other {
        *counts.entry(item.to_string()).or_default() += 1;
    }
    let missing = |(_, item): &(usize, &Value)| match counts.get_mut(&item.to_string()) {
        Some(count) if *count > 0 => {
            *count -= 1;
            false
        }
        _ => true,
    };
    items.iter().enumerate().filter(missing).collect()
}

/// A member's name in a pointer (RFC 6901 §3).
pub(super) fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// The differences as `pointer: old → new`, those that are volatile in parentheses.
    fn differences(old: &Value, new: &Value) -> Vec<String> {
        let known = Known::default();
        let mut found = Differences::new(&known);
        found.of(Part::Response);
        found.values("#", "", old, new);
        let word = |value: &Option<Value>| value.as_ref().map_or("-".to_owned(), Value::to_string);
        let shown = found.list.iter().map(|change| {
            let text = format!(
                "{}: {} → {}",
                change.at,
                word(&change.old),
                word(&change.new)
            );
            change
                .volatile
                .map_or(text.clone(), |_| format!("({text})"))
        });
        shown.collect()
    }

    #[test]
    fn members_are_compared_by_their_names() {
        let old = json!({"a": 1, "b/c": {"d": [1]}, "gone": null});
        let new = json!({"b/c": {"d": "x"}, "a": 1, "come": {}});
        assert_eq!(
            differences(&old, &new),
            [
                "#/b~1c/d: [1] → \"x\"",
                "#/gone: null → -",
                "#/come: - → {}"
            ]
        );
    }

    #[test]
    fn lists_of_values_are_bags() {
        assert_eq!(
            differences(&json!(["a", "b", "b"]), &json!(["c", "b", "a"])),
            ["#/2: \"b\" → -", "#/0: - → \"c\""]
        );
        assert_eq!(
            differences(&json!(["a", "b"]), &json!(["b", "a"])),
            ["(#: [\"a\",\"b\"] → [\"b\",\"a\"])"]
        );
    }

    #[test]
    fn keys_are_told_apart_by_their_kid() {
        let old = json!({"keys": [{"kid": "1", "alg": "RS256"}, {"kid": "2"}]});
        let new = json!({"keys": [{"kid": "3"}, {"kid": "1", "alg": "ES256"}]});
        assert_eq!(
            differences(&old, &new),
            [
                "#/keys/1/alg: \"RS256\" → \"ES256\"",
                "#/keys/1: {\"kid\":\"2\"} → -",
                "#/keys/0: - → {\"kid\":\"3\"}"
            ]
        );
    }

    #[test]
    fn what_is_volatile_is_named_so_in_lists_too() {
        let (old, new) = (json!({"jti": ["a"]}), json!({"jti": ["b"]}));
        assert_eq!(differences(&old, &new), ["(#/jti/0: \"a\" → \"b\")"]);
    }
}
