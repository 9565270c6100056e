//! Values that must not be shown, and what keeps them out of everything that is written.
//!
//! Input: secrets from the configuration, and a record in which the target's own are found. Output: the same record or
//! text with each secret's name in its place.

mod escapes;
mod forms;
mod found;
mod learn;
mod redactor;
mod texts;

use serde::Deserialize;

pub(crate) use learn::SECRET_MEMBERS;
pub use redactor::Redactor;
pub use texts::each_text;

/// A value that has no `Debug`, no `Display` and no `Serialize`; it is read with [`Secret::reveal`], by name.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// Takes a value that must not be shown.
    pub fn new(value: impl Into<String>) -> Self {
        Self(value.into())
    }

    /// The value itself, to send it or to look for it in what is written.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}
