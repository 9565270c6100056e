//! Merges the layers: for each setting the first of flag, environment, file and defaults that has a value.

use std::ops::Range;
use std::path::PathBuf;

use super::credential::{self, Credentials};
use super::credential_file;
use super::error::Mistakes;
use super::keys::{CONFIG_VARIABLE, KEYS, Key, PREFIX, SCHEMA, SIGN_KEY_VARIABLE, Shape};
use super::node::{Entry, Node, Table, Value, read};
use super::value::BadValue;
use super::{Environment, Origin, SourceFile, Sourced, mask, mistake};
use crate::diagnostic::{Diagnostic, Diagnostics, nearest, position};

/// The layers below the flags, and the mistakes found in them so far.
pub(super) struct Merge<'a> {
    environment: &'a Environment,
    file: Option<&'a SourceFile>,
    table: Table,
    defaults: &'a Table,
    /// Mistakes in the syntax of the file.
    broken: Vec<Diagnostic>,
    /// Mistakes in what the file says.
    mistakes: Vec<Diagnostic>,
    in_environment: Vec<String>,
}

impl<'a> Merge<'a> {
    pub(super) fn new(
        environment: &'a Environment,
        file: Option<&'a SourceFile>,
        defaults: &'a Table,
    ) -> Self {
        let tree = file.map_or_else(Default::default, |file| read(file.text(), file.syntax()));
        let mut merge = Self {
            environment,
            file,
            table: tree.table,
            defaults,
            broken: tree.broken,
            mistakes: tree.duplicates,
            in_environment: Vec::new(),
        };
        merge.refuse_unknown_keys();
        merge
    }

    fn refuse_unknown_keys(&mut self) {
        let known: Vec<&str> = (KEYS.iter().map(|key| key.name))
            .chain(credential::TOP_LEVEL)
            .collect();
        for entry in &self.table {
            if entry.key != SCHEMA && !known.contains(&entry.key.as_str()) {
                let span = entry.key_span.clone();
                self.mistakes
                    .push(mistake::unknown_key(span, &entry.key, &known));
            }
        }
    }

    /// A setting with one value.
    pub(super) fn one<T>(
        &mut self,
        key: &Key,
        flag: Option<T>,
        parse: fn(&str) -> Result<T, BadValue>,
    ) -> Option<Sourced<T>> {
        // The layers below are read although one above has a value: their mistakes are mistakes all the same.
        let file = self.in_file(key, |entry| scalar(key, entry, parse));
        let variable = self.in_variable(key, parse);
        let default = || scalar(key, find(self.defaults, key)?, parse).ok();
        from_flag(key, flag).or(variable).or(file).or_else(|| {
            Some(Sourced {
                value: default()?,
                origin: Origin::Default,
            })
        })
    }

    /// A setting with a list of values.
    pub(super) fn list<T: Clone>(
        &mut self,
        key: &Key,
        flag: Option<&Vec<T>>,
        parse: fn(&str) -> Result<T, BadValue>,
    ) -> Option<Sourced<Vec<T>>> {
        let file = self.in_file(key, |entry| items(key, entry, parse));
        let variable = self.in_variable(key, |text| {
            let parts = text
                .split(',')
                .map(str::trim)
                .filter(|part| !part.is_empty());
            parts.map(parse).collect()
        });
        let default = || items(key, find(self.defaults, key)?, parse).ok();
        from_flag(key, flag.cloned())
            .or(variable)
            .or(file)
            .or_else(|| {
                Some(Sourced {
                    value: default()?,
                    origin: Origin::Default,
                })
            })
    }

    fn in_file<T>(
        &mut self,
        key: &Key,
        parse: impl Fn(&Entry) -> Result<T, Vec<Diagnostic>>,
    ) -> Option<Sourced<T>> {
        let entry = find(&self.table, key)?;
        match parse(entry) {
            Ok(value) => Some(Sourced {
                value,
                origin: self.origin(&entry.place())?,
            }),
            Err(mistakes) => {
                self.mistakes.extend(mistakes);
                None
            }
        }
    }

    fn in_variable<T>(
        &mut self,
        key: &Key,
        parse: impl Fn(&str) -> Result<T, BadValue>,
    ) -> Option<Sourced<T>> {
        match parse(self.environment.var(key.env)?) {
            Ok(value) => Some(Sourced {
                value,
                origin: Origin::Env(key.env.to_owned()),
            }),
            Err(bad) => {
                let line = format!(
                    "environment variable {} {bad}\n  help: {}",
                    key.env, bad.help
                );
                self.in_environment.push(line);
                None
            }
        }
    }

    fn origin(&self, span: &Range<usize>) -> Option<Origin> {
        let file = self.file?;
        let (line, column) = position(file.text(), span.start);
        Some(Origin::File {
            path: file.path.clone(),
            line,
            column,
        })
    }

    /// The credentials.
    pub(super) fn credentials(&mut self) -> Credentials {
        let (found, mistakes) = credential_file::read(&self.table);
        self.mistakes.extend(mistakes);
        let placed = found
            .into_iter()
            .filter_map(|(place, given, span)| Some((place, given, self.origin(&span)?)))
            .collect();
        let folder = self
            .path()
            .and_then(|path| path.parent().map(PathBuf::from));
        Credentials::new(placed, folder.unwrap_or_default(), self.environment.clone())
    }

    /// The path of the file.
    pub(super) fn path(&self) -> Option<PathBuf> {
        self.file.map(|file| file.path.clone())
    }

    /// Variables whose names are nearly ours.
    pub(super) fn warnings(&self) -> Vec<String> {
        let known: Vec<&str> = (KEYS.iter().map(|key| key.env))
            .chain(credential::VARIABLES.iter().map(|(_, name)| *name))
            .chain([CONFIG_VARIABLE, SIGN_KEY_VARIABLE])
            .collect();
        let ours = self.environment.vars.keys().filter_map(|name| {
            let rest = name.strip_prefix(PREFIX)?;
            let unknown = !known.contains(&name.as_str());
            unknown.then_some((name, rest))
        });
        ours.filter_map(|(name, rest)| {
            let meant = nearest(
                rest,
                known.iter().filter_map(|name| name.strip_prefix(PREFIX)),
            )?;
            Some(format!(
                "nothing reads the environment variable {name}; did you mean {PREFIX}{meant}?"
            ))
        })
        .collect()
    }

    /// All mistakes that were found, if any was.
    pub(super) fn finish(self) -> Option<Mistakes> {
        let name = self.path().unwrap_or_default().display().to_string();
        let text = self.file.map(SourceFile::text).unwrap_or_default();
        let mistakes = without_echoes(text, self.broken, self.mistakes);
        if mistakes.is_empty() && self.in_environment.is_empty() {
            return None;
        }
        Some(Mistakes {
            file: Diagnostics::new(name, &mask::secrets(text), mistakes),
            environment: self.in_environment,
        })
    }
}

/// All mistakes, less those that only follow from broken syntax: a value that could not be read is of no type, and
/// behind a broken table header nothing is where it seems to be.
fn without_echoes(
    text: &str,
    broken: Vec<Diagnostic>,
    mut mistakes: Vec<Diagnostic>,
) -> Vec<Diagnostic> {
    // What is this broken is no configuration, and nothing in it means anything.
    if broken.len() > 100 {
        mistakes.clear();
    }
    for Diagnostic { span, .. } in broken.iter().take(100) {
        let (before, after) = text.split_at_checked(span.start).unwrap_or((text, ""));
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        let value = before.get(start..).unwrap_or_default().contains('=');
        let end = match after.find('\n').filter(|_| value) {
            Some(length) => before.len() + length,
            None => usize::MAX,
        };
        mistakes.retain(|mistake| !(start..end).contains(&mistake.span.start));
    }
    broken.into_iter().chain(mistakes).collect()
}

fn find<'t>(table: &'t Table, key: &Key) -> Option<&'t Entry> {
    table.iter().find(|entry| entry.key == key.name)
}

fn from_flag<T>(key: &Key, flag: Option<T>) -> Option<Sourced<T>> {
    let origin = Origin::Flag(key.flag);
    flag.map(|value| Sourced { value, origin })
}

fn scalar<T>(
    key: &Key,
    entry: &Entry,
    parse: fn(&str) -> Result<T, BadValue>,
) -> Result<T, Vec<Diagnostic>> {
    let text = match (key.shape, &entry.node.value) {
        (Shape::Text | Shape::TextOrInteger, Value::Text(text)) => text.clone(),
        (Shape::Integer | Shape::TextOrInteger, Value::Integer(digits)) => digits.clone(),
        (Shape::Boolean, Value::Boolean(value)) => value.to_string(),
        (shape, value) => {
            let (place, found) = (entry.place(), value.kind());
            return Err(vec![mistake::wrong_type(
                place,
                key.name,
                shape.name(),
                found,
            )]);
        }
    };
    parse(&text).map_err(|bad| vec![mistake::bad_value(entry.place(), key.name, &bad)])
}

fn items<T>(
    key: &Key,
    entry: &Entry,
    parse: fn(&str) -> Result<T, BadValue>,
) -> Result<Vec<T>, Vec<Diagnostic>> {
    let Value::List(nodes) = &entry.node.value else {
        let (place, found) = (entry.place(), entry.node.value.kind());
        return Err(vec![mistake::wrong_type(
            place,
            key.name,
            key.shape.name(),
            found,
        )]);
    };
    let mut list = Vec::new();
    let mut mistakes = Vec::new();
    for (index, Node { span, value }) in nodes.iter().enumerate() {
        let name = format!("{}[{index}]", key.name);
        let span = span.clone();
        match value {
            Value::Text(text) => match parse(text) {
                Ok(value) => list.push(value),
                Err(bad) => mistakes.push(mistake::bad_value(span, &name, &bad)),
            },
            other => mistakes.push(mistake::wrong_type(span, &name, "a string", other.kind())),
        }
    }
    if mistakes.is_empty() {
        Ok(list)
    } else {
        Err(mistakes)
    }
}
