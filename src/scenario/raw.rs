//! The shape of a scenario file: typed reads of a TOML tree in which every value knows its place.
//!
//! A walk instead of serde, because serde stops at the first mistake. Each read reports what is wrong and goes on.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::Mistake;
use super::suggest;

/// A range of bytes in the file.
pub(super) type Span = Range<usize>;
/// A value with its place.
pub(super) type Node<'t> = Spanned<DeValue<'t>>;

/// Collects mistakes while a file is read.
pub(super) struct Reader<'s> {
    /// The whole file.
    pub(super) text: &'s str,
    /// What is wrong so far.
    pub(super) mistakes: Vec<Mistake>,
}

/// A table whose keys are known.
pub(super) struct Fields<'t> {
    table: &'t DeTable<'t>,
    /// Where the table is, or its header.
    pub(super) at: Span,
    /// What the table is called in a message.
    pub(super) place: String,
    /// The keys that the unknown ones were meant to be.
    meant: Vec<String>,
    /// Whether there are unknown keys.
    unknown: bool,
}

impl<'s> Reader<'s> {
    pub(super) fn new(text: &'s str) -> Self {
        Self {
            text,
            mistakes: Vec::new(),
        }
    }

    pub(super) fn report(&mut self, mistake: Mistake) {
        self.mistakes.push(mistake);
    }

    /// The bytes of the file at a place.
    pub(super) fn source(&self, at: &Span) -> &'s str {
        self.text.get(at.clone()).unwrap_or_default()
    }

    pub(super) fn wrong_type(
        &mut self,
        node: &Node<'_>,
        place: &str,
        expected: &'static str,
        help: Option<String>,
    ) {
        self.report(Mistake::WrongType {
            place: place.to_owned(),
            expected,
            found: type_name(node.get_ref()),
            at: node.span().into(),
            help,
        });
    }

    /// The table at a node, its unknown keys reported.
    pub(super) fn fields<'t>(
        &mut self,
        node: &'t Node<'t>,
        place: &str,
        known: &[&str],
    ) -> Option<Fields<'t>> {
        let table = self.table(node, place)?;
        Some(self.known(table, node.span(), place, known))
    }

    /// The table at a node whose keys are names.
    pub(super) fn table<'t>(&mut self, node: &'t Node<'t>, place: &str) -> Option<&'t DeTable<'t>> {
        let DeValue::Table(table) = node.get_ref() else {
            self.wrong_type(node, place, "a table", None);
            return None;
        };
        Some(table)
    }

    /// A table with its unknown keys reported.
    pub(super) fn known<'t>(
        &mut self,
        table: &'t DeTable<'t>,
        at: Span,
        place: &str,
        known: &[&str],
    ) -> Fields<'t> {
        let mut meant = Vec::new();
        let mut unknown = false;
        for key in table.keys() {
            let name = key.get_ref().as_ref();
            if known.contains(&name) {
                continue;
            }
            unknown = true;
            meant.extend(suggest::nearest(name, known.iter().copied()).map(str::to_owned));
            self.report(Mistake::UnknownKey {
                what: if place == "`do`" { "action" } else { "key" },
                key: name.to_owned(),
                place: place.to_owned(),
                at: key.span().into(),
                help: suggest::help(name, known),
            });
        }
        let place = place.to_owned();
        Fields {
            table,
            at,
            place,
            meant,
            unknown,
        }
    }

    /// The string at a node.
    pub(super) fn string<'t>(&mut self, node: &'t Node<'t>, place: &str) -> Option<&'t str> {
        let DeValue::String(text) = node.get_ref() else {
            let scalar = !matches!(node.get_ref(), DeValue::Array(_) | DeValue::Table(_));
            let help = scalar.then(|| format!("write it as \"{}\"", self.source(&node.span())));
            self.wrong_type(node, place, "a string", help);
            return None;
        };
        Some(text)
    }

    /// The items of the array at a node.
    pub(super) fn array<'t>(&mut self, node: &'t Node<'t>, place: &str) -> &'t [Node<'t>] {
        let DeValue::Array(items) = node.get_ref() else {
            self.wrong_type(node, place, "an array", None);
            return &[];
        };
        items
    }

    /// A flag of a table; `false` where it is absent.
    pub(super) fn flag(&mut self, fields: &Fields<'_>, key: &str) -> bool {
        let Some(node) = fields.optional(key) else {
            return false;
        };
        let DeValue::Boolean(flag) = node.get_ref() else {
            let help = Some("write `true` or `false`, without quotes".to_owned());
            self.wrong_type(node, &fields.path(key), "a boolean", help);
            return false;
        };
        *flag
    }

    /// The value of a key that must be there.
    pub(super) fn required<'t>(
        &mut self,
        fields: &Fields<'t>,
        key: &str,
        help: &str,
    ) -> Option<&'t Node<'t>> {
        let node = fields.optional(key);
        if node.is_none() && !fields.meant.iter().any(|meant| meant == key) {
            self.report(Mistake::MissingKey {
                key: key.to_owned(),
                place: fields.place.clone(),
                at: fields.at.clone().into(),
                help: Some(help.to_owned()),
            });
        }
        node
    }

    /// The one entry that a table must have of several possible ones.
    pub(super) fn only<'t>(
        &mut self,
        fields: &Fields<'t>,
        choices: &[&'static str],
    ) -> Option<(&'static str, &'t Node<'t>)> {
        let mut present = fields.table.iter().filter_map(|(key, node)| {
            let name = choices
                .iter()
                .find(|choice| **choice == key.get_ref().as_ref())?;
            Some((*name, key.span(), node))
        });
        let first = present.next();
        let second = present.next();
        let (at, problem) = match (&first, &second) {
            (Some((one, ..)), Some((two, at, _))) => {
                (at.clone(), format!("has both `{one}` and `{two}`"))
            }
            (None, _) if fields.table.is_empty() => (fields.at.clone(), "is empty".to_owned()),
            // An unknown key in place of the one needed is reported already.
            (None, _) if !fields.unknown => {
                let problem = "has none of the keys of which it needs one";
                (fields.at.clone(), problem.to_owned())
            }
            _ => return first.map(|(name, _, node)| (name, node)),
        };
        self.report(Mistake::NotOne {
            place: fields.place.clone(),
            problem,
            at: at.into(),
            help: Some(format!("write exactly one of {}", suggest::list(choices))),
        });
        first.map(|(name, _, node)| (name, node))
    }
}

impl<'t> Fields<'t> {
    /// The value of a key that may be absent.
    pub(super) fn optional(&self, key: &str) -> Option<&'t Node<'t>> {
        self.table.get(key)
    }

    /// The name of a member in a message.
    pub(super) fn path(&self, key: &str) -> String {
        format!("`{key}` in {}", self.place)
    }
}

fn type_name(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a string",
        DeValue::Integer(_) => "an integer",
        DeValue::Float(_) => "a float",
        DeValue::Boolean(_) => "a boolean",
        DeValue::Datetime(_) => "a date or time",
        DeValue::Array(_) => "an array",
        DeValue::Table(_) => "a table",
    }
}
