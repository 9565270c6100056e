//! The manifest: what a bundle says it holds.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::zip::Entry;
use crate::exchange::sha256;

/// What a bundle says it holds, as `manifest.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Always `issuercheck-bundle`.
    pub format: String,
    /// The version of this shape.
    pub version: u32,
    /// The program that wrote the bundle, with its version.
    pub tool: String,
    /// The version of its checks: the SHA-256 over the versions of all, in hexadecimal.
    pub catalogue: String,
    /// When the run began: the record's time.
    #[serde(with = "time::serde::rfc3339")]
    pub time: OffsetDateTime,
    /// Whether secrets were replaced by their names.
    pub redacted: bool,
    /// Whether host names and addresses were replaced, too.
    pub hosts_redacted: bool,
    /// The thumbprint of the key that signed the manifest (RFC 7638); absent where it is not signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed_by: Option<String>,
    /// The profiles that were on for one of the scenarios, or put on for all.
    pub profiles: Vec<String>,
    /// Every other file, by path; the signature is not among them.
    pub files: Vec<File>,
}

/// One file of a bundle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    /// The path in the bundle.
    pub path: String,
    /// The size, in bytes.
    pub size: u64,
    /// The SHA-256, in hexadecimal.
    pub sha256: String,
}

impl Manifest {
    /// The value of `format`.
    pub const FORMAT: &str = "issuercheck-bundle";
    /// The value of `version`.
    pub const VERSION: u32 = 1;
    /// The manifest's own path.
    pub const PATH: &str = "manifest.json";
    /// The path of its signature.
    pub const SIGNATURE: &str = "manifest.jws";

    /// The JSON text, indented, with a line end.
    ///
    /// # Errors
    ///
    /// None that a manifest can cause.
    pub fn text(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string_pretty(self).map(|text| text + "\n")
    }
}

impl File {
    /// What the manifest says of a file.
    pub(super) fn of(entry: &Entry) -> Self {
        Self {
            path: entry.path.clone(),
            size: u64::try_from(entry.content.len()).unwrap_or(u64::MAX),
            sha256: sha256(&entry.content),
        }
    }
}
