//! The arguments of `diff`.

use std::path::PathBuf;

use clap::Args;

use super::args::parse;
use crate::config::FailOn;

/// The arguments of `diff`.
#[derive(Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
#[command(
    after_help = "Exit codes: 0 nothing newly broken · 1 something at or above --fail-on, or a spec, is newly broken · \
3 OLD or NEW is not usable · 5 the two have no scenario in common"
)]
pub struct Diff {
    /// What to compare with: a record, a page, a summary.md with its pages, or a folder of one of these
    #[arg(value_name = "OLD")]
    pub old: PathBuf,
    /// What to compare
    #[arg(value_name = "NEW")]
    pub new: PathBuf,
    /// Compare the findings that the records hold instead of judging both again with today's checks
    #[arg(long, conflicts_with_all = ["checks", "profiles"])]
    pub recorded: bool,
    /// Which checks judge both: all, none, or patterns of their ids
    #[arg(long, value_name = "PATTERN", value_delimiter = ',')]
    pub checks: Option<Vec<String>>,
    /// Put on a profile besides those that the scenario puts on, as `list profiles` names it
    #[arg(long = "profile", value_name = "NAME")]
    pub profiles: Vec<String>,
    /// A file of findings that are accepted for now; they are never newly broken
    #[arg(long, value_name = "FILE")]
    pub known_deviations: Option<PathBuf>,
    /// The least severe newly broken rule that makes the comparison fail: failure, warning or suggestion
    #[arg(long, value_name = "SEVERITY", value_parser = parse::<FailOn>)]
    pub fail_on: Option<FailOn>,
    /// Fail also on what is broken in NEW and not shown in OLD, and on scenarios and specs that NEW no longer has or tries
    #[arg(long)]
    pub strict: bool,
    /// Count differences in volatile values, such as dates, tokens and ids, as changes
    #[arg(long)]
    pub volatile: bool,
    /// The form of what goes to stdout
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    pub format: DiffFormat,
    /// Show secrets and tokens instead of their names
    #[arg(long)]
    pub reveal_secrets: bool,
}

/// The forms of a comparison.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum DiffFormat {
    /// For people, on a terminal
    #[default]
    Text,
    /// For people, on a page
    Markdown,
    /// For machines
    Json,
}
