//! What changed between two records: what is newly broken, what was mended, and what is different in the exchanges.
//!
//! Input: two judged records, redacted already where they should be. Output: a [`Comparison`], which is the machine's view,
//! and its renderings for a terminal and in Markdown. Pure, and in the order of the newer record: the same two records give
//! the same bytes.

mod compare;
mod exchanges;
mod findings;
mod json;
mod markdown;
mod message;
mod model;
mod pairs;
mod sections;
mod specs;
mod tally;
mod text;
mod volatile;

pub use compare::{Input, Options, compare};
pub use markdown::render as markdown;
pub use model::{
    Change, Checks, Comparison, Counts, ExchangeDiff, FindingDiff, Findings, Part, Presence,
    Presences, ScenarioDiff, Side, SpecDiff, Stand, Totals, ValueChange, Why,
};
pub use text::render as text;
