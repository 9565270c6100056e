//! Reports: a record rendered for people, and a rendered page read back into a record.
//!
//! Input: a [`Record`](crate::exchange::Record), redacted already where it should be. Output: text, the same bytes for
//! the same record. What a target sent is shown as text: it cannot break a line, close a fence or act as markup.

pub mod console;
pub mod html;
mod json;
pub mod machine;
pub mod page;
pub mod summary;
pub mod tally;
mod template;
mod text;
pub mod validations;
mod verdict;

pub(crate) use console::Paint;
pub use template::{RenderError, prepare};
pub use text::{code, line, plain};
pub use verdict::verdict;
