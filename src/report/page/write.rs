//! A scenario's record as a page.

use super::{
    view::{GroupView, HeadView, NoteView, SpecsView, ValidationsView, without_line_end},
    view_exchange::ExchangeView,
};
use crate::exchange::{Block, Group, Origin, ScenarioRecord};
use crate::report::{
    template::{RenderError, render},
    validations,
};

/// The page of one scenario, from a record of this origin.
///
/// A run's page shows of each response the status code and the body, so that two runs differ in little else; a page that
/// was read shows again all that it showed, reason phrases, durations and reasons of several lines included.
///
/// # Errors
///
/// A template of ours is broken, or the record's time has no written form.
pub fn write(scenario: &ScenarioRecord, origin: Origin) -> Result<String, RenderError> {
    let mut page = String::with_capacity(USUAL);
    match known(scenario.shown.as_deref()) {
        Some(text) => push_shown(&mut page, text),
        None => write_head(scenario, &mut page)?,
    }
    let found = validations::shown(scenario);
    for (number, group) in scenario.groups.iter().enumerate() {
        write_group(group, &mut page)?;
        let found = found.as_ref().filter(|(at, _)| *at == number);
        let replaced =
            |block: &&Block| found.is_some() && matches!(block, Block::Validations { .. });
        let kept = group.blocks.iter().filter(|block| !replaced(block));
        let found = found.into_iter().flat_map(|(_, blocks)| blocks);
        for block in kept.chain(found) {
            write_block(block, origin, &mut page)?;
        }
    }
    page.truncate(page.trim_end_matches('\n').len());
    page.push_str(scenario.tail.as_deref().unwrap_or(TAIL));
    Ok(if scenario.crlf {
        page.replace('\n', "\r\n")
    } else {
        page
    })
}

/// Bytes that a page usually has, at least.
const USUAL: usize = 1 << 13;

/// The line ends after a page's last line.
pub(super) const TAIL: &str = "\n\n\n";

/// The head of a page, up to its first group, as we write it.
pub(super) fn write_head(scenario: &ScenarioRecord, page: &mut String) -> Result<(), RenderError> {
    render(&HeadView::new(scenario)?, page)
}

fn write_group(group: &Group, page: &mut String) -> Result<(), RenderError> {
    match known(group.shown.as_deref()) {
        Some(text) => push_shown(page, text),
        None => render(&GroupView::new(group), page)?,
    }
    Ok(())
}

/// One block of a page.
pub(super) fn write_block(
    block: &Block,
    origin: Origin,
    page: &mut String,
) -> Result<(), RenderError> {
    match block {
        Block::Exchange {
            shown: Some(text), ..
        }
        | Block::Specs {
            shown: Some(text), ..
        }
        | Block::Validations {
            shown: Some(text), ..
        }
        | Block::Text(text) => {
            if let Some(text) = known(Some(text)) {
                push_shown(page, text);
            }
            Ok(())
        }
        Block::Note(note) => render(&NoteView::new(note), page),
        Block::Exchange { exchange, .. } => render(&ExchangeView::new(exchange, origin), page),
        Block::Specs { specs, .. } => render(&SpecsView::new(specs, origin), page),
        Block::Validations { validations, .. } => render(&ValidationsView::new(validations), page),
    }
}

/// The text that a page showed, where it showed one.
fn known(text: Option<&str>) -> Option<&str> {
    text.filter(|text| !text.is_empty())
}

/// Adds a text that a page showed, with a line end more where it has none.
fn push_shown(page: &mut String, text: &str) {
    page.push_str(without_line_end(text));
    page.push('\n');
}
