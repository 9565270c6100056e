//! The profiles' data files.

use std::sync::OnceLock;

use serde::Deserialize;

use crate::check::Severity;

/// The embedded files, by the profiles' names.
const FILES: &[(&str, &str)] = &[
    ("openid", include_str!("../../profiles/openid.toml")),
    (
        "openid-dynamic",
        include_str!("../../profiles/openid-dynamic.toml"),
    ),
    ("openactive", include_str!("../../profiles/openactive.toml")),
    ("rfc9068", include_str!("../../profiles/rfc9068.toml")),
];

/// A profile.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Its name, as `openactive`.
    #[serde(skip)]
    pub name: String,
    /// Its title.
    pub title: String,
    /// What it holds.
    pub about: String,
    /// When it is on.
    pub on: String,
    /// Where its rules stand.
    pub cites: Vec<String>,
    /// Ids of checks that are asked only where it is on; `*` at the end stands for any rest.
    pub checks: Vec<String>,
    /// Checks that weigh otherwise, or are not asked, where it is on.
    #[serde(default)]
    pub overrides: Vec<Override>,
}

/// What a profile says of one check.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Override {
    /// The check.
    pub check: String,
    /// What a violation weighs; without it, the check is not asked.
    #[serde(default, deserialize_with = "severity")]
    pub severity: Option<Severity>,
    /// Why.
    pub reason: String,
    /// Where that stands.
    pub cite: String,
}

fn severity<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<Severity>, D::Error> {
    let word = String::deserialize(from)?;
    let all = [Severity::Failure, Severity::Warning, Severity::Suggestion];
    let found = all.into_iter().find(|severity| severity.word() == word);
    found
        .map(Some)
        .ok_or_else(|| serde::de::Error::custom("not a severity"))
}

/// Every profile. A test says that each file can be read.
pub fn all() -> &'static [Profile] {
    static ALL: OnceLock<Vec<Profile>> = OnceLock::new();
    ALL.get_or_init(|| {
        let read = |(name, text): &(&str, &str)| {
            let profile: Profile = toml::from_str(text).ok()?;
            Some(Profile {
                name: (*name).to_owned(),
                ..profile
            })
        };
        FILES.iter().filter_map(read).collect()
    })
}

/// The text of a profile's file.
pub fn text(name: &str) -> Option<&'static str> {
    let found = FILES.iter().find(|(known, _)| *known == name);
    found.map(|(_, text)| *text)
}

impl Profile {
    /// Whether the profile names a check, by its id or by a pattern.
    pub fn names(&self, id: &str) -> bool {
        self.checks
            .iter()
            .any(|pattern| match pattern.strip_suffix('*') {
                Some(start) => id.starts_with(start),
                None => pattern == id,
            })
    }

    /// Whether the profile names a check by its id.
    pub fn names_exactly(&self, id: &str) -> bool {
        self.checks.iter().any(|pattern| pattern == id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_can_be_read() {
        let names: Vec<_> = all().iter().map(|profile| profile.name.as_str()).collect();
        let files: Vec<_> = FILES.iter().map(|(name, _)| *name).collect();
        assert_eq!(names, files);
    }
}
