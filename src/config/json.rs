//! JSON with places. `serde_json` judges the syntax; the walk here only finds out where things are.

use std::ops::Range;

use super::mistake;
use super::node::{Entry, Node, Table, Tree, Value};
use crate::diagnostic::Diagnostic;

/// Reads a file that is to hold one JSON object.
pub(super) fn read(text: &str) -> Tree {
    let broken = |mistake: Diagnostic| Tree {
        broken: vec![mistake],
        ..Tree::default()
    };
    // Into a `Value`, because that bounds how deep the text may nest, and so how deep the walk goes.
    if let Err(error) = serde_json::from_str::<serde_json::Value>(text) {
        let at = offset(text, error.line(), error.column());
        let message = error.to_string();
        let message = message.split(" at line ").next().unwrap_or_default();
        return broken(mistake::syntax("JSON", message, at..at));
    }
    let mut walk = Walk {
        text,
        at: 0,
        duplicates: Vec::new(),
    };
    match walk.node() {
        Node {
            value: Value::Table(table),
            ..
        } => Tree {
            table,
            broken: Vec::new(),
            duplicates: walk.duplicates,
        },
        node => broken(mistake::syntax(
            "JSON",
            "the file is not a JSON object",
            node.span,
        )),
    }
}

fn offset(text: &str, line: usize, column: usize) -> usize {
    let before: usize = text
        .split_inclusive('\n')
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum();
    let at = before + column.saturating_sub(1);
    // serde_json stops somewhere in a word that is wrong; the word begins earlier.
    let read = text.as_bytes().get(..at).unwrap_or_default();
    let word = read
        .iter()
        .rev()
        .take_while(|byte| byte.is_ascii_alphanumeric());
    at - word.count()
}

/// A walk over text that is known to be JSON.
struct Walk<'a> {
    text: &'a str,
    at: usize,
    duplicates: Vec<Diagnostic>,
}

impl Walk<'_> {
    fn peek(&mut self) -> Option<u8> {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let blank = rest.iter().take_while(|byte| byte.is_ascii_whitespace());
        self.at += blank.count();
        self.text.as_bytes().get(self.at).copied()
    }

    /// Steps over `byte`, if it comes next.
    fn take(&mut self, byte: u8) -> bool {
        let next = self.peek() == Some(byte);
        self.at += usize::from(next);
        next
    }

    fn node(&mut self) -> Node {
        let first = self.peek();
        let start = self.at;
        let value = match first {
            Some(b'{') => Value::Table(self.table()),
            Some(b'[') => Value::List(self.list()),
            Some(b'"') => Value::Text(self.string()),
            _ => self.word(),
        };
        let span = start..self.at;
        Node { span, value }
    }

    fn table(&mut self) -> Table {
        let mut table = Table::new();
        self.take(b'{');
        while self.peek() == Some(b'"') {
            let start = self.at;
            let key = self.string();
            let key_span = start..self.at;
            self.take(b':');
            let node = self.node();
            self.take(b',');
            if table.iter().any(|entry: &Entry| entry.key == key) {
                self.duplicates.push(mistake::duplicate(key_span, &key));
                continue;
            }
            table.push(Entry {
                key,
                key_span,
                node,
            });
        }
        self.take(b'}');
        table
    }

    fn list(&mut self) -> Vec<Node> {
        let mut list = Vec::new();
        self.take(b'[');
        while self.peek().is_some_and(|byte| byte != b']') {
            list.push(self.node());
            self.take(b',');
        }
        self.take(b']');
        list
    }

    fn string(&mut self) -> String {
        let start = self.at;
        let mut escaped = false;
        let rest = self.text.as_bytes().get(start + 1..).unwrap_or_default();
        let inner = rest.iter().take_while(|&&byte| {
            let open = escaped || byte != b'"';
            escaped = !escaped && byte == b'\\';
            open
        });
        self.at = (start + inner.count() + 2).min(self.text.len());
        serde_json::from_str(self.slice(start..self.at)).unwrap_or_default()
    }

    fn word(&mut self) -> Value {
        let start = self.at;
        let rest = self.text.as_bytes().get(start..).unwrap_or_default();
        let word = rest
            .iter()
            .take_while(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(byte));
        // At least one byte, so that the walk always ends.
        self.at = (start + word.count().max(1)).min(self.text.len());
        match self.slice(start..self.at) {
            "true" => Value::Boolean(true),
            "false" => Value::Boolean(false),
            "null" => Value::Other("null"),
            word if word.contains(['.', 'e', 'E']) => Value::Other("a number with a fraction"),
            word => Value::Integer(word.to_owned()),
        }
    }

    fn slice(&self, span: Range<usize>) -> &str {
        self.text.get(span).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_has_its_place() {
        let text = "{ \"a\\\"b\": [1, -2.5e3, true, null, {}],\n\"c\":\"d\\\\\" }";
        let Tree { table, broken, .. } = read(text);
        assert!(broken.is_empty());
        let keys: Vec<_> = table.iter().map(|entry| entry.key.as_str()).collect();
        assert_eq!(keys, ["a\"b", "c"]);
        let Value::List(items) = &table[0].node.value else {
            panic!("a list");
        };
        let places: Vec<_> = items
            .iter()
            .filter_map(|item| text.get(item.span.clone()))
            .collect();
        assert_eq!(places, ["1", "-2.5e3", "true", "null", "{}"]);
        assert_eq!(table[1].node.value, Value::Text("d\\".to_owned()));
        assert_eq!(text.get(table[1].node.span.clone()), Some("\"d\\\\\""));
    }

    #[test]
    fn a_syntax_mistake_has_its_place() {
        let Tree { table, broken, .. } = read("{\n  \"issuer\": nope }");
        assert!(table.is_empty());
        assert_eq!(broken[0].span, 14..14);
        assert_eq!(broken[0].message, "invalid JSON: expected ident");
    }

    #[test]
    fn a_second_member_of_the_same_name_is_a_mistake() {
        let tree = read(r#"{"seed":1,"seed":2}"#);
        assert_eq!(tree.table.len(), 1);
        assert_eq!(tree.duplicates[0].span, 10..16);
    }

    #[test]
    fn only_an_object_is_a_configuration() {
        assert_eq!(read(" [1]").broken[0].span, 1..4);
    }
}
