//! A scenario's record as a page.

use super::{
    view::{GroupView, HeadView, NoteView, SpecsView, ValidationsView, without_line_end},
    view_exchange::ExchangeView,
};
use crate::exchange::{Block, Group, Origin, ScenarioRecord};
use crate::report::{
    template::{self, RenderError},
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
    let mut page = match shown(scenario.shown.as_deref()) {
        Some(text) => text,
        None => write_head(scenario)?,
    };
    let found = validations::shown(scenario);
    for (number, group) in scenario.groups.iter().enumerate() {
        page.push_str(&write_group(group)?);
        let found = found.as_ref().filter(|(at, _)| *at == number);
        let replaced =
            |block: &&Block| found.is_some() && matches!(block, Block::Validations { .. });
        let kept = group.blocks.iter().filter(|block| !replaced(block));
        let found = found.into_iter().flat_map(|(_, blocks)| blocks);
        for block in kept.chain(found) {
            page.push_str(&write_block(block, origin)?);
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

/// The line ends after a page's last line.
pub(super) const TAIL: &str = "\n\n\n";

/// The head of a page, up to its first group, as we write it.
pub(super) fn write_head(scenario: &ScenarioRecord) -> Result<String, RenderError> {
    template::HEAD.render(&HeadView::new(scenario)?)
}

fn write_group(group: &Group) -> Result<String, RenderError> {
    match shown(group.shown.as_deref()) {
        Some(text) => Ok(text),
        None => template::GROUP.render(&GroupView::new(group)),
    }
}

/// One block of a page.
pub(super) fn write_block(block: &Block, origin: Origin) -> Result<String, RenderError> {
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
        | Block::Text(text) => Ok(shown(Some(text)).unwrap_or_default()),
        Block::Note(note) => template::NOTE.render(&NoteView::new(note)),
        Block::Exchange { exchange, .. } => {
            template::EXCHANGE.render(&ExchangeView::new(exchange, origin))
        }
        Block::Specs { specs, .. } => template::SPECS.render(&SpecsView::new(specs, origin)),
        Block::Validations { validations, .. } => {
            template::VALIDATIONS.render(&ValidationsView::new(validations))
        }
    }
}

/// The text that a page showed, with one line end more where it has none.
fn shown(text: Option<&str>) -> Option<String> {
    let text = text.filter(|text| !text.is_empty())?;
    Some(format!("{}\n", without_line_end(text)))
}
