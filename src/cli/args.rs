//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use clap_complete::Shell;

use super::{diff_args::Diff, manners_args::Manners, serve_args::Serve};
use crate::certificate::{self, ValidFor};
use crate::config::{self, Annotations, Color, FailOn, Flags, Format, ReportTarget};

/// Holds an OAuth 2.0 authorization server against the rules of its specifications.
#[derive(Parser)]
#[command(
    name = "issuercheck",
    version,
    max_term_width = 100,
    arg_required_else_help = true
)]
#[command(
    after_help = "Exit codes: 0 nothing found · 1 the target departs from a rule or a spec failed · 2 usage · \
3 configuration, scenario or input not usable · 4 could not judge · 5 nothing applied · 70 a mistake in issuercheck · \
74 a report could not be written · 130 interrupted"
)]
pub struct Cli {
    /// Whether to color text: auto, always or never
    #[arg(long, global = true, value_name = "WHEN", value_parser = parse::<Color>)]
    pub color: Option<Color>,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Subcommand)]
pub enum Command {
    /// Run scenarios against an issuer, or against the embedded reference issuer where none is named
    Run(Box<Run>),
    /// Write reports of a record, or of a markdown report that was read back, again
    Report(Report),
    /// Judge what was recorded, again, with today's checks and without a network
    Judge(Judge),
    /// Compare two records or reports: what is newly broken, what was mended, what changed in the exchanges
    Diff(Box<Diff>),
    /// Verify an evidence bundle or a certificate, offline: that nothing in it was changed
    Verify(Verify),
    /// Write a conformance certificate for a bundle: one page with the evidence inside
    Certify(Certify),
    /// Explain a check: the rule, who says so, what breaks it and the cure
    Explain {
        /// The check's id
        check: String,
    },
    /// Run the embedded reference issuer in the foreground, until it is interrupted
    Serve(Serve),
    /// List what there is
    List(List),
    /// Write a starting configuration file, and its schema for editors
    Init(Init),
    /// Show each setting and where it came from; secrets are not shown
    Config(Config),
    /// Write the JSON Schema of a file to stdout, for editors and for programs
    #[command(
        after_help = "An editor with taplo (Even Better TOML) completes and checks a scenario that begins with the line \
`#:schema ./scenario.schema.json`, after `issuercheck schema scenario > scenario.schema.json`."
    )]
    Schema {
        /// The file: a scenario, the configuration, a record, the JSON report or the comparison [default: list them]
        #[arg(value_parser = ["scenario", "config", "record", "report", "diff"])]
        file: Option<String>,
    },
    /// Write the completions for a shell to stdout
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Write the manual page to stdout
    Man,
}

/// The arguments of `run`.
#[derive(Args)]
#[expect(
    clippy::struct_field_names,
    reason = "the fields are the settings, by their names"
)]
pub struct Run {
    /// Scenarios to run: names as `list scenarios` shows them, a feature, a category, a file or a folder [default: all]
    #[arg(value_name = "SCENARIO")]
    pub scenarios: Vec<String>,
    /// The issuer identifier of the authorization server
    #[arg(long, value_name = "URL", value_parser = config::issuer)]
    pub issuer: Option<String>,
    /// What the summary calls the target
    #[arg(long)]
    pub name: Option<String>,
    /// Where the configuration is.
    #[command(flatten)]
    pub config: ConfigFile,
    /// Trust the certificates of this PEM file instead of the operating system's
    #[arg(long, value_name = "FILE")]
    pub cacert: Option<PathBuf>,
    /// Accept any certificate; the report says so
    #[arg(long)]
    pub insecure: bool,
    /// How many scenarios and requests are under way side by side
    #[arg(long, value_name = "N", value_parser = config::jobs)]
    pub jobs: Option<usize>,
    /// How the target is treated.
    #[command(flatten)]
    pub manners: Manners,
    /// How long one request may take, as 250ms, 30s or 2m
    #[arg(long, value_name = "TIME", value_parser = config::duration)]
    pub timeout: Option<std::time::Duration>,
    /// How long the whole run may take
    #[arg(long, value_name = "TIME", value_parser = config::duration)]
    pub run_timeout: Option<std::time::Duration>,
    /// How much of a body is kept after decoding, as 500KB or 1MiB
    #[arg(long, value_name = "SIZE", value_parser = config::size)]
    pub max_body: Option<u64>,
    /// How much of a body is read from the wire
    #[arg(long, value_name = "SIZE", value_parser = config::size)]
    pub max_wire_body: Option<u64>,
    /// Which checks judge the run: all, none, or patterns of their ids
    #[arg(long, value_name = "PATTERN", value_delimiter = ',')]
    pub checks: Option<Vec<String>>,
    /// Put on a profile besides those that the scenario puts on, as `list profiles` names it
    #[arg(long = "profile", value_name = "NAME")]
    pub profiles: Vec<String>,
    /// A file of findings that are accepted for now; they are shown and not counted
    #[arg(long, value_name = "FILE")]
    pub known_deviations: Option<PathBuf>,
    /// The least severe finding that makes the run fail: failure, warning or suggestion
    #[arg(long, value_name = "SEVERITY", value_parser = parse::<FailOn>)]
    pub fail_on: Option<FailOn>,
    /// Whether GitHub Actions is told what was found: auto, always or never
    #[arg(long, value_name = "WHEN", value_parser = parse::<Annotations>)]
    pub annotations: Option<Annotations>,
    /// What is written where.
    #[command(flatten)]
    pub output: Output,
    /// The evidence bundle that is written.
    #[command(flatten)]
    pub bundling: Bundling,
    /// A time at which the clock stands still (RFC 3339), so that a run can be repeated byte for byte
    #[arg(long, value_name = "TIME", value_parser = config::clock, help_heading = "Repeatable runs")]
    pub clock: Option<crate::clock::Clock>,
    /// The number that the embedded reference issuer derives its keys, identifiers and secrets from
    #[arg(long, value_name = "N", value_parser = config::seed, help_heading = "Repeatable runs")]
    pub seed: Option<u64>,
}

/// Where the configuration is.
#[derive(Args)]
pub struct ConfigFile {
    /// The configuration file, TOML or JSON [default: issuercheck.toml or issuercheck.json in this folder]
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

/// What is written where.
#[derive(Args)]
pub struct Output {
    /// Write a report: markdown=DIR, or FORMAT=FILE with html, json, record, junit, sarif, tap, github or har; may be
    /// given more than once
    #[arg(long = "report", value_name = "FORMAT=PATH", value_parser = parse::<ReportTarget>)]
    pub reports: Option<Vec<ReportTarget>>,
    /// The form of what goes to stdout: text or json
    #[arg(long, value_name = "FORMAT", value_parser = parse::<Format>)]
    pub format: Option<Format>,
    /// Show secrets and tokens instead of their names, everywhere
    #[arg(long)]
    pub reveal_secrets: bool,
}

/// The evidence bundle that is written.
#[derive(Args)]
pub struct Bundling {
    /// Write an evidence bundle: the record and all that belongs to it, in one file that `verify` accepts
    #[arg(long, value_name = "FILE.zip", help_heading = "Evidence")]
    pub bundle: Option<PathBuf>,
    /// Sign the bundle with the Ed25519 key in this file (PKCS#8 PEM); without the flag, `ISSUERCHECK_SIGN_KEY` may hold the PEM
    #[arg(
        long,
        value_name = "FILE",
        requires = "bundle",
        help_heading = "Evidence"
    )]
    pub sign_key: Option<PathBuf>,
    /// Put neutral names in the places of the target's host names and addresses in the bundle
    #[arg(long, requires = "bundle", help_heading = "Evidence")]
    pub redact_hosts: bool,
}

/// The arguments of `verify`.
#[derive(Args)]
pub struct Verify {
    /// An evidence bundle or a certificate page
    #[arg(value_name = "FILE.zip|PAGE.html")]
    pub file: PathBuf,
    /// Accept only what the holder of this Ed25519 key signed: a file with the public key as PEM or JWK
    #[arg(long, value_name = "FILE")]
    pub key: Option<PathBuf>,
    /// The form of what goes to stdout: text or json
    #[arg(long, value_name = "FORMAT", value_parser = parse::<Format>)]
    pub format: Option<Format>,
    /// The time at which a certificate is to be valid (RFC 3339) [default: now]
    #[arg(long, value_name = "TIME", value_parser = config::clock)]
    pub clock: Option<crate::clock::Clock>,
}

/// The arguments of `certify`.
#[derive(Args)]
pub struct Certify {
    /// The evidence bundle
    #[arg(value_name = "BUNDLE")]
    pub bundle: PathBuf,
    /// The address under which the certificate will be published; it is the certificate's identifier
    #[arg(long, value_name = "URL", value_parser = certificate::id)]
    pub id: String,
    /// Who the certificate is for
    #[arg(long, value_name = "NAME", value_parser = certificate::holder)]
    pub holder: String,
    /// How long the certificate is valid from the day of the run, in days (d), months (m) or years (y), at most 3y
    #[arg(long, value_name = "TIME", default_value = "1y", value_parser = parse::<ValidFor>)]
    pub valid_for: ValidFor,
    /// Accept only a bundle that the holder of this Ed25519 key signed: a file with the public key as PEM or JWK
    #[arg(long, value_name = "FILE")]
    pub key: Option<PathBuf>,
    /// Where to write the page [default: stdout]
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// The arguments of `report`.
#[derive(Args)]
pub struct Report {
    /// Records (record.json), markdown reports of the OpenActive form, ours or the suite's (a page, or a summary.md with its
    /// pages), or folders of these
    #[arg(value_name = "RECORD|REPORT.md", required = true)]
    pub inputs: Vec<PathBuf>,
    /// What is written where.
    #[command(flatten)]
    pub output: Output,
    /// The evidence bundle that is written.
    #[command(flatten)]
    pub bundling: Bundling,
}

/// The arguments of `judge`.
#[derive(Args)]
pub struct Judge {
    /// Records (record.json), markdown reports of the OpenActive form, ours or the suite's (a page, or a summary.md with its
    /// pages), or folders of these
    #[arg(value_name = "RECORD|REPORT.md", required = true)]
    pub inputs: Vec<PathBuf>,
    /// Which checks judge: all, or patterns of their ids
    #[arg(long, value_name = "PATTERN", value_delimiter = ',')]
    pub checks: Option<Vec<String>>,
    /// Put on a profile besides those that the scenario puts on, as `list profiles` names it
    #[arg(long = "profile", value_name = "NAME")]
    pub profiles: Vec<String>,
    /// A file of findings that are accepted for now; they are shown and not counted
    #[arg(long, value_name = "FILE")]
    pub known_deviations: Option<PathBuf>,
    /// The least severe finding that makes the judgement fail: failure, warning or suggestion
    #[arg(long, value_name = "SEVERITY", value_parser = parse::<FailOn>)]
    pub fail_on: Option<FailOn>,
    /// Whether GitHub Actions is told what was found: auto, always or never
    #[arg(long, value_name = "WHEN", value_parser = parse::<Annotations>)]
    pub annotations: Option<Annotations>,
    /// What is written where.
    #[command(flatten)]
    pub output: Output,
}

/// The arguments of `list`.
#[derive(Args)]
pub struct List {
    /// What to list: scenarios, checks, profiles, faults or quirks
    #[arg(default_value = "scenarios", value_parser = ["scenarios", "checks", "profiles", "faults", "quirks"])]
    pub what: String,
    /// Only checks that cite this document, as rfc8414 or oidc-discovery
    #[arg(long, value_name = "SPEC")]
    pub spec: Option<String>,
    /// Only checks about this subject, as discovery or access-token
    #[arg(long, value_name = "SUBJECT")]
    pub subject: Option<String>,
    /// Only checks that weigh this: failure, warning or suggestion
    #[arg(long, value_name = "SEVERITY", value_parser = ["failure", "warning", "suggestion"])]
    pub severity: Option<String>,
    /// Only checks of this mode: passive (a normal run shows it) or active (it needs a probe)
    #[arg(long, value_name = "MODE", value_parser = ["passive", "active"])]
    pub mode: Option<String>,
    /// The form of what goes to stdout: text or json
    #[arg(long, value_name = "FORMAT", value_parser = parse::<Format>)]
    pub format: Option<Format>,
}

/// The arguments of `init`.
#[derive(Args)]
pub struct Init {
    /// The issuer identifier to write into the file
    #[arg(long, value_name = "URL", value_parser = config::issuer)]
    pub issuer: Option<String>,
    /// Write over a file that is there
    #[arg(long)]
    pub force: bool,
}

/// The arguments of `config`.
#[derive(Args)]
pub struct Config {
    /// Where the configuration is.
    #[command(flatten)]
    pub config: ConfigFile,
    /// The form of what goes to stdout: text or json
    #[arg(long, value_name = "FORMAT", value_parser = parse::<Format>)]
    pub format: Option<Format>,
}

impl Run {
    /// The settings that the command line gives.
    pub fn flags(&self, color: Option<Color>) -> Flags {
        Flags {
            config: self.config.config.clone(),
            issuer: self.issuer.clone(),
            name: self.name.clone(),
            cacert: self.cacert.clone(),
            insecure: self.insecure.then_some(true),
            jobs: self.jobs,
            delay: self.manners.delay,
            max_requests: self.manners.max_requests,
            retry_limit: self.manners.retry_limit,
            settle: self.manners.settle,
            keep_clients: self.manners.keep_clients.then_some(true),
            passive: self.manners.passive.then_some(true),
            plain_http_port: self.manners.plain_http_port,
            timeout: self.timeout,
            run_timeout: self.run_timeout,
            max_body: self.max_body,
            max_wire_body: self.max_wire_body,
            checks: self.checks.clone(),
            fail_on: self.fail_on,
            reports: self.output.reports.clone(),
            format: self.output.format,
            color,
            annotations: self.annotations,
            clock: self.clock,
            seed: self.seed,
            scenarios: (!self.scenarios.is_empty()).then(|| self.scenarios.clone()),
        }
    }
}

/// Reads a value of the command line as the configuration reads it.
pub(super) fn parse<T>(text: &str) -> Result<T, T::Err>
where
    T: std::str::FromStr,
{
    text.parse()
}
