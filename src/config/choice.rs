//! Settings that choose among names, and the reports to write.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use super::{BadValue, Environment, value};
use crate::exchange::Severity;

/// What makes a run fail.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum FailOn {
    /// Failures alone.
    #[default]
    Failure,
    /// Warnings, too.
    Warning,
    /// Suggestions, too.
    Suggestion,
}

/// The form of what goes to stdout.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// For people.
    #[default]
    Text,
    /// For machines.
    Json,
}

/// Whether text is colored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Color {
    /// On a terminal, unless `NO_COLOR` is set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

impl FailOn {
    /// The least severity that counts.
    pub fn least(self) -> Severity {
        match self {
            Self::Failure => Severity::Failure,
            Self::Warning => Severity::Warning,
            Self::Suggestion => Severity::Suggestion,
        }
    }
}

impl Color {
    /// Whether to color what goes to a stream, which is a terminal or is not.
    pub fn enabled(self, terminal: bool, environment: &Environment) -> bool {
        let dumb = environment.var("TERM") == Some("dumb");
        match self {
            Self::Auto => terminal && !dumb && environment.var("NO_COLOR").is_none(),
            Self::Always => true,
            Self::Never => false,
        }
    }
}

/// Whether GitHub Actions is told what was found, by annotations and the job summary.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Annotations {
    /// Where GitHub Actions runs it.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

impl Annotations {
    /// Whether to write them in this environment.
    pub fn enabled(self, environment: &Environment) -> bool {
        match self {
            Self::Auto => environment.var("GITHUB_ACTIONS") == Some("true"),
            Self::Always => true,
            Self::Never => false,
        }
    }
}

/// The form of a written report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReportFormat {
    /// A folder with `summary.md` and a page for each scenario.
    Markdown,
    /// The machine's view, one file.
    Json,
    /// The record, one file, from which every report can be written again.
    Record,
    /// A page for a browser, one file that loads nothing.
    Html,
    /// JUnit XML, one file.
    Junit,
    /// SARIF 2.1.0, one file.
    Sarif,
    /// TAP 14, one file.
    Tap,
    /// A job summary of GitHub Actions, one Markdown file.
    Github,
    /// HAR 1.2 of the exchanges, one file.
    Har,
}

/// A report to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportTarget {
    /// The form.
    pub format: ReportFormat,
    /// The file or folder to write.
    pub path: PathBuf,
}

impl FromStr for ReportTarget {
    type Err = BadValue;

    /// Reads `FORMAT=PATH`.
    fn from_str(text: &str) -> Result<Self, BadValue> {
        let form = "write `FORMAT=PATH`, for example `markdown=reports`";
        let Some((format, path)) = text.split_once('=') else {
            return Err(BadValue::new(format!("names no path: {text:?}"), form));
        };
        if path.trim().is_empty() {
            return Err(BadValue::new(format!("names no path: {text:?}"), form));
        }
        Ok(Self {
            format: format.parse()?,
            path: value::path(path)?,
        })
    }
}

impl fmt::Display for ReportTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}={}", self.format, self.path.display())
    }
}

/// Gives an enum its names, in the order they are listed to people.
macro_rules! named {
    ($type:ident: $($variant:ident = $name:literal),+) => {
        impl $type {
            /// Every value with its name.
            pub const ALL: &[(Self, &str)] = &[$((Self::$variant, $name)),+];
        }

        impl FromStr for $type {
            type Err = BadValue;

            fn from_str(text: &str) -> Result<Self, BadValue> {
                match text {
                    $($name => Ok(Self::$variant),)+
                    _ => Err(unknown(text, &[$($name),+])),
                }
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(match self {
                    $(Self::$variant => $name),+
                })
            }
        }
    };
}

named!(FailOn: Failure = "failure", Warning = "warning", Suggestion = "suggestion");
named!(Format: Text = "text", Json = "json");
named!(Color: Auto = "auto", Always = "always", Never = "never");
named!(Annotations: Auto = "auto", Always = "always", Never = "never");
named!(ReportFormat:
    Markdown = "markdown",
    Json = "json",
    Record = "record",
    Html = "html",
    Junit = "junit",
    Sarif = "sarif",
    Tap = "tap",
    Github = "github",
    Har = "har"
);

fn unknown(text: &str, names: &[&str]) -> BadValue {
    let help = match crate::diagnostic::nearest(text, names.iter().copied()) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("one of {}", names.join(", ")),
    };
    BadValue::new(format!("has no such value: {text:?}"), help)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_they_are_written() {
        for (value, name) in ReportFormat::ALL {
            assert_eq!(name.parse(), Ok(*value));
            assert_eq!(value.to_string(), *name);
        }
        let bad = "allways".parse::<Color>().unwrap_err();
        assert_eq!(bad.message, "has no such value: \"allways\"");
        assert_eq!(bad.help, "did you mean `always`?");
    }

    #[test]
    fn a_report_is_a_format_and_a_path() {
        let target: ReportTarget = "markdown=out=1".parse().unwrap();
        assert_eq!(target.path, PathBuf::from("out=1"));
        assert_eq!(target.to_string(), "markdown=out=1");
        assert!("markdown".parse::<ReportTarget>().is_err());
        assert!("markdown=".parse::<ReportTarget>().is_err());
        assert!("markdwn=a".parse::<ReportTarget>().is_err());
    }

    #[test]
    fn annotations_are_for_github_actions() {
        let vars = [("GITHUB_ACTIONS".to_owned(), "true".to_owned())];
        let actions = Environment::from_vars(vars.into());
        let elsewhere = Environment::default();
        assert!(Annotations::Auto.enabled(&actions));
        assert!(!Annotations::Auto.enabled(&elsewhere));
        assert!(Annotations::Always.enabled(&elsewhere));
        assert!(!Annotations::Never.enabled(&actions));
    }

    #[test]
    fn color_follows_the_terminal_and_no_color() {
        let plain = Environment::default();
        let mut no_color = plain.clone();
        no_color.vars.insert("NO_COLOR".to_owned(), "1".to_owned());
        assert!(Color::Auto.enabled(true, &plain));
        assert!(!Color::Auto.enabled(false, &plain));
        assert!(!Color::Auto.enabled(true, &no_color));
        assert!(Color::Always.enabled(false, &no_color));
        assert!(!Color::Never.enabled(true, &plain));
    }
}
