//! What rendering costs: a record of a thousand scenario results in each format and in all of them, with the peak of memory.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a benchmark prints, and stops where it cannot go on"
)]

use std::{fs, path::Path, time::Instant};

use issuercheck::{
    check::{Selection, judge_record},
    cli,
    clock::Clock,
    config::{FailOn, ReportFormat, ReportTarget},
    embedded,
    exchange::Record,
    issuer::Faults,
    scenario,
};

const SCENARIOS: usize = 1_000;

/// How often all formats are written together.
const ROUNDS: usize = 3;

/// What the reports are to stay below.
const MOST_SECONDS: f64 = 1.0;
const MOST_MEBIBYTES: u64 = 200;

fn main() {
    for (what, names) in [("the flow", FLOW), ("all scenarios", &[])] {
        println!("{what}:");
        measure_all(&record(names));
    }
}

/// The scenario that the product started from: a normal course of three steps, with the evidence that is gathered for it.
const FLOW: &[&str] = &["dynamic-client-registration/client-credentials-flow"];

fn measure_all(record: &Record) {
    let findings: usize = record
        .scenarios
        .iter()
        .filter_map(|scenario| scenario.findings.as_ref())
        .map(Vec::len)
        .sum();
    println!(
        "{SCENARIOS} scenario results, {findings} findings, {:.1} MiB as a record; {} MiB resident before",
        mebibytes(record.to_json().unwrap().len()),
        resident("VmRSS").unwrap_or_default()
    );
    let targets = |folder: &Path| -> Vec<ReportTarget> {
        let target = |(format, name): &(ReportFormat, &str)| ReportTarget {
            format: *format,
            path: folder.join(name),
        };
        ReportFormat::ALL.iter().map(target).collect()
    };
    // In memory where there is a place for it: a disk's file system (ext4) is slow to make the thousand files of a report in the
    // place of others that were just deleted, and would be measured more than we are.
    let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir());
    let folder = folder.unwrap();
    for (target, (_, name)) in targets(folder.path()).into_iter().zip(ReportFormat::ALL) {
        measure(record, name, &[target]);
    }
    for round in 0..ROUNDS {
        let together = folder.path().join(round.to_string());
        measure(record, "all", &targets(&together));
    }
}

/// Writes reports as a run does, and prints what that took.
fn measure(record: &Record, name: &str, targets: &[ReportTarget]) {
    forget_peak();
    let start = Instant::now();
    for written in cli::write_reports(record, targets, FailOn::Failure) {
        written.unwrap();
    }
    let seconds = start.elapsed().as_secs_f64();
    let peak = resident("VmHWM").unwrap_or_default();
    let missed = seconds > MOST_SECONDS || peak > MOST_MEBIBYTES;
    println!(
        "{name:10} {:8.1} ms {peak:5} MiB at its peak {:8.1} MiB written{}",
        seconds * 1000.0,
        mebibytes(targets.iter().map(|target| written(&target.path)).sum()),
        if missed { "   over the target" } else { "" }
    );
}

/// A run of these scenarios against an issuer with a fault that keeps no step from being run, as often as it takes.
fn record(names: &[&str]) -> Record {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let faults = Faults::from_ids(["registration-issued-at-date"]).unwrap();
    let names: Vec<_> = names.iter().map(ToString::to_string).collect();
    let scenarios = scenario::select(&names).unwrap();
    let run = embedded::record(scenarios, faults, Clock::System, Some(1));
    let mut record = runtime.block_on(run).unwrap();
    judge_record(&mut record, &Selection::default());
    let results = record.scenarios.iter().cycle().take(SCENARIOS).cloned();
    let mut results: Vec<_> = results.collect();
    for (number, scenario) in results.iter_mut().enumerate() {
        scenario.id = format!("{}-{number}", scenario.id);
    }
    record.scenarios = results;
    record
}

#[expect(clippy::cast_precision_loss, reason = "a size that is printed")]
fn mebibytes(bytes: usize) -> f64 {
    bytes as f64 / 1_048_576.0
}

/// Bytes of a file, or of the files of a folder.
fn written(path: &Path) -> usize {
    let Ok(entries) = fs::read_dir(path) else {
        return usize::try_from(fs::metadata(path).unwrap().len()).unwrap();
    };
    entries.map(|entry| written(&entry.unwrap().path())).sum()
}

/// Has the kernel count the peak of memory anew, where it can.
fn forget_peak() {
    let _ = fs::write("/proc/self/clear_refs", "5");
}

/// A size of this process in MiB, where the kernel says it.
fn resident(name: &str) -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with(name))?;
    let kibibytes: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kibibytes / 1024)
}
