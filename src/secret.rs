//! Values that must not be shown.

use serde::Deserialize;

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
