//! What is in a bundle beside what its record yields: every file written again, every finding made again.

use super::{
    catalogue::Catalogue,
    findings::{self, Differing},
    manifest::{File, Manifest},
    verdict::{Changes, Run, Trouble},
    verify::Verifier,
    write::{Stamp, assemble},
    zip::Entry,
};
use crate::{exchange::Record, report::line};

/// Differences that are named one by one.
const NAMED: usize = 20;

impl Verifier<'_> {
    /// Holds what is in the bundle against what its record yields; the record, where it is the one that the manifest names.
    pub(super) fn content(&mut self, manifest: &Manifest) -> Option<Record> {
        let text = std::str::from_utf8(self.container.file("record.json")?).ok();
        let read = text.map(Record::from_json);
        let Some(Ok(record)) = read else {
            self.wrong(
                Some("record.json"),
                "is not a record that this version reads",
            );
            return None;
        };
        if let Some(about) = &mut self.found.about {
            about.run = Some(Run::of(&record));
        }
        let listed = self.listed(manifest);
        self.yielded(manifest, &record);
        self.findings(manifest, &record, listed.as_ref());
        Some(record)
    }

    /// The checks that the bundle lists, held against those of this program.
    fn listed(&mut self, manifest: &Manifest) -> Option<Catalogue> {
        const PATH: &str = "checks.json";
        let bytes = self.container.file(PATH)?;
        if self.altered.contains(PATH) {
            return None;
        }
        let listed = Catalogue::read(bytes);
        let Some(listed) = listed.filter(|listed| listed.catalogue == manifest.catalogue) else {
            let what = "is not a list of checks with the manifest's version";
            self.wrong(Some(PATH), what);
            return None;
        };
        self.found.checks = Some(Changes::since(&listed));
        Some(listed)
    }

    /// Writes every file of the bundle again, and compares.
    fn yielded(&mut self, manifest: &Manifest, record: &Record) {
        let same_version = manifest.tool == Record::tool();
        let text = |path: &str| {
            let bytes = self.container.file(path).unwrap_or_default();
            String::from_utf8_lossy(bytes).into_owned()
        };
        let current = Catalogue::current();
        let stamp = Stamp {
            tool: manifest.tool.clone(),
            hosts_redacted: manifest.hosts_redacted,
            signed_by: manifest.signed_by.clone(),
            checks: if same_version {
                Catalogue::current_text().to_owned()
            } else {
                text("checks.json")
            },
            catalogue: if same_version {
                current.catalogue.clone()
            } else {
                manifest.catalogue.clone()
            },
        };
        let scenarios = self.container.entries.iter();
        let scenarios = scenarios.filter(|entry| entry.path.starts_with("scenarios/"));
        let scenarios: Vec<_> = scenarios.map(|entry| text(&entry.path)).collect();
        let expected = match assemble(record, &stamp, &scenarios) {
            Ok(expected) => expected,
            Err(error) => {
                self.wrong(Some("record.json"), format!("yields no bundle: {error}"));
                return;
            }
        };
        self.hold(manifest, &expected, same_version);
    }

    fn hold(&mut self, manifest: &Manifest, expected: &[Entry], same_version: bool) {
        let mut differ = Vec::new();
        for entry in expected {
            let is_manifest = entry.path == Manifest::PATH;
            match self.container.file(&entry.path) {
                Some(_) if is_manifest && same_head(manifest, &entry.content) => {}
                Some(content) if content == entry.content => {}
                Some(_) => differ.push((entry.path.clone(), "is not what the record yields")),
                None => differ.push((entry.path.clone(), "is missing: the record yields it")),
            }
        }
        for File { path, .. } in &manifest.files {
            if expected.iter().all(|entry| entry.path != *path) {
                differ.push((path.clone(), "does not belong to this record"));
            }
        }
        for (path, what) in differ {
            if self.altered.contains(&path) {
                continue;
            }
            if same_version {
                self.wrong(Some(&path), what);
            } else {
                let what = format!(
                    "{what} with this version; {} wrote it",
                    line(&manifest.tool)
                );
                self.unconfirmed(Some(&path), what);
            }
        }
    }

    fn unconfirmed(&mut self, file: Option<&str>, what: String) {
        self.found.unconfirmed.push(Trouble {
            file: file.map(line),
            what,
        });
    }

    /// Judges the record again, and compares the findings.
    fn findings(&mut self, manifest: &Manifest, record: &Record, listed: Option<&Catalogue>) {
        const PATH: &str = "record.json";
        let Some(judged) = &record.judged else {
            let found = record
                .scenarios
                .iter()
                .any(|scenario| scenario.findings.is_some());
            if found {
                self.wrong(
                    Some(PATH),
                    "has findings and does not say which checks were asked",
                );
            }
            return;
        };
        let same_version = manifest.tool == Record::tool();
        let profiles_changed = !same_version
            && self.found.unconfirmed.iter().any(|trouble| {
                trouble
                    .file
                    .as_ref()
                    .is_some_and(|file| file.starts_with("profiles/"))
            });
        let compared = findings::compare(record, judged, listed, profiles_changed);
        let explained = |differing: &&Differing| differing.cause.is_some() && !same_version;
        let (since, edited): (Vec<_>, Vec<_>) = compared.differing.iter().partition(explained);
        for differing in edited.iter().take(NAMED) {
            let what = line(&differing.what);
            self.wrong(Some(PATH), format!("the finding was edited: {what}"));
        }
        for differing in since.iter().take(NAMED) {
            let cause = differing.cause.unwrap_or_default();
            self.unconfirmed(Some(PATH), format!("{} ({cause})", line(&differing.what)));
        }
        if let Some(more) = edited.len().checked_sub(NAMED).filter(|more| *more > 0) {
            self.wrong(Some(PATH), format!("{more} more findings were edited"));
        }
        if let Some(more) = since.len().checked_sub(NAMED).filter(|more| *more > 0) {
            self.unconfirmed(Some(PATH), format!("{more} more findings differ"));
        }
        self.found.findings = Some(compared);
    }
}

/// Whether two manifests differ only in the files that they name, which are compared one by one.
fn same_head(manifest: &Manifest, other: &[u8]) -> bool {
    let other: Result<Manifest, _> = serde_json::from_slice(other);
    other.is_ok_and(|other| {
        let files = manifest.files.clone();
        Manifest { files, ..other } == *manifest
    })
}
