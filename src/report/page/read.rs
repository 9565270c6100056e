//! A page as a record.

use std::borrow::Cow;

use super::{
    blocks, head, infer,
    lines::Lines,
    write::{TAIL, write_head},
};
use crate::exchange::{Origin, Record, ScenarioRecord, Target};
use crate::report::RenderError;

/// A text that is not a page of the form.
#[derive(Debug, thiserror::Error, miette::Diagnostic)]
pub enum PageError {
    /// The text lacks what every page has.
    #[error("{file}:{line}:{column}: not a page of a report: {what}")]
    #[diagnostic(help(
        "a page begins with `[< Return to Summary](summary.md) | File Generated: …` and has a `# ` heading, as the pages that \
         `issuercheck run` and the OpenActive Test Suite write"
    ))]
    NotAPage {
        /// The file's name, as given.
        file: String,
        /// The line where it should have been, from one.
        line: usize,
        /// The column, from one, in bytes.
        column: usize,
        /// What is missing.
        what: String,
    },
    /// The page could not be compared with what we would write.
    #[error(transparent)]
    Render(#[from] RenderError),
}

/// The record of what a page shows; what it does not show is not recorded. [`write`](super::write()) gives the same page
/// again, byte for byte.
///
/// `file` is the file's name: it stands in errors, and names the scenario where the page's heading does not.
///
/// # Errors
///
/// The text is not a page of the form.
pub fn read(text: &str, file: &str) -> Result<Record, PageError> {
    let crlf = ends_in_crlf(text);
    let text = if crlf {
        Cow::Owned(text.replace("\r\n", "\n"))
    } else {
        Cow::Borrowed(text)
    };
    let body = text.trim_end_matches('\n');
    let tail = text.get(body.len()..).unwrap_or_default();
    let body = format!("{body}\n");
    let lines = Lines::new(&body);
    let mut scenario = read_scenario(&lines, file)?;
    scenario.crlf = crlf;
    scenario.tail = (tail != TAIL).then(|| tail.to_owned());
    scenario.id = infer::scenario_id(&scenario, file);
    let issuer = infer::actions(&mut scenario);
    Ok(Record {
        format: Record::FORMAT.to_owned(),
        version: Record::VERSION,
        tool: Record::tool(),
        origin: Origin::Report,
        time: scenario.time,
        target: Target {
            issuer,
            ..Target::default()
        },
        redacted: false,
        judged: None,
        interrupted: false,
        clients: Vec::new(),
        out_of_time: false,
        scenarios: vec![scenario],
    })
}

fn read_scenario(lines: &Lines<'_>, file: &str) -> Result<ScenarioRecord, PageError> {
    let end = head::end(lines);
    let mut scenario = head::read(lines, end, file)?;
    let source = lines.slice(0, end);
    let mut canonical = String::new();
    write_head(&scenario, &mut canonical)?;
    // A page that ends with its head has lost the line ends there; they are in its tail.
    let same = if end == lines.len() {
        canonical.trim_end_matches('\n') == source.trim_end_matches('\n')
    } else {
        canonical == source
    };
    scenario.shown = (!same).then(|| source.to_owned());
    scenario.groups = blocks::read_groups(lines, end)?;
    Ok(scenario)
}

fn ends_in_crlf(text: &str) -> bool {
    text.contains('\n')
        && text
            .split_inclusive('\n')
            .all(|line| !line.ends_with('\n') || line.ends_with("\r\n"))
}
