//! Pages of reports: read into a record and written again, byte for byte; and pages of a run, whatever the target sent.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "what is not there fails the test"
)]

mod any;
mod reading;
mod running;
mod summing;

use issuercheck::{
    exchange::{Block, Record},
    report::page,
};

pub(crate) const REGISTRATION: &str =
    include_str!("dynamic-client-registration_client-credentials-flow.md");
pub(crate) const CONFIGURED: &str =
    include_str!("partner-authentication_client-credentials-flow.md");
pub(crate) const BROWSER: &str = include_str!("partner-authentication_authorization-persisted.md");
pub(crate) const GROUPS: &str = include_str!("amending-quote_amend-c1_SimpleFlow_Multiple.md");
pub(crate) const OLD: &str = include_str!("unknown-order_delete-order_Session.md");
pub(crate) const PAGES: [&str; 5] = [REGISTRATION, CONFIGURED, BROWSER, GROUPS, OLD];

pub(crate) fn read(text: &str) -> Record {
    page::read(text, "page.md").unwrap()
}

pub(crate) fn write(record: &Record) -> String {
    page::write(&record.scenarios[0], record.origin).unwrap()
}

pub(crate) fn blocks(record: &Record) -> impl Iterator<Item = &Block> {
    record.scenarios[0]
        .groups
        .iter()
        .flat_map(|group| &group.blocks)
}

/// How many parts of a page keep their text because writing them anew would not give it.
pub(crate) fn kept(record: &Record) -> usize {
    let scenario = &record.scenarios[0];
    let is_kept = |block: &&Block| match block {
        Block::Exchange { shown, .. }
        | Block::Specs { shown, .. }
        | Block::Validations { shown, .. } => shown.is_some(),
        Block::Text(_) => true,
        Block::Note(_) => false,
    };
    let groups = scenario.groups.iter().filter(|group| group.shown.is_some());
    blocks(record).filter(is_kept).count() + groups.count() + usize::from(scenario.shown.is_some())
}
