//! Profiles: which checks are asked, and what they weigh, as data files with their own citations.
//!
//! A check that no profile names is always asked. One that profiles name is asked where one of them is on, and the most
//! specific profile decides: a profile that names the id wins over one that names a pattern.

mod file;

pub use file::{Override, Profile, all, text};

use crate::{
    check::{Check, Severity},
    evidence::{Evidence, Seen},
    exchange::Probe,
};

/// The profiles that are on for a scenario.
#[derive(Clone, Debug)]
pub struct Profiles {
    on: Vec<String>,
}

impl Profiles {
    /// The profiles that are on: those that follow from the scenario, and those that were asked for by name.
    pub fn of(evidence: &Evidence<'_>, asked: &[String]) -> Self {
        let mut on: Vec<String> = asked.to_vec();
        let openid = evidence.asked().is_ok_and(Seen::is_openid);
        // Metadata that is found with the issuer's final slash alone is there, if not where it should be.
        let misplaced = evidence
            .probe(Probe::OpenidSlashKept)
            .is_ok_and(|seen| seen.succeeded() && seen.object().is_ok());
        if openid || misplaced {
            on.push("openid".to_owned());
        }
        if evidence.is_openactive() {
            on.push("openactive".to_owned());
        }
        Self { on }
    }

    /// Their names.
    pub fn names(&self) -> &[String] {
        &self.on
    }

    /// What a violation of a check weighs here; `None` where the check is not asked.
    pub fn severity(&self, check: &Check) -> Option<Severity> {
        let named: Vec<&Profile> = all()
            .iter()
            .filter(|profile| profile.names(check.id))
            .collect();
        let exact: Vec<&&Profile> = named
            .iter()
            .filter(|profile| profile.names_exactly(check.id))
            .collect();
        let is_on = |profile: &Profile| self.on.contains(&profile.name);
        let asked = match (exact.as_slice(), named.as_slice()) {
            ([], []) => true,
            ([], named) => named.iter().any(|profile| is_on(profile)),
            (exact, _) => exact.iter().any(|profile| is_on(profile)),
        };
        let overrides = all()
            .iter()
            .filter(|profile| is_on(profile))
            .flat_map(|profile| &profile.overrides);
        let severity = overrides
            .filter(|over| over.check == check.id)
            .map(|over| over.severity)
            .next_back();
        let severity = severity.unwrap_or(Some(check.severity));
        asked.then_some(severity).flatten()
    }
}
