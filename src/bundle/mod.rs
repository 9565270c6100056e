//! Evidence bundles: a record with all that belongs to it in one file, and the proof that nothing in it was changed.
//!
//! Input: a redacted record, or the bytes of a file that claims to be a bundle. Output: the bytes of a bundle, the same for
//! the same record; or what was found when it was verified. Everything happens in memory.

mod again;
mod catalogue;
mod findings;
mod hosts;
mod manifest;
mod needle;
mod notes;
mod sign;
mod unzip;
mod verdict;
mod verify;
mod write;
mod zip;

pub use catalogue::{Catalogue, Cite, Listed, version};
pub use findings::Compared;
pub use hosts::HostsLeft;
pub use manifest::{File, Manifest};
pub use sign::{KeyError, PrivateKey, PublicKey};
pub use unzip::NoContainer;
pub use verdict::{About, Changes, Claim, Run, Signature, Trouble, Verdict, Verification};
pub use verify::{Opened, open, verify};
pub use write::{BundleError, Options, write};
pub use zip::{Entry, LARGEST, MOST_FILES, TooMuch};
