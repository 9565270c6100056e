//! The checks as a bundle lists them, each with a version.
//!
//! A check's version is a digest of what decides its findings: its ids, the sections it cites, its sentence, level, severity,
//! mode, probes and condition, and the examples that break it. Whoever changes what a check finds changes an example with it, so the
//! examples stand for the code. The remedy, the note and the addresses of sections are words for the reader and leave the
//! version as it is.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::{
    check::{Check, Level, Mode, Severity, Subject},
    checks,
    exchange::sha256,
};

/// The checks, as `checks.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Catalogue {
    /// Always `issuercheck-checks`.
    pub format: String,
    /// The version of this shape.
    pub version: u32,
    /// The version of the checks: the SHA-256 over the ids and versions of all.
    pub catalogue: String,
    /// Every check, in the order of reports.
    pub checks: Vec<Listed>,
}

/// A check in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Listed {
    /// The id.
    pub id: String,
    /// Its version.
    pub version: String,
    /// Ids of other documents' requirements that state the same rule.
    pub aliases: Vec<String>,
    /// The sections that state the rule.
    pub cites: Vec<Cite>,
    /// The rule, in one sentence.
    pub statement: String,
    /// The requirement's keyword.
    pub level: String,
    /// What a violation weighs.
    pub severity: Severity,
    /// What it is about.
    pub subject: String,
    /// Whether a normal run shows it: `passive` or `active`.
    pub mode: String,
    /// The probes that show it, where a normal run does not.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub probes: Vec<String>,
    /// When it applies.
    pub applies: String,
    /// The cure.
    pub remedy: String,
    /// What else a reader should know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A section that states a rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cite {
    /// The document and the section.
    pub text: String,
    /// The address.
    pub url: String,
}

/// What a version is the digest of.
#[derive(Serialize)]
struct Normative<'a> {
    id: &'a str,
    aliases: &'a [&'a str],
    cites: Vec<String>,
    statement: &'a str,
    level: Level,
    severity: Severity,
    subject: Subject,
    mode: Mode,
    probes: Vec<&'a str>,
    applies: String,
    fails_on: Vec<(&'a str, Vec<String>)>,
}

/// The version of a check: the SHA-256, in hexadecimal, of what decides its findings.
pub fn version(check: &Check) -> String {
    let examples = check.fails_on.iter().map(|fixture| {
        let changes = fixture.changes.iter().map(|change| change.sentence());
        (fixture.label, changes.collect())
    });
    let normative = Normative {
        id: check.id,
        aliases: check.aliases,
        cites: check
            .cites
            .iter()
            .map(crate::spec::Citation::text)
            .collect(),
        statement: check.statement,
        level: check.level,
        severity: check.severity,
        subject: check.subject,
        mode: check.mode,
        probes: check.probes.iter().map(|probe| probe.name()).collect(),
        applies: check.applies.sentence(),
        fails_on: examples.collect(),
    };
    // Strings and lists of strings always have a JSON text.
    sha256(&serde_json::to_vec(&normative).unwrap_or_default())
}

impl Catalogue {
    /// The value of `format`.
    pub const FORMAT: &str = "issuercheck-checks";
    /// The value of `version`.
    pub const VERSION: u32 = 1;

    /// The checks of this build.
    pub fn current() -> &'static Self {
        static CURRENT: LazyLock<Catalogue> = LazyLock::new(|| {
            let checks: Vec<_> = checks::all().map(Listed::of).collect();
            Catalogue {
                format: Catalogue::FORMAT.to_owned(),
                version: Catalogue::VERSION,
                catalogue: digest(&checks),
                checks,
            }
        });
        &CURRENT
    }

    /// The JSON text, indented, with a line end.
    ///
    /// # Errors
    ///
    /// None that a list can cause.
    pub fn text(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string_pretty(self).map(|text| text + "\n")
    }

    /// The JSON text of [`Catalogue::current`].
    pub fn current_text() -> &'static str {
        static TEXT: LazyLock<String> =
            LazyLock::new(|| Catalogue::current().text().unwrap_or_default());
        &TEXT
    }

    /// The list that a file of a bundle is, where it is written as we write it.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        if bytes == Self::current_text().as_bytes() {
            return Some(Self::current().clone());
        }
        let listed: Self = serde_json::from_slice(bytes).ok()?;
        let as_written = listed.text().is_ok_and(|text| text.as_bytes() == bytes);
        (as_written && listed.is_sound()).then_some(listed)
    }

    /// Whether the list's version is the one of its checks.
    fn is_sound(&self) -> bool {
        self.format == Self::FORMAT
            && self.version == Self::VERSION
            && self.catalogue == digest(&self.checks)
    }

    /// A check in the list, by its id.
    pub fn find(&self, id: &str) -> Option<&Listed> {
        self.checks.iter().find(|listed| listed.id == id)
    }
}

fn digest(checks: &[Listed]) -> String {
    let lines: Vec<_> = checks
        .iter()
        .map(|listed| format!("{} {}\n", listed.id, listed.version))
        .collect();
    sha256(lines.concat().as_bytes())
}

impl Listed {
    fn of(check: &Check) -> Self {
        let word = |value: Result<serde_json::Value, serde_json::Error>| {
            let value = value.ok();
            value
                .and_then(|value| value.as_str().map(str::to_owned))
                .unwrap_or_default()
        };
        Self {
            id: check.id.to_owned(),
            version: version(check),
            aliases: check
                .aliases
                .iter()
                .map(|alias| (*alias).to_owned())
                .collect(),
            cites: check
                .cites
                .iter()
                .map(|cite| Cite {
                    text: cite.text(),
                    url: cite.url(),
                })
                .collect(),
            statement: check.statement.to_owned(),
            level: check.level.keyword().to_owned(),
            severity: check.severity,
            subject: word(serde_json::to_value(check.subject)),
            mode: word(serde_json::to_value(check.mode)),
            probes: check
                .probes
                .iter()
                .map(|probe| probe.name().to_owned())
                .collect(),
            applies: check.applies.sentence(),
            remedy: check.remedy.to_owned(),
            note: check.note.map(str::to_owned),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first() -> &'static Check {
        checks::all().next().unwrap()
    }

    fn with(change: impl FnOnce(&mut Check)) -> String {
        let check = first();
        let mut changed = Check {
            fails_on: check.fails_on,
            applies: check.applies,
            ..*check
        };
        change(&mut changed);
        version(&changed)
    }

    #[test]
    fn a_version_changes_with_what_decides_the_findings_and_with_nothing_else() {
        let same = version(first());
        assert_eq!(with(|_| ()), same);
        assert_eq!(with(|check| check.remedy = "Another cure."), same);
        assert_eq!(with(|check| check.note = Some("Another note.")), same);
        assert_ne!(with(|check| check.statement = "Another rule."), same);
        assert_ne!(with(|check| check.severity = Severity::Suggestion), same);
        assert_ne!(with(|check| check.level = Level::May), same);
        assert_ne!(with(|check| check.cites = &[]), same);
        assert_ne!(with(|check| check.aliases = &["another-id"]), same);
        assert_ne!(with(|check| check.fails_on = &[]), same);
    }

    #[test]
    fn no_two_checks_have_one_version() {
        let current = Catalogue::current();
        let versions: std::collections::BTreeSet<_> = current
            .checks
            .iter()
            .map(|listed| &listed.version)
            .collect();
        assert_eq!(versions.len(), current.checks.len());
    }
}
