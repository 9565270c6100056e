//! The reports that tools read: each in its schema or grammar, whatever the target sent, and one snapshot of each.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "what is not there fails the test, and a test that is skipped says so"
)]

mod action;
mod every;
mod github;
mod har;
mod junit;
mod sample;
mod sarif;
mod tap;

use issuercheck::{
    cli,
    config::{FailOn, ReportFormat, ReportTarget},
    exchange::Record,
};

/// A record as one file of this format.
pub(crate) fn render(record: &Record, format: ReportFormat) -> String {
    render_failing_on(record, format, FailOn::Failure)
}

pub(crate) fn render_failing_on(record: &Record, format: ReportFormat, fail_on: FailOn) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("report");
    let target = ReportTarget {
        format,
        path: path.clone(),
    };
    cli::write_report(record, &target, fail_on).unwrap();
    std::fs::read_to_string(path).unwrap()
}

/// A report without the version of this build, which is no part of its form.
pub(crate) fn without_version(text: &str) -> String {
    text.replace(env!("CARGO_PKG_VERSION"), "VERSION")
}
