//! Reads what was recorded: a record, or a markdown report.

use std::{fs, path::PathBuf};

use crate::{error::Error, exchange::Record, report::page};

/// Reads records and reports; the scenarios of all of them, in order, as one record.
pub(super) fn read(paths: &[PathBuf]) -> Result<Record, Error> {
    let mut records = paths.iter().map(read_one);
    let Some(first) = records.next() else {
        return Err(Error::Bug("a command without its input".to_owned()));
    };
    let mut whole = first?;
    for record in records {
        let record = record?;
        if record.target.issuer != whole.target.issuer {
            whole.target.issuer = None;
        }
        whole.redacted |= record.redacted;
        whole.interrupted |= record.interrupted;
        whole.out_of_time |= record.out_of_time;
        whole.scenarios.extend(record.scenarios);
    }
    Ok(whole)
}

fn read_one(path: &PathBuf) -> Result<Record, Error> {
    let bytes = fs::read(path).map_err(|source| Error::Unreadable {
        path: path.clone(),
        source,
    })?;
    let text = String::from_utf8(bytes).map_err(|_| Error::NotText { path: path.clone() })?;
    if text.trim_start().starts_with('{') {
        return Record::from_json(&text).map_err(|source| Error::Record {
            path: path.clone(),
            source,
        });
    }
    let name = path
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    page::read(&text, &name).map_err(|source| Error::Page {
        path: path.clone(),
        source,
    })
}
