//! Writes what a command gives: the document on stdout and the reports that were asked for.

use std::{
    fmt::Display,
    fs::{self, File, OpenOptions},
    io::{self, BufWriter, Seek, Write},
    panic::resume_unwind,
    path::{self, Path},
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

use super::terminal::Terminal;
use crate::{
    config::{FailOn, Format, ReportFormat, ReportTarget},
    error::{Error, Exit},
    exchange::{Finding, OutcomeKind, Record, Severity},
    report::{
        WriteError, console, github, har, html, junit, machine::JsonReport, page, pretty, sarif,
        summary, tally::Specs, tap,
    },
};

/// Says that every report can be written, before anything is sent.
pub(super) fn check_writable(targets: &[ReportTarget]) -> Result<(), Error> {
    apart(targets)?;
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

/// Says that no report would be written over another.
fn apart(targets: &[ReportTarget]) -> Result<(), Error> {
    let place = |target: &ReportTarget| path::absolute(&target.path).ok();
    // A device or a pipe takes any number.
    let takes_all = |target: &ReportTarget| {
        let known = fs::metadata(&target.path);
        known.is_ok_and(|known| !known.is_file() && !known.is_dir())
    };
    for (index, target) in targets.iter().enumerate() {
        let mut before = targets.iter().take(index);
        let other = before.find(|other| place(other) == place(target));
        if let Some(other) = other.filter(|_| !takes_all(target)) {
            return Err(Error::SamePlace {
                one: other.format,
                other: target.format,
                path: target.path.clone(),
            });
        }
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
    for (target, written) in targets.iter().zip(write_reports(record, targets, fail_on)) {
        match written {
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

/// Writes reports of a record, two at a time; what became of each.
pub fn write_reports(
    record: &Record,
    targets: &[ReportTarget],
    fail_on: FailOn,
) -> Vec<Result<(), Error>> {
    let mut order: Vec<_> = targets.iter().enumerate().collect();
    order.sort_by_key(|(_, target)| turn(target.format));
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        loop {
            let turn = next.fetch_add(1, Ordering::Relaxed);
            let Some((index, target)) = order.get(turn) else {
                return done;
            };
            done.push((*index, write_report(record, target, fail_on)));
        }
    };
    let mut done = thread::scope(|scope| {
        // A second thread costs more than what it saves on the two reports that are the default.
        let helper = (targets.len() > 2).then(|| scope.spawn(work));
        let mut done = work();
        if let Some(helper) = helper {
            done.extend(helper.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
        done
    });
    done.sort_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, written)| written).collect()
}

/// When a report is written among others: what takes longest begins first, so that nothing is waited for in the end.
fn turn(format: ReportFormat) -> u8 {
    match format {
        ReportFormat::Html => 0,
        ReportFormat::Record => 1,
        ReportFormat::Markdown => 2,
        ReportFormat::Har | ReportFormat::Json | ReportFormat::Junit => 3,
        ReportFormat::Tap | ReportFormat::Sarif | ReportFormat::Github => 4,
    }
}

/// Writes one report of a record; a finding fails it from a severity on.
///
/// # Errors
///
/// What it is to be written to cannot be written.
pub fn write_report(record: &Record, target: &ReportTarget, fail_on: FailOn) -> Result<(), Error> {
    let path = &target.path;
    create_parent(path).map_err(|source| unwritable(path, source))?;
    let least = fail_on.least();
    match target.format {
        ReportFormat::Markdown => write_markdown(record, target),
        ReportFormat::Html => write_made(path, |out| html::write(record, out)),
        ReportFormat::Record => write_made(path, |out| pretty::write(record, out)),
        ReportFormat::Json => write_made(path, |out| pretty::write(&JsonReport::of(record), out)),
        ReportFormat::Har => write_made(path, |out| pretty::write(&har::document(record)?, out)),
        ReportFormat::Junit => write_made(path, |out| junit::write(record, least, out)),
        ReportFormat::Tap => write_made(path, |out| Ok(tap::write(record, least, out)?)),
        ReportFormat::Sarif => {
            let exit = exit(record, fail_on) as u8;
            write_made(path, |out| sarif::write(record, exit, out))
        }
        ReportFormat::Github => write_text(path, &github::summary(record, github::SUMMARY_LIMIT)),
    }
}

/// Opens a file to be written over what was there, and cut only where that was longer: a file that is emptied first is
/// written to the disk as soon as it is closed (ext4), for which the run would wait.
fn open_over(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    let options = options.write(true).create(true).truncate(false);
    options.open(path)
}

/// Ends a file behind what was written last.
fn end_here(mut file: File) -> io::Result<()> {
    let was = file.metadata()?;
    // A pipe or a device has no length.
    if was.is_file() {
        let is = file.stream_position()?;
        if was.len() > is {
            file.set_len(is)?;
        }
    }
    Ok(())
}

fn end_buffered(file: BufWriter<File>) -> io::Result<()> {
    end_here(file.into_inner().map_err(io::IntoInnerError::into_error)?)
}

fn write_text(path: &Path, text: &str) -> Result<(), Error> {
    let written = open_over(path).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        end_here(file)
    });
    written.map_err(|source| unwritable(path, source))
}

/// Writes a report as it is made: that of a long run is longer than what should be in memory.
fn write_made(
    path: &Path,
    write: impl FnOnce(&mut BufWriter<File>) -> Result<(), WriteError>,
) -> Result<(), Error> {
    let unwritable = |source| unwritable(path, source);
    let mut file = BufWriter::with_capacity(1 << 16, open_over(path).map_err(unwritable)?);
    let written = write(&mut file);
    // Also what failed is ended where it did: nothing of an older, longer report stays behind it.
    let ended = end_buffered(file);
    written.map_err(|error| match error {
        WriteError::Render(error) => Error::Bug(error.to_string()),
        WriteError::Write(source) => unwritable(source),
    })?;
    ended.map_err(unwritable)
}

fn write_markdown(record: &Record, target: &ReportTarget) -> Result<(), Error> {
    let page = |scenario| bug(page::write(scenario, record.origin));
    if let (false, [scenario]) = (is_folder(target), record.scenarios.as_slice()) {
        return write_text(&target.path, &page(scenario)?);
    }
    let folder = if is_folder(target) {
        target.path.as_path()
    } else {
        target.path.parent().unwrap_or(Path::new(""))
    };
    fs::create_dir_all(folder).map_err(|source| unwritable(folder, source))?;
    for scenario in &record.scenarios {
        write_text(&folder.join(scenario.page_name()), &page(scenario)?)?;
    }
    let summary = bug(summary::write(record))?;
    write_text(&folder.join("summary.md"), &summary)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_an_older_report_stays_behind_one_that_failed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("report");
        fs::write(&path, "older and longer").unwrap();
        let failed = write_made(&path, |out| {
            out.write_all(b"new")?;
            Err(io::Error::other("full").into())
        });
        assert!(
            matches!(failed, Err(Error::Unwritable { .. })),
            "{failed:?}"
        );
        assert_eq!(fs::read(&path).unwrap(), b"new");
    }

    #[test]
    fn two_reports_do_not_go_to_the_same_place() {
        let folder = tempfile::tempdir().unwrap();
        let target = |format, path: &str| ReportTarget {
            format,
            path: folder.path().join(path),
        };
        let two = |one, other| {
            apart(&[
                target(ReportFormat::Tap, one),
                target(ReportFormat::Har, other),
            ])
        };
        assert!(two("a", "b").is_ok());
        let error = two("a", "./a").unwrap_err();
        assert_eq!(error.exit(), Exit::Usage);
        let said = error.to_string();
        assert!(
            said.starts_with("the reports tap and har both go to "),
            "{said}"
        );
        fs::write(folder.path().join("a"), "").unwrap();
        assert!(two("a", "a").is_err());
        assert!(two("/dev/null", "/dev/null").is_ok());
    }

    #[test]
    fn nothing_is_left_of_a_longer_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("report.json");
        for text in ["", "a longer text", "short", "shorts"] {
            write_text(&path, text).unwrap();
            assert_eq!(fs::read_to_string(&path).unwrap(), text);
        }
    }
}
