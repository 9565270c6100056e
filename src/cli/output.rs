//! Writes what a command gives: the document on stdout and the reports that were asked for.

use std::{
    fmt::Display,
    fs::{self, File, OpenOptions},
    io::{self, BufWriter, Write},
    path::Path,
};

use super::terminal::Terminal;
use crate::{
    config::{FailOn, Format, ReportFormat, ReportTarget},
    error::{Error, Exit},
    exchange::{Finding, OutcomeKind, Record, Severity},
    report::{
        console, github, har,
        html::{self, HtmlError},
        junit,
        machine::JsonReport,
        page, sarif, summary,
        tally::Specs,
        tap, validations,
    },
};

/// Says that every report can be written, before anything is sent.
pub(super) fn check_writable(targets: &[ReportTarget]) -> Result<(), Error> {
    for target in targets {
        let probe = if is_folder(target) {
            fs::create_dir_all(&target.path)
                .and_then(|()| probe(&target.path.join(".issuercheck-probe")))
        } else {
            create_parent(&target.path).and_then(|()| probe(&target.path))
        };
        probe.map_err(|source| Error::Unwritable {
            what: target.path.display().to_string(),
            source,
        })?;
    }
    Ok(())
}

/// Says that a file can be written, before anything is sent.
pub(super) fn probe_file(path: &Path) -> Result<(), Error> {
    let probed = create_parent(path).and_then(|()| probe(path));
    probed.map_err(|source| unwritable(path, source))
}

/// Writes a file.
pub(super) fn write_file(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let written = create_parent(path).and_then(|()| fs::write(path, bytes));
    written.map_err(|source| unwritable(path, source))
}

fn unwritable(path: &Path, source: io::Error) -> Error {
    Error::Unwritable {
        what: path.display().to_string(),
        source,
    }
}

/// A markdown report is a folder, unless a page is named for it.
fn is_folder(target: &ReportTarget) -> bool {
    target.format == ReportFormat::Markdown
        && target
            .path
            .extension()
            .is_none_or(|extension| extension != "md")
}

fn create_parent(path: &Path) -> io::Result<()> {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => fs::create_dir_all(parent),
        _ => Ok(()),
    }
}

/// Opens a file for writing without changing it; one that was not there is gone again.
fn probe(path: &Path) -> io::Result<()> {
    let existed = path.exists();
    OpenOptions::new().create(true).append(true).open(path)?;
    if existed {
        Ok(())
    } else {
        fs::remove_file(path)
    }
}

/// Writes the reports, each even if another fails, and the document on stdout; the exit code of the record.
pub(super) fn write(
    record: &Record,
    targets: &[ReportTarget],
    format: Format,
    fail_on: FailOn,
    terminal: &Terminal,
) -> Result<Exit, Error> {
    let mut failed = None;
    for target in targets {
        match write_report(record, target, fail_on) {
            Ok(()) => terminal.say(&format!("wrote {}", target.path.display())),
            Err(error) => {
                terminal.error(&error);
                failed = Some(error.exit());
            }
        }
    }
    let document = document(record, format, terminal)?;
    terminal.out(&document)?;
    Ok(failed.unwrap_or_else(|| exit(record, fail_on)))
}

fn document(record: &Record, format: Format, terminal: &Terminal) -> Result<String, Error> {
    let text = match format {
        Format::Text => console::render(record, terminal.color_out),
        Format::Json => bug(JsonReport::of(record).text())?,
    };
    Ok(match format {
        _ if !terminal.actions => text,
        Format::Text => github::without_commands(&text),
        Format::Json => github::json_without_commands(&text),
    })
}

/// Whatever keeps a record from being rendered is a mistake of ours.
fn bug<T, E: Display>(result: Result<T, E>) -> Result<T, Error> {
    result.map_err(|error| Error::Bug(error.to_string()))
}

/// 70 wins, then 1, 4, 5, 0.
fn exit(record: &Record, fail_on: FailOn) -> Exit {
    let specs = Specs::of_all(record);
    let least = fail_on.least();
    let findings: Vec<&Finding> = record
        .scenarios
        .iter()
        .flat_map(|scenario| &scenario.findings)
        .flatten()
        .collect();
    let any = |outcome: OutcomeKind, least: Severity| {
        findings.iter().any(|finding| {
            finding.outcome == outcome && finding.severity >= least && finding.known.is_none()
        })
    };
    let out_of_time = record.out_of_time && specs.not_run > 0;
    if any(OutcomeKind::Broken, Severity::Suggestion) {
        Exit::Bug
    } else if specs.failed > 0 || any(OutcomeKind::Fail, least) {
        Exit::Departs
    } else if any(OutcomeKind::Blocked, Severity::Failure) || out_of_time {
        Exit::Blocked
    } else if specs.any_tried() || any(OutcomeKind::Pass, Severity::Suggestion) {
        Exit::Clean
    } else {
        Exit::NothingApplied
    }
}

/// Writes one report of a record; a finding fails it from a severity on.
///
/// # Errors
///
/// What it is to be written to cannot be written.
pub fn write_report(record: &Record, target: &ReportTarget, fail_on: FailOn) -> Result<(), Error> {
    let write = |path: &Path, text: &str| {
        write_over(path, text).map_err(|source| Error::Unwritable {
            what: path.display().to_string(),
            source,
        })
    };
    create_parent(&target.path).map_err(|source| Error::Unwritable {
        what: target.path.display().to_string(),
        source,
    })?;
    let text = match target.format {
        ReportFormat::Record => bug(record.to_json())?,
        ReportFormat::Json => bug(JsonReport::of(record).text())?,
        ReportFormat::Junit => bug(junit::write(record, fail_on.least()))?,
        ReportFormat::Sarif => bug(sarif::write(record, exit(record, fail_on) as u8))?,
        ReportFormat::Tap => tap::write(record, fail_on.least()),
        ReportFormat::Github => github::summary(record, github::SUMMARY_LIMIT),
        ReportFormat::Har => bug(har::write(record))?,
        ReportFormat::Html => return write_html(record, &target.path),
        ReportFormat::Markdown => return write_markdown(record, target, write),
    };
    write(&target.path, &text)
}

/// Writes a file over what was there, and cuts it only where it was longer: a file that is emptied first is written to the
/// disk as soon as it is closed (ext4), for which the run would wait.
fn write_over(path: &Path, text: &str) -> io::Result<()> {
    let mut options = OpenOptions::new();
    let mut file = options
        .write(true)
        .create(true)
        .truncate(false)
        .open(path)?;
    file.write_all(text.as_bytes())?;
    let (was, is) = (file.metadata()?, text.len() as u64);
    // A pipe or a device has no length.
    if was.is_file() && was.len() > is {
        file.set_len(is)?;
    }
    Ok(())
}

/// Writes the page as it is made: that of a long run is longer than what should be in memory.
fn write_html(record: &Record, path: &Path) -> Result<(), Error> {
    let unwritable = |source| Error::Unwritable {
        what: path.display().to_string(),
        source,
    };
    let mut file = BufWriter::new(File::create(path).map_err(unwritable)?);
    html::write(record, &mut file).map_err(|error| match error {
        HtmlError::Render(error) => Error::Bug(error.to_string()),
        HtmlError::Write(source) => unwritable(source),
    })?;
    file.flush().map_err(unwritable)
}

fn write_markdown(
    record: &Record,
    target: &ReportTarget,
    write: impl Fn(&Path, &str) -> Result<(), Error>,
) -> Result<(), Error> {
    let record = &validations::shown(record);
    let page = |scenario| bug(page::write(scenario, record.origin));
    if let (false, [scenario]) = (is_folder(target), record.scenarios.as_slice()) {
        return write(&target.path, &page(scenario)?);
    }
    let folder = if is_folder(target) {
        target.path.as_path()
    } else {
        target.path.parent().unwrap_or(Path::new(""))
    };
    fs::create_dir_all(folder).map_err(|source| Error::Unwritable {
        what: folder.display().to_string(),
        source,
    })?;
    for scenario in &record.scenarios {
        write(&folder.join(scenario.page_name()), &page(scenario)?)?;
    }
    let summary = bug(summary::write(record))?;
    write(&folder.join("summary.md"), &summary)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_left_of_a_longer_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("report.json");
        for text in ["", "a longer text", "short", "shorts"] {
            write_over(&path, text).unwrap();
            assert_eq!(fs::read_to_string(&path).unwrap(), text);
        }
    }
}
