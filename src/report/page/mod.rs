//! The markdown page of one scenario, in the form of the OpenActive Test Suite: written from a record, and read back into
//! one.
//!
//! Reading loses nothing: each part of a page becomes the type it shows, and where that type written anew would give other
//! text, the part's own text is kept beside it. So `write(read(page))` is the page, byte for byte.

mod blocks;
mod exchange;
mod head;
mod infer;
mod lines;
mod outcome;
mod read;
mod view;
mod view_exchange;
mod write;

pub(super) use outcome::{defect_line, kind_words};
pub use read::{PageError, read};
pub use write::write;
