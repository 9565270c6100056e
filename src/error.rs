//! Exit codes, and the errors of every module joined.

use std::{io, path::PathBuf, process::ExitCode};

use crate::{
    config::{ConfigError, ReportFormat},
    exchange::RecordError,
    plan::PlanError,
    report::page::PageError,
    scenario::SelectError,
};

/// How the process ends. The numbers are part of the contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Nothing at or above `--fail-on` was found.
    Clean = 0,
    /// The target departs from a cited rule, or a spec failed.
    Departs = 1,
    /// The command line is wrong.
    Usage = 2,
    /// A configuration, a scenario, a secret or an input file is not usable.
    Unusable = 3,
    /// The run was over before a spec could be tried, or a check that must judge could not.
    Blocked = 4,
    /// Nothing applied.
    NothingApplied = 5,
    /// A mistake of ours.
    Bug = 70,
    /// A report could not be written.
    Unwritable = 74,
    /// The run was interrupted.
    Interrupted = 130,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// What keeps a command from doing its work.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The configuration.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The choice of scenarios, or a scenario file.
    #[error(transparent)]
    Scenario(#[from] SelectError),
    /// A value that a scenario needs.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// Mistakes in a file, each with its place.
    #[error("{}", .0.render(false, false))]
    Mistakes(crate::diagnostic::Diagnostics),
    /// A choice of checks or profiles that names nothing.
    #[error(transparent)]
    Selection(crate::check::SelectionError),
    /// There is no such check.
    #[error("there is no check `{0}`; `issuercheck list checks` lists them")]
    NoCheck(String),
    /// A file that cannot be read.
    #[error("cannot read {}: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A file that is neither a record nor a report.
    #[error("cannot use {}: it is not UTF-8 text, so neither a record nor a report", path.display())]
    NotText {
        /// The file.
        path: PathBuf,
    },
    /// A record file that is not one.
    #[error("cannot use {}: {}", path.display(), chain(source))]
    Record {
        /// The file.
        path: PathBuf,
        /// Why.
        source: RecordError,
    },
    /// A report that cannot be read back.
    #[error("cannot use {}: {source}", path.display())]
    Page {
        /// The file.
        path: PathBuf,
        /// Why.
        source: PageError,
    },
    /// A folder or a summary without pages.
    #[error("cannot use {}: {why}", path.display())]
    Pages {
        /// The folder or the summary.
        path: PathBuf,
        /// What is wrong with it.
        why: &'static str,
    },
    /// A file that is no bundle and no certificate.
    #[error("cannot use {}: {source}", path.display())]
    Bundle {
        /// The file.
        path: PathBuf,
        /// Why.
        source: crate::bundle::NoContainer,
    },
    /// A bundle that cannot be written.
    #[error("cannot write the evidence bundle: {0}")]
    Bundling(#[from] crate::bundle::BundleError),
    /// A key that cannot be used.
    #[error("cannot use the key of {what}: {source}")]
    Key {
        /// The file or the variable.
        what: String,
        /// Why.
        source: crate::bundle::KeyError,
    },
    /// A page that cannot be rendered: our own mistake.
    #[error("this is a mistake in issuercheck, please report it: {0}")]
    Certificate(#[from] crate::certificate::PageError),
    /// The certificates of `--cacert`.
    #[error("cannot use {} as trusted certificates: {why}", path.display())]
    CaCert {
        /// The file.
        path: PathBuf,
        /// Why.
        why: String,
    },
    /// Every scenario that was chosen has probes, which `--passive` leaves out.
    #[error(
        "--passive leaves nothing to run: every scenario that was chosen has probes\n  help: leave the scenarios out, or \
         `--passive`"
    )]
    NothingPassive,
    /// The embedded issuer does not start.
    #[error("the embedded reference issuer does not start: {0}")]
    Issuer(String),
    /// A file or stream that cannot be written.
    #[error("cannot write {what}: {source}")]
    Unwritable {
        /// What was to be written.
        what: String,
        /// Why.
        source: io::Error,
    },
    /// Two reports that would be written to the same place, so that one of them would be lost.
    #[error(
        "the reports {one} and {other} both go to {}\n  help: give one of them another path", path.display()
    )]
    SamePlace {
        /// The form of one.
        one: ReportFormat,
        /// The form of the other.
        other: ReportFormat,
        /// Where they go.
        path: PathBuf,
    },
    /// A mistake of ours.
    #[error("this is a mistake in issuercheck, please report it: {0}")]
    Bug(String),
}

impl crate::bundle::BundleError {
    /// The exit code that the error stands for.
    fn exit(&self) -> Exit {
        match self {
            Self::TooMuch(_) | Self::SamePath(_) | Self::Hosts(_) | Self::Stale(_) => {
                Exit::Unusable
            }
            Self::Render(_) | Self::Json(_) => Exit::Bug,
        }
    }
}

impl Error {
    /// The exit code that the error stands for.
    pub fn exit(&self) -> Exit {
        match self {
            Self::Config(_)
            | Self::Scenario(_)
            | Self::Plan(_)
            | Self::Unreadable { .. }
            | Self::Mistakes(_)
            | Self::NotText { .. }
            | Self::Record { .. }
            | Self::Page { .. }
            | Self::Pages { .. }
            | Self::Bundle { .. }
            | Self::Key { .. }
            | Self::CaCert { .. }
            | Self::Issuer(_) => Exit::Unusable,
            Self::Selection(_)
            | Self::NoCheck(_)
            | Self::NothingPassive
            | Self::SamePlace { .. } => Exit::Usage,
            Self::Unwritable { .. } => Exit::Unwritable,
            Self::Bundling(error) => error.exit(),
            Self::Bug(_) | Self::Certificate(_) => Exit::Bug,
        }
    }
}

/// An error with its causes.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}
