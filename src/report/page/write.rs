//! A scenario's record as a page.

use super::view::{BlockView, HeadView, PageView};
use crate::exchange::{Block, Origin, ScenarioRecord};
use crate::report::template::{RenderError, render};

/// The page of one scenario, from a record of this origin.
///
/// A run's page shows of each response the status code and the body, so that two runs differ in little else; a page that
/// was read shows again all that it showed, reason phrases, durations and reasons of several lines included.
///
/// # Errors
///
/// A template of ours is broken, or the record's time has no written form.
pub fn write(scenario: &ScenarioRecord, origin: Origin) -> Result<String, RenderError> {
    let mut page = render("page", &PageView::new(scenario, origin)?)?;
    page.truncate(page.trim_end_matches('\n').len());
    page.push_str(scenario.tail.as_deref().unwrap_or(TAIL));
    Ok(if scenario.crlf {
        page.replace('\n', "\r\n")
    } else {
        page
    })
}

/// The line ends after a page's last line.
pub(super) const TAIL: &str = "\n\n\n";

/// The head of a page, up to its first group.
pub(super) fn write_head(scenario: &ScenarioRecord) -> Result<String, RenderError> {
    render("head", &HeadView::new(scenario)?)
}

/// One block of a page that was read.
pub(super) fn write_block(block: &Block) -> Result<String, RenderError> {
    render("block", &BlockView::new(block, Origin::Report))
}
