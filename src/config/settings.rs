//! The settings of a run, merged.

use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::credential::Credentials;
use super::merge::Merge;
use super::node::{Syntax, Table, read};
use super::{
    Annotations, Color, ConfigError, Environment, FailOn, Format, ReportTarget, SourceFile, keys,
    load, value,
};
use crate::clock::Clock;

/// What the command line said. The values are checked already: the functions of [`super`] that read single values, such
/// as [`super::duration`], are made to be clap's value parsers, so that a mistake is a usage mistake.
#[derive(Clone, Debug, Default)]
pub struct Flags {
    /// `--config`: the configuration file.
    pub config: Option<PathBuf>,
    /// `--issuer`.
    pub issuer: Option<String>,
    /// `--name`.
    pub name: Option<String>,
    /// `--cacert`.
    pub cacert: Option<PathBuf>,
    /// `--insecure`.
    pub insecure: Option<bool>,
    /// `--jobs`.
    pub jobs: Option<usize>,
    /// `--delay`.
    pub delay: Option<Duration>,
    /// `--max-requests`.
    pub max_requests: Option<u64>,
    /// `--retry-limit`.
    pub retry_limit: Option<Duration>,
    /// `--settle`.
    pub settle: Option<Duration>,
    /// `--keep-clients`.
    pub keep_clients: Option<bool>,
    /// `--passive`.
    pub passive: Option<bool>,
    /// `--plain-http-port`.
    pub plain_http_port: Option<u16>,
    /// `--timeout`.
    pub timeout: Option<Duration>,
    /// `--run-timeout`.
    pub run_timeout: Option<Duration>,
    /// `--max-body`.
    pub max_body: Option<u64>,
    /// `--max-wire-body`.
    pub max_wire_body: Option<u64>,
    /// `--checks`.
    pub checks: Option<Vec<String>>,
    /// `--fail-on`.
    pub fail_on: Option<FailOn>,
    /// `--report`, as often as it was given.
    pub reports: Option<Vec<ReportTarget>>,
    /// `--format`.
    pub format: Option<Format>,
    /// `--color`.
    pub color: Option<Color>,
    /// `--annotations`.
    pub annotations: Option<Annotations>,
    /// `--clock`.
    pub clock: Option<Clock>,
    /// `--seed`.
    pub seed: Option<u64>,
    /// The scenarios that were named.
    pub scenarios: Option<Vec<String>>,
}

/// Where a value came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A flag, by its name.
    Flag(&'static str),
    /// An environment variable, by its name.
    Env(String),
    /// A place in the configuration file; line and column are counted from 1.
    File {
        /// The file.
        path: PathBuf,
        /// The line.
        line: usize,
        /// The column, in characters.
        column: usize,
    },
    /// The embedded defaults.
    Default,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag(name) => f.write_str(name),
            Self::Env(name) => f.write_str(name),
            Self::File { path, line, column } => write!(f, "{}:{line}:{column}", path.display()),
            Self::Default => f.write_str("default"),
        }
    }
}

/// A value and where it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sourced<T> {
    /// The value.
    pub value: T,
    /// Where it came from.
    pub origin: Origin,
}

/// The settings of a run. It has no `Debug`: it holds secrets.
#[derive(Clone)]
pub struct Settings {
    /// The issuer identifier, as it was given; without it, the embedded reference issuer is meant.
    pub issuer: Sourced<Option<String>>,
    /// What the summary calls the target.
    pub name: Sourced<Option<String>>,
    /// A file of PEM certificates to trust.
    pub cacert: Sourced<Option<PathBuf>>,
    /// Whether any certificate is accepted.
    pub insecure: Sourced<bool>,
    /// How many scenarios run side by side, from 1 to 64.
    pub jobs: Sourced<usize>,
    /// The time from one request to the next.
    pub delay: Sourced<Option<Duration>>,
    /// How many requests are sent in all.
    pub max_requests: Sourced<Option<u64>>,
    /// The longest `Retry-After` that is waited for.
    pub retry_limit: Sourced<Duration>,
    /// The pause after a registration.
    pub settle: Sourced<Option<Duration>>,
    /// Whether registered clients are left.
    pub keep_clients: Sourced<bool>,
    /// Whether nothing but the normal run is sent.
    pub passive: Sourced<bool>,
    /// The port at which the token endpoint is asked without TLS.
    pub plain_http_port: Sourced<u16>,
    /// How long one request may take.
    pub timeout: Sourced<Duration>,
    /// How long the run may take.
    pub run_timeout: Sourced<Duration>,
    /// How many decoded bytes of a body are kept.
    pub max_body: Sourced<u64>,
    /// How many bytes of a body are read from the wire.
    pub max_wire_body: Sourced<u64>,
    /// `all`, `none`, or patterns of check ids.
    pub checks: Sourced<Vec<String>>,
    /// The least severe finding that makes the run fail.
    pub fail_on: Sourced<FailOn>,
    /// The reports to write.
    pub reports: Sourced<Vec<ReportTarget>>,
    /// The form of stdout.
    pub format: Sourced<Format>,
    /// Whether text is colored.
    pub color: Sourced<Color>,
    /// Whether GitHub Actions is told what was found.
    pub annotations: Sourced<Annotations>,
    /// The clock.
    pub clock: Sourced<Clock>,
    /// The seed of the embedded reference issuer.
    pub seed: Sourced<Option<u64>>,
    /// The scenarios to run, by name or path; `None` means all that are shipped.
    pub scenarios: Sourced<Option<Vec<String>>>,
    /// The configuration file that was read.
    pub file: Option<PathBuf>,
    /// What is strange without being a mistake, one line each.
    pub warnings: Vec<String>,
    pub(super) credentials: Credentials,
}

impl Settings {
    /// Finds and reads the configuration file in `folder` (the working folder: an empty path), or the one that a flag or
    /// the environment names, and merges everything.
    ///
    /// # Errors
    ///
    /// A file that cannot be read, or every mistake in it and in the environment.
    pub fn load(
        flags: &Flags,
        environment: &Environment,
        folder: &Path,
    ) -> Result<Self, ConfigError> {
        let file = load::find(flags, environment, folder)?;
        Self::merge(flags, environment, file.as_ref())
    }

    /// Merges flags, environment, file and defaults; the first that has a value gives it.
    ///
    /// # Errors
    ///
    /// Every mistake in the file and in the environment.
    pub fn merge(
        flags: &Flags,
        environment: &Environment,
        file: Option<&SourceFile>,
    ) -> Result<Self, ConfigError> {
        let defaults = defaults();
        let mut merge = Merge::new(environment, file, &defaults);
        let settings = build(flags, &mut merge);
        match (settings, merge.finish()) {
            (_, Some(mistakes)) => Err(ConfigError::Mistakes(Box::new(mistakes))),
            (Some(settings), None) => Ok(settings),
            (None, None) => Err(ConfigError::Defaults),
        }
    }
}

/// The defaults, read without their comments: those are nearly all of the text, and reading it is much of what a short run does.
fn defaults() -> Table {
    let lines = keys::DEFAULTS.split_inclusive('\n');
    let text: String = lines.filter(|line| !line.starts_with('#')).collect();
    read(&text, Syntax::Toml).table
}

fn build(flags: &Flags, merge: &mut Merge<'_>) -> Option<Settings> {
    let mut settings = Settings {
        issuer: optional(merge.one(&keys::ISSUER, flags.issuer.clone(), value::issuer)),
        name: optional(merge.one(&keys::NAME, flags.name.clone(), value::line)),
        cacert: optional(merge.one(&keys::CACERT, flags.cacert.clone(), value::path)),
        insecure: merge.one(&keys::INSECURE, flags.insecure, value::boolean)?,
        jobs: merge.one(&keys::JOBS, flags.jobs, value::jobs)?,
        delay: optional(merge.one(&keys::DELAY, flags.delay, value::duration)),
        max_requests: optional(merge.one(&keys::MAX_REQUESTS, flags.max_requests, value::count)),
        retry_limit: merge.one(&keys::RETRY_LIMIT, flags.retry_limit, value::duration)?,
        settle: optional(merge.one(&keys::SETTLE, flags.settle, value::duration)),
        keep_clients: merge.one(&keys::KEEP_CLIENTS, flags.keep_clients, value::boolean)?,
        passive: merge.one(&keys::PASSIVE, flags.passive, value::boolean)?,
        plain_http_port: merge.one(&keys::PLAIN_HTTP_PORT, flags.plain_http_port, value::port)?,
        timeout: merge.one(&keys::TIMEOUT, flags.timeout, value::duration)?,
        run_timeout: merge.one(&keys::RUN_TIMEOUT, flags.run_timeout, value::duration)?,
        max_body: merge.one(&keys::MAX_BODY, flags.max_body, value::size)?,
        max_wire_body: merge.one(&keys::MAX_WIRE_BODY, flags.max_wire_body, value::size)?,
        checks: merge.list(&keys::CHECKS, flags.checks.as_ref(), value::word)?,
        fail_on: merge.one(&keys::FAIL_ON, flags.fail_on, str::parse)?,
        reports: merge.list(&keys::REPORTS, flags.reports.as_ref(), str::parse)?,
        format: merge.one(&keys::FORMAT, flags.format, str::parse)?,
        color: merge.one(&keys::COLOR, flags.color, str::parse)?,
        annotations: merge.one(&keys::ANNOTATIONS, flags.annotations, str::parse)?,
        clock: or(
            merge.one(&keys::CLOCK, flags.clock, value::clock),
            Clock::System,
        ),
        seed: optional(merge.one(&keys::SEED, flags.seed, value::seed)),
        scenarios: optional(merge.list(&keys::SCENARIOS, flags.scenarios.as_ref(), value::word)),
        file: merge.path(),
        credentials: merge.credentials(),
        warnings: merge.warnings(),
    };
    settings.anchor();
    Some(settings)
}

fn optional<T>(found: Option<Sourced<T>>) -> Sourced<Option<T>> {
    match found {
        Some(Sourced { value, origin }) => Sourced {
            value: Some(value),
            origin,
        },
        None => Sourced {
            value: None,
            origin: Origin::Default,
        },
    }
}

fn or<T>(found: Option<Sourced<T>>, otherwise: T) -> Sourced<T> {
    found.unwrap_or(Sourced {
        value: otherwise,
        origin: Origin::Default,
    })
}

impl Settings {
    /// Paths that the file gives are relative to the file.
    fn anchor(&mut self) {
        let Some(folder) = self.file.as_deref().and_then(Path::parent) else {
            return;
        };
        if let (Some(path), Origin::File { .. }) = (&mut self.cacert.value, &self.cacert.origin) {
            *path = folder.join(&*path);
        }
        if matches!(self.reports.origin, Origin::File { .. }) {
            for report in &mut self.reports.value {
                report.path = folder.join(&report.path);
            }
        }
        if let (Some(list), Origin::File { .. }) =
            (&mut self.scenarios.value, &self.scenarios.origin)
        {
            // A name such as `feature/name` is not a path.
            let file = |text: &str| Path::new(text).extension().is_some_and(|end| end == "toml");
            for text in list
                .iter_mut()
                .filter(|text| text.starts_with('.') || file(text))
            {
                *text = folder.join(&*text).to_string_lossy().into_owned();
            }
        }
    }
}
