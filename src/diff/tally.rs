//! Counts what a comparison holds; every format prints the same numbers.

use super::{Change, Counts, Presence, Presences, ScenarioDiff, Totals};
use crate::exchange::Severity;

impl Presences {
    /// Counts something that is in one or in both.
    pub(super) fn count(&mut self, old: bool, new: bool) -> Presence {
        match (old, new) {
            (false, true) => {
                self.appeared += 1;
                Presence::Appeared
            }
            (true, false) => {
                self.disappeared += 1;
                Presence::Disappeared
            }
            _ => {
                self.both += 1;
                Presence::Both
            }
        }
    }

    /// Counts the same things of another scenario.
    pub(super) fn add(&mut self, other: Self) {
        self.both += other.both;
        self.appeared += other.appeared;
        self.disappeared += other.disappeared;
    }
}

impl Counts {
    fn add(&mut self, severity: Severity) {
        match severity {
            Severity::Failure => self.failures += 1,
            Severity::Warning => self.warnings += 1,
            Severity::Suggestion => self.suggestions += 1,
        }
    }
}

impl Totals {
    /// Adds what changed in a scenario.
    pub(super) fn add(&mut self, scenario: &ScenarioDiff) {
        for spec in &scenario.specs {
            if let Some(counts) = self.of(spec.change) {
                counts.specs += 1;
            }
        }
        for finding in &scenario.findings {
            if let Some(counts) = self.of(finding.change) {
                counts.add(finding.severity);
            }
        }
        for exchange in &scenario.exchanges {
            self.changes += exchange.changes.len();
            self.volatile += exchange.volatile.len();
        }
    }

    fn of(&mut self, change: Change) -> Option<&mut Counts> {
        match change {
            Change::NewlyBroken => Some(&mut self.newly_broken),
            Change::BrokenUnseen => Some(&mut self.broken_unseen),
            Change::StillBroken => Some(&mut self.still_broken),
            Change::Mended => Some(&mut self.mended),
            Change::NoLongerShown => Some(&mut self.no_longer_shown),
            Change::NoLongerJudged => Some(&mut self.no_longer_judged),
            Change::Appeared | Change::Disappeared => None,
        }
    }
}
