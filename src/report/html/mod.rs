//! The HTML report: one file for a run, with all that it needs inside.
//!
//! Input: a record, redacted already where it should be. Output: a page in pieces, the same bytes for the same record.
//! Templates loop and print. What a record holds reaches the page through `Markup`, whose builder escapes; no
//! attribute and no address on the page comes from a target.

mod anchors;
mod body;
mod clients;
mod code;
mod counts;
mod exchange;
mod findings;
mod jwt;
mod markup;
mod outcomes;
mod overview;
mod page;
mod policy;
mod prose;
mod rules;
mod scenario;
mod site;

pub use page::{text, write};
