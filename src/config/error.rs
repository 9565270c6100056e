//! What makes a configuration unusable. All of it ends the process with the same exit code.

use std::fmt::{self, Write as _};
use std::io;
use std::path::PathBuf;

use miette::Diagnostic;

use super::settings::Origin;
use crate::diagnostic::Diagnostics;

/// A configuration that cannot be used. Its message reads after "failed to".
#[derive(Debug, thiserror::Error, Diagnostic)]
pub enum ConfigError {
    /// The file that was named is not there.
    #[error("find the configuration file {}", path.display())]
    #[diagnostic(help("`issuercheck init` writes a starting file"))]
    Missing {
        /// The file.
        path: PathBuf,
    },
    /// The file is there and cannot be read.
    #[error("read {}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The file is larger than any configuration.
    #[error("read {}: it is larger than 1 MiB", path.display())]
    #[diagnostic(help("a configuration is a few lines; is this the right file?"))]
    TooLarge {
        /// The file.
        path: PathBuf,
    },
    /// The file is not UTF-8.
    #[error("read {}:{line}: it is not UTF-8", path.display())]
    #[diagnostic(help("save the file as UTF-8"))]
    NotUtf8 {
        /// The file.
        path: PathBuf,
        /// The first line that is not.
        line: usize,
    },
    /// Both default files are there.
    #[error("choose between {} and {}: both are there", toml.display(), json.display())]
    #[diagnostic(help("remove one of them, or name one with --config"))]
    Two {
        /// One of them.
        toml: PathBuf,
        /// The other.
        json: PathBuf,
    },
    /// Mistakes in the file or in the environment.
    #[error("{0}")]
    Mistakes(Box<Mistakes>),
    /// A secret is to come from an environment variable that is not set.
    #[error("read `{place}` ({origin}): the environment variable {name} is not set")]
    #[diagnostic(help("set {name}, or take `{place}` out of the configuration"))]
    SecretVariable {
        /// The place in the configuration.
        place: String,
        /// The variable.
        name: String,
        /// Where the configuration says so.
        origin: Origin,
    },
    /// A secret is to come from a file that cannot be read.
    #[error("read `{place}` ({origin}) from the file {}", path.display())]
    SecretFile {
        /// The place in the configuration.
        place: String,
        /// The file.
        path: PathBuf,
        /// Where the configuration says so.
        origin: Origin,
        /// Why.
        source: io::Error,
    },
    /// A secret that cannot be sent.
    #[error("use `{place}` ({origin}): it {reason}")]
    SecretValue {
        /// The place in the configuration.
        place: String,
        /// Where the value comes from.
        origin: Origin,
        /// What is wrong with it. It does not hold the value.
        reason: &'static str,
    },
    /// The file that is to be written is there already.
    #[error("write {}: it is there already", path.display())]
    #[diagnostic(help("--force writes over it"))]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// The file cannot be written.
    #[error("write {}", path.display())]
    Unwritable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The embedded defaults lack a value: a mistake of ours that a test rules out.
    #[error("read the embedded defaults: a value is missing")]
    Defaults,
}

/// Every mistake that was found in the file and in the environment.
#[derive(Clone, Debug)]
pub struct Mistakes {
    /// Mistakes in the file.
    pub file: Diagnostics,
    /// Mistakes in environment variables, one line each.
    pub environment: Vec<String>,
}

impl fmt::Display for Mistakes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.file.list().len() + self.environment.len();
        let mistakes = if count == 1 { "mistake" } else { "mistakes" };
        write!(f, "use the configuration: it has {count} {mistakes}")
    }
}

impl ConfigError {
    /// The exit code: a configuration or a secret is not usable.
    pub fn exit_code(&self) -> u8 {
        3
    }

    /// The error as text for stderr, with the cause and the cure. Mistakes come with their places, in the forms of
    /// [`Diagnostics::render`]. It holds no secret.
    pub fn render(&self, color: bool, fancy: bool) -> String {
        if let Self::Mistakes(mistakes) = self {
            let mut out = mistakes.file.render(color, fancy);
            for mistake in &mistakes.environment {
                out.push_str(mistake);
                out.push('\n');
            }
            return out;
        }
        let mut out = format!("failed to {self}");
        if let Some(cause) = std::error::Error::source(self) {
            _ = write!(out, ": {cause}");
        }
        out.push('\n');
        if let Some(help) = self.help() {
            _ = writeln!(out, "  help: {help}");
        }
        out
    }
}
