//! The file of `--known-deviations`.

use std::{fs, path::Path};

use serde::Deserialize;
use time::{Date, macros::format_description};
use toml::Spanned;

use super::terminal::Terminal;
use crate::{
    check::{Deviation, Stale, accept},
    checks,
    diagnostic::{self, Diagnostic, Diagnostics},
    error::Error,
    exchange::Record,
};

/// The deviations of a file; none where there is no file.
#[derive(Default)]
pub(super) struct Deviations {
    file: String,
    text: String,
    list: Vec<Deviation>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    deviation: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    check: Spanned<String>,
    at: Option<String>,
    reason: Spanned<String>,
    expires: Option<Spanned<String>>,
}

impl Deviations {
    /// Reads the file.
    pub(super) fn load(path: Option<&Path>) -> Result<Self, Error> {
        let Some(path) = path else {
            return Ok(Self::default());
        };
        let text = fs::read_to_string(path).map_err(|source| Error::Unreadable {
            path: path.to_owned(),
            source,
        })?;
        let file = path.display().to_string();
        let mut mistakes = Vec::new();
        let list = match toml::from_str::<File>(&text) {
            Ok(read) => read
                .deviation
                .into_iter()
                .filter_map(|entry| deviation(entry, &mut mistakes))
                .collect(),
            Err(error) => {
                let span = error.span().unwrap_or(0..0);
                mistakes.push(mistake(span, error.message().to_owned(), None));
                Vec::new()
            }
        };
        if !mistakes.is_empty() {
            return Err(Error::Mistakes(Diagnostics::new(file, &text, mistakes)));
        }
        Ok(Self { file, text, list })
    }

    /// Marks what is accepted, and says what is stale.
    pub(super) fn accept(&self, record: &mut Record, terminal: &Terminal) {
        for (index, stale) in accept(record, &self.list) {
            let Some(deviation) = self.list.get(index) else {
                continue;
            };
            let (line, column) = diagnostic::position(&self.text, deviation.span.start);
            let said = match stale {
                Stale::Unused => "no longer occurs; take it out".to_owned(),
                Stale::Expired(last) => format!("was accepted until {last}; it counts again"),
            };
            terminal.say(&format!(
                "warning: {}:{line}:{column}: {} {said}",
                self.file, deviation.check
            ));
        }
    }
}

impl Deviations {
    /// Marks what is accepted, without a word on what is stale: of a record that another is compared with.
    pub(super) fn accept_quietly(&self, record: &mut Record) {
        accept(record, &self.list);
    }
}

fn mistake(span: std::ops::Range<usize>, message: String, help: Option<String>) -> Diagnostic {
    Diagnostic {
        message,
        span,
        label: "here".to_owned(),
        help,
    }
}

fn deviation(entry: Entry, mistakes: &mut Vec<Diagnostic>) -> Option<Deviation> {
    let span = entry.check.span();
    let Some(check) = checks::find(entry.check.get_ref()) else {
        let near = diagnostic::nearest(entry.check.get_ref(), checks::all().map(|check| check.id));
        let help = near.map(|near| format!("did you mean `{near}`?"));
        mistakes.push(mistake(span, "there is no such check".to_owned(), help));
        return None;
    };
    if entry.reason.get_ref().trim().is_empty() {
        let help = Some("say why it is accepted for now".to_owned());
        mistakes.push(mistake(
            entry.reason.span(),
            "the reason is empty".to_owned(),
            help,
        ));
        return None;
    }
    let expires = match entry.expires {
        None => None,
        Some(text) => {
            let format = format_description!("[year]-[month]-[day]");
            let Ok(date) = Date::parse(text.get_ref(), format) else {
                let help = Some("write it as \"2027-01-31\"".to_owned());
                mistakes.push(mistake(text.span(), "not a date".to_owned(), help));
                return None;
            };
            Some(date)
        }
    };
    let reason = entry.reason.into_inner();
    Some(Deviation {
        check: check.id.to_owned(),
        at: entry.at,
        reason,
        expires,
        span,
    })
}
