//! Reports: a record rendered for people, and a rendered page read back into a record.
//!
//! Input: a [`Record`](crate::exchange::Record), redacted already where it should be. Output: text, the same bytes for
//! the same record. What a target sent is shown as text: it cannot break a line, close a fence or act as markup.

mod case;
pub mod console;
pub mod github;
pub mod har;
pub mod html;
mod json;
pub mod junit;
pub mod machine;
pub mod page;
mod place;
pub mod pretty;
pub mod sarif;
pub mod summary;
pub mod tally;
pub mod tap;
mod template;
mod text;
pub mod validations;
mod verdict;

pub(crate) use console::Paint;
use page::defect_line;
pub use template::{RenderError, WriteError};
pub use text::{code, line, plain};
pub use verdict::verdict;
