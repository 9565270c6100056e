//! A configuration file as a tree in which everything knows its place; TOML and JSON become the same tree.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeInteger, DeTable, DeValue};

use super::{json, mistake};
use crate::diagnostic::Diagnostic;

/// A value and its place.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Node {
    pub(super) span: Range<usize>,
    pub(super) value: Value,
}

/// A value, as far as a configuration has a use for it.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Text(String),
    /// The digits, however many.
    Integer(String),
    Boolean(bool),
    List(Vec<Node>),
    Table(Table),
    /// The name of a type that no setting has.
    Other(&'static str),
}

/// Members in the order they came.
pub(super) type Table = Vec<Entry>;

/// A member of a table.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Entry {
    pub(super) key: String,
    pub(super) key_span: Range<usize>,
    pub(super) node: Node,
}

impl Value {
    /// The type's name, as a message says it.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Text(_) => "a string",
            Self::Integer(_) => "an integer",
            Self::Boolean(_) => "a boolean",
            Self::List(_) => "a list",
            Self::Table(_) => "a table",
            Self::Other(name) => name,
        }
    }
}

impl Entry {
    /// Where to point at when the value is wrong: a table may be spread over the file, its key is in one place.
    pub(super) fn place(&self) -> Range<usize> {
        match self.node.value {
            Value::Table(_) => self.key_span.clone(),
            _ => self.node.span.clone(),
        }
    }
}

/// The syntax that a file is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Syntax {
    Toml,
    Json,
}

/// A file as far as it can be read.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Tree {
    /// The top-level table.
    pub(super) table: Table,
    /// Mistakes in the syntax; what follows them may not be what it seems to be.
    pub(super) broken: Vec<Diagnostic>,
    /// Members that are given twice.
    pub(super) duplicates: Vec<Diagnostic>,
}

/// Reads a file.
pub(super) fn read(text: &str, syntax: Syntax) -> Tree {
    match syntax {
        Syntax::Toml => read_toml(text),
        Syntax::Json => json::read(text),
    }
}

fn read_toml(text: &str) -> Tree {
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut tree = Tree {
        table: from_table(table.get_ref()),
        ..Tree::default()
    };
    for error in &errors {
        let span = error.span().unwrap_or(0..0);
        if error.message() == "duplicate key" {
            let key = text.get(span.clone()).unwrap_or_default();
            tree.duplicates.push(mistake::duplicate(span, key));
        } else {
            tree.broken
                .push(mistake::syntax("TOML", error.message(), span));
        }
    }
    tree
}

fn from_table(table: &DeTable<'_>) -> Table {
    table
        .iter()
        .map(|(key, value)| Entry {
            key: key.get_ref().to_string(),
            key_span: key.span(),
            node: from_value(value),
        })
        .collect()
}

fn from_value(value: &Spanned<DeValue<'_>>) -> Node {
    let span = value.span();
    let value = match value.get_ref() {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Integer(integer) => Value::Integer(decimal(integer)),
        DeValue::Boolean(value) => Value::Boolean(*value),
        DeValue::Array(items) => Value::List(items.iter().map(from_value).collect()),
        DeValue::Table(table) => Value::Table(from_table(table)),
        DeValue::Float(_) => Value::Other("a number with a fraction"),
        DeValue::Datetime(_) => Value::Other("a date without quotes"),
    };
    Node { span, value }
}

fn decimal(integer: &DeInteger<'_>) -> String {
    i128::from_str_radix(integer.as_str(), integer.radix())
        .map_or_else(|_| integer.to_string(), |number| number.to_string())
}
