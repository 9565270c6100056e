//! What was found when a bundle was verified.

use serde::Serialize;
use time::OffsetDateTime;

use super::{catalogue::Catalogue, findings::Compared, manifest::Manifest};
use crate::{
    exchange::{Record, Target},
    report::{line, machine::Weights, tally::Specs},
};

/// What was found when a bundle was verified.
#[derive(Clone, Debug, Serialize)]
pub struct Verification {
    /// The version of this shape.
    pub version: u32,
    /// The program that verified it.
    pub tool: String,
    /// What came of it.
    pub verdict: Verdict,
    /// What a certificate claims, where it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub certificate: Option<Claim>,
    /// What it is about, where that could be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<About>,
    /// Who signed it.
    pub signature: Signature,
    /// The findings beside those of judging again, where they were.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub findings: Option<Compared>,
    /// The checks of the bundle beside those of this program, where both are known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub checks: Option<Changes>,
    /// What shows that it is not what its writer wrote.
    pub problems: Vec<Trouble>,
    /// What this version cannot confirm.
    pub unconfirmed: Vec<Trouble>,
    /// What it does not prove.
    pub notes: Vec<String>,
}

/// What came of a verification.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Every byte is what the record yields.
    Valid,
    /// Nothing shows an edit, but another version wrote it, and this one would write it otherwise.
    Unconfirmed,
    /// Something in it was changed.
    NotValid,
}

/// What a certificate claims besides its evidence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Claim {
    /// The certificate's identifier: the address under which it is published.
    pub id: String,
    /// Who it is for.
    pub holder: String,
    /// The first day on which it is valid, as 2026-01-31.
    pub valid_from: String,
    /// The last day on which it is valid.
    pub valid_until: String,
}

/// What a bundle is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct About {
    /// The program that wrote it.
    pub tool: String,
    /// The version of its checks.
    pub catalogue: String,
    /// When the run began.
    #[serde(with = "time::serde::rfc3339")]
    pub time: OffsetDateTime,
    /// Whether secrets were replaced by their names.
    pub redacted: bool,
    /// Whether host names were replaced.
    pub hosts_redacted: bool,
    /// The profiles that were on.
    pub profiles: Vec<String>,
    /// The files, the manifest and its signature not counted.
    pub files: usize,
    /// What the record says of the run, where the record is unchanged.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub run: Option<Run>,
}

/// What a record says of its run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Run {
    /// What was run against.
    pub target: Target,
    /// The scenarios, in order.
    pub scenarios: Vec<String>,
    /// The spec lines.
    pub specs: Specs,
    /// The findings that say something is wrong.
    pub findings: Weights,
}

/// Who signed a bundle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "state")]
pub enum Signature {
    /// Nobody.
    None,
    /// The key with this thumbprint; whose it is was not asked.
    Unverified {
        /// The thumbprint (RFC 7638).
        kid: String,
    },
    /// The key that was given.
    Verified {
        /// The thumbprint (RFC 7638).
        kid: String,
    },
    /// It is no signature over this manifest.
    Broken,
}

/// The checks of a bundle beside those of this program, by their ids.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Changes {
    /// Those that the bundle does not list.
    pub added: Vec<String>,
    /// Those that this program does not have.
    pub removed: Vec<String>,
    /// Those whose version is another.
    pub changed: Vec<String>,
}

/// Something that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Trouble {
    /// The file in the bundle, where it is one's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// What is wrong.
    pub what: String,
}

impl About {
    pub(super) fn of(manifest: &Manifest) -> Self {
        Self {
            tool: manifest.tool.clone(),
            catalogue: manifest.catalogue.clone(),
            time: manifest.time,
            redacted: manifest.redacted,
            hosts_redacted: manifest.hosts_redacted,
            profiles: manifest.profiles.clone(),
            files: manifest.files.len(),
            run: None,
        }
    }
}

impl Run {
    pub(super) fn of(record: &Record) -> Self {
        Self {
            target: record.target.clone(),
            scenarios: record
                .scenarios
                .iter()
                .map(|scenario| scenario.id.clone())
                .collect(),
            specs: Specs::of_all(record),
            findings: Weights::of(record),
        }
    }
}

impl Changes {
    /// What changed since a list was written.
    pub(super) fn since(listed: &Catalogue) -> Self {
        let current = Catalogue::current();
        let mut changes = Self::default();
        for check in &current.checks {
            match listed.find(&check.id) {
                None => changes.added.push(check.id.clone()),
                Some(then) if then.version != check.version => {
                    changes.changed.push(check.id.clone());
                }
                Some(_) => {}
            }
        }
        let ids = listed.checks.iter().map(|check| &check.id);
        let gone = ids.filter(|id| current.find(id).is_none());
        changes.removed = gone.map(|id| line(id)).collect();
        changes
    }

    /// Whether there are any.
    pub fn any(&self) -> bool {
        !(self.added.is_empty() && self.removed.is_empty() && self.changed.is_empty())
    }
}

impl Verification {
    /// The version of the shape.
    pub const VERSION: u32 = 1;

    /// Nothing found yet.
    pub fn begin() -> Self {
        Self {
            version: Self::VERSION,
            tool: Record::tool(),
            verdict: Verdict::NotValid,
            certificate: None,
            about: None,
            signature: Signature::None,
            findings: None,
            checks: None,
            problems: Vec::new(),
            unconfirmed: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// Takes note of something that is not as it should be, and of what follows from it.
    pub fn add_problem(&mut self, file: Option<&str>, what: impl Into<String>) {
        let file = file.map(str::to_owned);
        self.problems.push(Trouble {
            file,
            what: what.into(),
        });
        self.settle();
    }

    /// The verdict that follows from what was found.
    pub(super) fn settle(&mut self) {
        self.verdict = match (self.problems.as_slice(), self.unconfirmed.as_slice()) {
            ([], []) => Verdict::Valid,
            ([], _) => Verdict::Unconfirmed,
            _ => Verdict::NotValid,
        };
    }
}
