//! The bytes of a file that claims to be a bundle → what is wrong with it.
//!
//! A bundle is valid if it is, byte for byte, what [`write`](super::write()) makes of the record in it. All else here only finds
//! the words for what is not.

use std::collections::BTreeSet;

use super::{
    manifest::{File, Manifest},
    notes,
    sign::{self, PublicKey},
    unzip::{self, Container, NoContainer},
    verdict::{About, Signature, Verification},
};
use crate::{
    exchange::{Record, sha256},
    report::line,
};

/// A bundle that was verified, and what is in it.
#[derive(Debug)]
pub struct Opened {
    /// What was found.
    pub verification: Verification,
    /// The manifest, where it can be read.
    pub manifest: Option<Manifest>,
    /// The record, where every file is the one that the manifest names.
    pub record: Option<Record>,
}

/// The record in a bundle that need not be valid; nothing says so but [`verify`].
///
/// # Errors
///
/// It is no bundle.
pub fn open(bytes: &[u8]) -> Result<Record, NoContainer> {
    let container = unzip::read(bytes)?;
    let text = container.file("record.json").map(String::from_utf8_lossy);
    let record = text.and_then(|text| Record::from_json(&text).ok());
    record.ok_or(NoContainer::NotBundle)
}

/// Verifies a bundle, in memory: its container, the digest of each file, its signature, and that its record yields all that is
/// in it, findings included.
///
/// With a key, only a bundle that the key signed is valid.
///
/// # Errors
///
/// There is nothing to verify: it is no bundle.
pub fn verify(bytes: &[u8], key: Option<&PublicKey>) -> Result<Opened, NoContainer> {
    let container = unzip::read(bytes)?;
    if [Manifest::PATH, "record.json"]
        .iter()
        .all(|path| container.file(path).is_none())
    {
        return Err(NoContainer::NotBundle);
    }
    let mut verifier = Verifier {
        container: &container,
        found: Verification::begin(),
        altered: BTreeSet::new(),
    };
    let manifest = verifier.manifest();
    if let Some(manifest) = &manifest {
        verifier.files(manifest);
    }
    verifier.signature(manifest.as_ref(), key);
    verifier.container();
    // Of a bundle that was changed, nothing that its record yields would say more.
    let unchanged = manifest
        .as_ref()
        .filter(|_| verifier.found.problems.is_empty());
    let record = unchanged.and_then(|manifest| verifier.content(manifest));
    let notes = notes::of(&verifier.found, record.as_ref());
    verifier.found.notes = notes;
    verifier.found.settle();
    Ok(Opened {
        verification: verifier.found,
        manifest,
        record,
    })
}

pub(super) struct Verifier<'a> {
    pub(super) container: &'a Container,
    pub(super) found: Verification,
    /// Files that something was already said about.
    pub(super) altered: BTreeSet<String>,
}

impl Verifier<'_> {
    /// Takes note of what is wrong.
    pub(super) fn wrong(&mut self, file: Option<&str>, what: impl Into<String>) {
        self.altered.extend(file.map(str::to_owned));
        let file = file.map(line);
        self.found.add_problem(file.as_deref(), what);
    }

    fn manifest(&mut self) -> Option<Manifest> {
        let Some(bytes) = self.container.file(Manifest::PATH) else {
            self.wrong(Some(Manifest::PATH), "is missing");
            return None;
        };
        let manifest: Manifest = match serde_json::from_slice(bytes) {
            Ok(manifest) => manifest,
            Err(error) => {
                self.wrong(Some(Manifest::PATH), format!("is not a manifest: {error}"));
                return None;
            }
        };
        if manifest.format != Manifest::FORMAT || manifest.version != Manifest::VERSION {
            let what = "is of another format or of a later version";
            self.wrong(Some(Manifest::PATH), what);
            return None;
        }
        if manifest.text().ok().as_deref().map(str::as_bytes) != Some(bytes) {
            self.wrong(
                Some(Manifest::PATH),
                "is not written as issuercheck writes it",
            );
        }
        self.found.about = Some(About::of(&manifest));
        Some(manifest)
    }

    /// Holds the files against the manifest.
    fn files(&mut self, manifest: &Manifest) {
        let mut expected = vec![Manifest::PATH];
        expected.extend(manifest.signed_by.as_ref().map(|_| Manifest::SIGNATURE));
        expected.extend(manifest.files.iter().map(|file| file.path.as_str()));
        for file in &manifest.files {
            let Some(content) = self.container.file(&file.path) else {
                let named = self
                    .container
                    .wrong
                    .iter()
                    .any(|(path, _)| path.as_ref() == Some(&file.path));
                if !named {
                    self.wrong(Some(&file.path), "is missing: the manifest names it");
                }
                continue;
            };
            if u64::try_from(content.len()) != Ok(file.size) || sha256(content) != file.sha256 {
                self.wrong(
                    Some(&file.path),
                    "is not the file that the manifest names: its SHA-256 is another",
                );
            }
        }
        if manifest.signed_by.is_some() && self.container.file(Manifest::SIGNATURE).is_none() {
            let what = "is missing: the manifest says that it was signed";
            self.wrong(Some(Manifest::SIGNATURE), what);
        }
        let paths: Vec<_> = self
            .container
            .entries
            .iter()
            .map(|entry| entry.path.as_str())
            .collect();
        for path in &paths {
            if !expected.contains(path) {
                self.wrong(Some(path), "was added: the manifest does not name it");
            }
        }
        let sorted = |pair: &[File]| matches!(pair, [one, other] if one.path < other.path);
        if !manifest.files.windows(2).all(sorted) {
            self.wrong(Some(Manifest::PATH), "does not name its files in order");
        }
        let in_order = expected.iter().filter(|path| paths.contains(path));
        let ours = paths.iter().filter(|path| expected.contains(path));
        if !in_order.eq(ours) {
            self.wrong(None, "the files stand in another order");
        }
    }

    fn signature(&mut self, manifest: Option<&Manifest>, key: Option<&PublicKey>) {
        let Some(jws) = self.container.file(Manifest::SIGNATURE) else {
            if key.is_some() {
                self.wrong(None, "is not signed, and a key was given");
            }
            return;
        };
        let payload = self.container.file(Manifest::PATH).unwrap_or_default();
        let signer = match sign::verify(jws, payload) {
            Ok(signer) => signer,
            Err(why) => {
                self.found.signature = Signature::Broken;
                self.wrong(Some(Manifest::SIGNATURE), why);
                return;
            }
        };
        let kid = signer.thumbprint();
        if manifest.is_some_and(|manifest| manifest.signed_by.as_ref() != Some(&kid)) {
            let what = "is by another key than the manifest says";
            self.wrong(Some(Manifest::SIGNATURE), what);
        }
        self.found.signature = match key {
            None => Signature::Unverified { kid },
            Some(key) if *key == signer => Signature::Verified { kid },
            Some(key) => {
                let what = format!(
                    "is by the key {kid}, not by the one that was given, {}",
                    key.thumbprint()
                );
                self.wrong(Some(Manifest::SIGNATURE), what);
                Signature::Unverified { kid }
            }
        };
    }

    /// What is wrong with the container, except where more is known of the file already.
    fn container(&mut self) {
        for (file, what) in &self.container.wrong {
            if file
                .as_ref()
                .is_none_or(|file| !self.altered.contains(file))
            {
                self.wrong(file.as_deref(), what.clone());
            }
        }
    }
}
