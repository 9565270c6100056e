//! Evidence bundles and certificates: what is written is accepted, and nothing else.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a panic here is a failed test"
)]

mod certificates;
mod commands;
mod containers;
mod edits;
mod every_byte;
mod faults;
mod keys;
mod support;
mod versions;
