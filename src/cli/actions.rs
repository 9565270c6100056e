//! Tells GitHub Actions what was found.

use std::{
    fs::{self, OpenOptions},
    io::Write,
};

use super::terminal::Terminal;
use crate::{
    config::{Annotations, Environment},
    exchange::Record,
    report::github::{self, SUMMARY_LIMIT},
};

/// Writes annotations to stderr, where GitHub reads them as on stdout, and appends to the job summary. Nobody asked for the
/// summary by its path, so that one which cannot be written is only said.
pub(super) fn tell(
    record: &Record,
    annotations: Annotations,
    environment: &Environment,
    terminal: &Terminal,
) {
    if !annotations.enabled(environment) {
        return;
    }
    let commands = github::annotations(record);
    if !commands.is_empty() {
        terminal.say(commands.trim_end());
    }
    let Some(path) = environment.var("GITHUB_STEP_SUMMARY") else {
        return;
    };
    // The limit is on the whole file, and another command of the step may have written to it.
    let held = fs::metadata(path).map_or(0, |metadata| metadata.len());
    let room = SUMMARY_LIMIT.saturating_sub(usize::try_from(held).unwrap_or(usize::MAX));
    let text = github::summary(record, room);
    let written = OpenOptions::new()
        .create(true)
        .append(true)
        .open(path)
        .and_then(|mut file| file.write_all(text.as_bytes()));
    match written {
        Err(error) => terminal.say(&format!(
            "warning: cannot write the job summary {path}: {error}"
        )),
        Ok(()) if text.is_empty() => terminal.say("warning: the job summary is full"),
        Ok(()) => {}
    }
}
