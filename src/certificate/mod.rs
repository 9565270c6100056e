//! Certificates: one page that says what a target was found to implement, with the evidence bundle inside.
//!
//! Input: a bundle, and who the certificate is for. Output: the page, the same bytes for the same input; why there is none; or
//! what was found when a page was verified. A page is valid if it is, byte for byte, the one that is written for its bundle.

mod claim;
mod grounds;
mod json_ld;
mod page;
mod read;
mod view;

pub use claim::{BadClaim, Certificate, ValidFor, holder, id};
pub use grounds::refusals;
pub use page::{PageError, write};
pub use read::{is_page, verify};
