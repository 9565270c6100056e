//! The credentials in a configuration file, each with its place, and the mistakes in how they are written.

use std::ops::Range;

use super::credential::{
    CLIENT_ID, CLIENT_SECRET, Given, PROBES, PUBLIC, SECRETS, TOKEN, flaw, is_name,
};
use super::mistake;
use super::node::{Entry, Table, Value};
use crate::diagnostic::Diagnostic;
use crate::secret::Secret;

type Found = (String, Given, Range<usize>);

/// The credentials in the file, each with its place and the span of its value, and the mistakes.
pub(super) fn read(table: &Table) -> (Vec<Found>, Vec<Diagnostic>) {
    let mut walk = Walk::default();
    for entry in table {
        match entry.key.as_str() {
            TOKEN => walk.credential(TOKEN, entry),
            key @ ("bookingPartners" | "bookingPartnersForSpecificTests") => {
                walk.partners(key, entry);
            }
            PROBES => walk.probes(entry),
            _ => {}
        }
    }
    (walk.found, walk.mistakes)
}

#[derive(Default)]
struct Walk {
    found: Vec<Found>,
    mistakes: Vec<Diagnostic>,
}

impl Walk {
    fn probes(&mut self, entry: &Entry) {
        let known: Vec<&str> = PUBLIC.into_iter().chain(SECRETS).collect();
        for entry in self.table(PROBES, entry) {
            if known.contains(&entry.key.as_str()) {
                self.credential(&format!("{PROBES}.{}", entry.key), entry);
            } else {
                self.unknown(entry, &known);
            }
        }
    }

    fn partners(&mut self, place: &str, entry: &Entry) {
        for partner in self.table(place, entry) {
            if !is_name(&partner.key) {
                let span = partner.key_span.clone();
                self.mistakes.push(mistake::bad_name(span, &partner.key));
                continue;
            }
            let place = format!("{place}.{}", partner.key);
            for entry in self.table(&place, partner) {
                match entry.key.as_str() {
                    "authentication" => {
                        self.authentication(&format!("{place}.authentication"), entry);
                    }
                    _ => self.unknown(entry, &["authentication"]),
                }
            }
        }
    }

    fn authentication(&mut self, place: &str, entry: &Entry) {
        for entry in self.table(place, entry) {
            let inner = format!("{place}.{}", entry.key);
            match entry.key.as_str() {
                TOKEN => self.credential(&inner, entry),
                "clientCredentials" => self.client(&inner, entry),
                _ => self.unknown(entry, &[TOKEN, "clientCredentials"]),
            }
        }
    }

    fn client(&mut self, place: &str, entry: &Entry) {
        for entry in self.table(place, entry) {
            match entry.key.as_str() {
                CLIENT_ID | CLIENT_SECRET => {
                    self.credential(&format!("{place}.{}", entry.key), entry);
                }
                _ => self.unknown(entry, &[CLIENT_ID, CLIENT_SECRET]),
            }
        }
    }

    fn table<'t>(&mut self, place: &str, entry: &'t Entry) -> &'t [Entry] {
        if let Value::Table(entries) = &entry.node.value {
            return entries;
        }
        let found = entry.node.value.kind();
        self.mistakes
            .push(mistake::wrong_type(entry.place(), place, "a table", found));
        &[]
    }

    fn unknown(&mut self, entry: &Entry, known: &[&str]) {
        let span = entry.key_span.clone();
        self.mistakes
            .push(mistake::unknown_key(span, &entry.key, known));
    }

    fn credential(&mut self, place: &str, entry: &Entry) {
        let given = match &entry.node.value {
            Value::Text(text) => match flaw(text) {
                None => Ok(Given::Value(Secret::new(text.as_str()))),
                Some(reason) => Err(reason),
            },
            Value::Table(members) => return self.reference(place, entry, members),
            _ => Err("is neither a string nor a table"),
        };
        match given {
            Ok(given) => self.found.push((place.to_owned(), given, entry.place())),
            Err(reason) => self
                .mistakes
                .push(mistake::bad_secret(entry.place(), place, reason)),
        }
    }

    fn reference(&mut self, place: &str, entry: &Entry, members: &Table) {
        for member in members {
            if !matches!(member.key.as_str(), "env" | "file") {
                self.unknown(member, &["env", "file"]);
            }
        }
        let of = |name: &str| members.iter().find(|member| member.key == name);
        let (member, make): (&Entry, fn(String) -> Given) = match (of("env"), of("file")) {
            (Some(env), None) => (env, Given::Env),
            (None, Some(file)) => (file, |path| Given::File(path.into())),
            (None, None) if !members.is_empty() => return,
            _ => {
                let reason = "needs exactly one of `env` and `file`";
                return self
                    .mistakes
                    .push(mistake::bad_secret(entry.place(), place, reason));
            }
        };
        match &member.node.value {
            Value::Text(text) if !text.is_empty() && !text.contains(char::is_control) => {
                let span = member.node.span.clone();
                self.found
                    .push((place.to_owned(), make(text.clone()), span));
            }
            Value::Text(_) => {
                let span = member.place();
                self.mistakes
                    .push(mistake::bad_secret(span, &member.key, "names nothing"));
            }
            other => {
                let (span, found) = (member.place(), other.kind());
                self.mistakes
                    .push(mistake::wrong_type(span, &member.key, "a string", found));
            }
        }
    }
}
