//! Reads what was recorded: a record, a markdown report of one page or of several.

use std::{
    fs::{self, File},
    io::Read,
    path::{Path, PathBuf},
};

use crate::{
    bundle,
    error::Error,
    exchange::Record,
    report::{page, summary},
};

/// The record in a folder of reports, and the page that links to the others.
const RECORD: &str = "record.json";
const SUMMARY: &str = "summary.md";

/// Reads records and reports; the scenarios of all of them, in order, as one record.
pub(super) fn read(paths: &[PathBuf]) -> Result<Record, Error> {
    let records: Result<Vec<_>, _> = paths.iter().map(|path| read_one(path)).collect();
    merge(records?).ok_or_else(|| Error::Bug("a command without its input".to_owned()))
}

/// The scenarios of all records, in order, as one record; nothing where there is none.
fn merge(records: Vec<Record>) -> Option<Record> {
    let mut records = records.into_iter();
    let mut whole = records.next()?;
    for record in records {
        if record.target.issuer != whole.target.issuer {
            whole.target.issuer = None;
        }
        if record.judged != whole.judged {
            whole.judged = None;
        }
        whole.redacted |= record.redacted;
        whole.interrupted |= record.interrupted;
        whole.out_of_time |= record.out_of_time;
        whole.scenarios.extend(record.scenarios);
    }
    Some(whole)
}

/// Reads a record, a page, a `summary.md` with the pages that it links to, or a folder.
pub(super) fn read_one(path: &Path) -> Result<Record, Error> {
    if path.is_dir() {
        return read_folder(path);
    }
    if let Some(record) = read_long(path)? {
        return Ok(record);
    }
    let bytes = bytes(path)?;
    if bytes.starts_with(b"PK") {
        return bundle::open(&bytes).map_err(|source| Error::Bundle {
            path: path.to_owned(),
            source,
        });
    }
    let text = text(path, bytes)?;
    if text.trim_start().starts_with('{') {
        return Record::from_json(&text).map_err(|source| Error::Record {
            path: path.to_owned(),
            source,
        });
    }
    if path.file_name().is_some_and(|name| name == SUMMARY) {
        return read_linked(path, &text);
    }
    as_page(path, &text)
}

/// From so many bytes on, a record is read in pieces.
const LONG: u64 = 1 << 22;

/// Reads a record that is long; nothing where the file is not, or is something else.
fn read_long(path: &Path) -> Result<Option<Record>, Error> {
    let unreadable = |source| Error::Unreadable {
        path: path.to_owned(),
        source,
    };
    // Before it is opened: what is in a pipe is there for the first that opens it.
    let known = fs::metadata(path).map_err(unreadable)?;
    if !known.is_file() || known.len() < LONG {
        return Ok(None);
    }
    let mut file = File::open(path).map_err(unreadable)?;
    let mut first = [0];
    file.read_exact(&mut first).map_err(unreadable)?;
    if first != *b"{" {
        return Ok(None);
    }
    Record::from_pieces(first.chain(file)).map_err(unreadable)
}

fn as_page(path: &Path, text: &str) -> Result<Record, Error> {
    let name = path.file_name().map(|name| name.to_string_lossy());
    page::read(text, &name.unwrap_or_default()).map_err(|source| Error::Page {
        path: path.to_owned(),
        source,
    })
}

fn bytes(path: &Path) -> Result<Vec<u8>, Error> {
    fs::read(path).map_err(|source| Error::Unreadable {
        path: path.to_owned(),
        source,
    })
}

fn text(path: &Path, bytes: Vec<u8>) -> Result<String, Error> {
    String::from_utf8(bytes).map_err(|_| Error::NotText {
        path: path.to_owned(),
    })
}

/// The pages that a summary links to, in its order.
fn read_linked(path: &Path, summary: &str) -> Result<Record, Error> {
    let folder = path.parent().unwrap_or(Path::new(""));
    let pages = summary::pages(summary);
    merge_pages(pages.iter().map(|page| folder.join(page)))?.ok_or_else(|| Error::Pages {
        path: path.to_owned(),
        why: "it links to no page",
    })
}

fn merge_pages(paths: impl Iterator<Item = PathBuf>) -> Result<Option<Record>, Error> {
    let pages: Result<Vec<_>, _> = paths
        .map(|path| as_page(&path, &text(&path, bytes(&path)?)?))
        .collect();
    Ok(merge(pages?))
}

/// The record in a folder of reports, which knows more than the pages beside it; or the pages.
fn read_folder(folder: &Path) -> Result<Record, Error> {
    let (record, summary) = (folder.join(RECORD), folder.join(SUMMARY));
    match (record.is_file(), summary.is_file()) {
        (true, false) => read_one(&record),
        (false, true) => read_one(&summary),
        (false, false) => read_pages(folder),
        (true, true) => {
            let (record, pages) = (read_one(&record)?, read_one(&summary)?);
            if is_of_the_same_run(&record, &pages) {
                return Ok(record);
            }
            Err(Error::Pages {
                path: folder.to_owned(),
                why: "its record.json and its summary.md are of different runs; name the one that is meant",
            })
        }
    }
}

/// Whether the pages show the scenarios of a record: pages, which say the time in seconds, may be older than a record.
fn is_of_the_same_run(record: &Record, pages: &Record) -> bool {
    let of = |record: &Record| -> Vec<_> {
        let scenarios = record.scenarios.iter();
        let mut runs: Vec<_> = scenarios
            .map(|scenario| (scenario.page_name(), scenario.time.unix_timestamp()))
            .collect();
        runs.sort();
        runs
    };
    of(record) == of(pages)
}

/// Every page in a folder without a summary, by name.
fn read_pages(folder: &Path) -> Result<Record, Error> {
    let unreadable = |source| Error::Unreadable {
        path: folder.to_owned(),
        source,
    };
    let entries: Result<Vec<_>, _> = fs::read_dir(folder).map_err(unreadable)?.collect();
    let paths = entries
        .map_err(unreadable)?
        .into_iter()
        .map(|entry| entry.path());
    let is_page = |path: &PathBuf| path.extension().is_some_and(|end| end == "md");
    let mut paths: Vec<_> = paths.filter(is_page).collect();
    paths.sort();
    merge_pages(paths.into_iter())?.ok_or_else(|| Error::Pages {
        path: folder.to_owned(),
        why: "it has neither a record.json nor a page (.md)",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "[< Return to Summary](summary.md) | File Generated: Fri Jul 22 2022 10:48:08 GMT+0000 \
                        (Coordinated Universal Time)\n\n# A >> b\n";

    #[cfg(unix)]
    #[test]
    fn a_pipe_is_opened_once() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pipe");
        let made = std::process::Command::new("mkfifo").arg(&path).status();
        assert!(made.unwrap().success());
        let written = path.clone();
        let writer = std::thread::spawn(move || fs::write(written, PAGE));
        assert_eq!(read_one(&path).unwrap().scenarios.len(), 1);
        writer.join().unwrap().unwrap();
    }

    #[test]
    fn a_long_record_is_read_as_a_short_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("record.json");
        let mut record = page::read(PAGE, "a_b.md").unwrap();
        let scenario = &record.scenarios[0];
        let enough = usize::try_from(LONG).unwrap() / scenario.heading.len().max(100);
        record.scenarios = vec![scenario.clone(); enough];
        let text = record.to_json().unwrap();
        assert!(text.len() as u64 > LONG);
        fs::write(&path, &text).unwrap();
        assert_eq!(read_one(&path).unwrap(), record);
        // Other files of that length are none, and what is wrong is said as of a short one.
        fs::write(&path, format!("\n{text}")).unwrap();
        assert_eq!(read_one(&path).unwrap(), record);
        let (begin, end) = text.split_at(text.rfind("\"heading\"").unwrap());
        let broken = begin.to_owned() + &end.replacen("heading", "subheading", 1);
        fs::write(&path, &broken).unwrap();
        let Err(Error::Record { source, .. }) = read_one(&path) else {
            panic!("a broken record was read");
        };
        let short = Record::from_json(&broken).unwrap_err();
        assert_eq!(format!("{source:?}"), format!("{short:?}"));
    }
}
