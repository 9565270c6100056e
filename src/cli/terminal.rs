//! stdout and stderr. stdout carries one document; everything else goes to stderr. A broken pipe is success.

use std::io::{self, Write};

use crate::{
    config::{Color, Environment},
    error::{Error, Exit},
};

/// Where output goes, and in which form.
#[derive(Clone, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a fact of its own about where output goes"
)]
pub(super) struct Terminal {
    /// Whether stdout is colored.
    pub(super) color_out: bool,
    /// Whether stderr is colored.
    pub(super) color_err: bool,
    /// Whether stderr is a terminal that shows progress.
    pub(super) progress: bool,
    /// Whether GitHub Actions reads commands in what is printed.
    pub(super) actions: bool,
}

impl Terminal {
    /// The terminal that the environment describes.
    pub(super) fn new(environment: &Environment, color: Color) -> Self {
        Self {
            color_out: color.enabled(environment.stdout_tty, environment),
            color_err: color.enabled(environment.stderr_tty, environment),
            progress: environment.stderr_tty
                && !environment.ci
                && environment.var("TERM") != Some("dumb"),
            actions: environment.var("GITHUB_ACTIONS") == Some("true"),
        }
    }

    /// Writes the document to stdout.
    ///
    /// # Errors
    ///
    /// stdout cannot be written, for another reason than that nobody reads it.
    pub(super) fn out(&self, text: &str) -> Result<Exit, Error> {
        self.out_bytes(text.as_bytes())
    }

    /// Writes the document to stdout.
    ///
    /// # Errors
    ///
    /// As for [`Terminal::out`].
    pub(super) fn out_bytes(&self, bytes: &[u8]) -> Result<Exit, Error> {
        let mut stdout = io::stdout().lock();
        match stdout.write_all(bytes).and_then(|()| stdout.flush()) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(Exit::Clean),
            Err(source) => Err(Error::Unwritable {
                what: "to stdout".to_owned(),
                source,
            }),
            Ok(()) => Ok(Exit::Clean),
        }
    }

    /// Says something on stderr.
    pub(super) fn say(&self, text: &str) {
        // Where stderr is closed, nobody listens.
        let _ = writeln!(io::stderr().lock(), "{text}");
    }

    /// Says what went wrong on stderr.
    pub(super) fn error(&self, error: &Error) {
        let text = match error {
            Error::Config(error) => error.render(self.color_err, self.progress),
            Error::Plan(crate::plan::PlanError::Config(error)) => {
                error.render(self.color_err, self.progress)
            }
            Error::Scenario(error) => error.render(self.color_err, self.progress),
            Error::Mistakes(mistakes) => mistakes.render(self.color_err, self.progress),
            other => format!("error: {other}"),
        };
        self.say(text.trim_end());
    }
}
