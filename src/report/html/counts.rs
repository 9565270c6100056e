//! The numbers of a scenario and of the whole, and the signs for them.

use crate::{
    exchange::{ScenarioRecord, Severity, SpecOutcome},
    report::{self, validations},
};

/// How good or bad something is: a class of the style sheet, an icon and a word, never a color alone.
#[derive(Clone, Copy)]
pub(super) struct State {
    pub(super) class: &'static str,
    pub(super) icon: &'static str,
    pub(super) word: &'static str,
}

pub(super) const PASSED: State = State::new("pass", "✓", "passed");
pub(super) const UNKNOWN: State = State::new("none", "–", "nothing judged");

impl State {
    const fn new(class: &'static str, icon: &'static str, word: &'static str) -> Self {
        Self { class, icon, word }
    }

    /// The worst that is counted.
    pub(super) fn of(counts: &Counts) -> Self {
        match counts {
            Counts { failed: 1.., .. } => Self::new("failure", "✕", "failed"),
            Counts { failures: 1.., .. } => Self::of_severity(Severity::Failure),
            Counts { warnings: 1.., .. } => Self::of_severity(Severity::Warning),
            Counts {
                suggestions: 1.., ..
            } => Self::of_severity(Severity::Suggestion),
            Counts { passed: 0, .. } => UNKNOWN,
            _ => PASSED,
        }
    }

    /// What a severity is.
    pub(super) fn of_severity(severity: Severity) -> Self {
        match severity {
            Severity::Failure => Self::new("failure", "✕", "failures"),
            Severity::Warning => Self::new("warning", "!", "warnings"),
            Severity::Suggestion => Self::new("suggestion", "i", "suggestions"),
        }
    }
}

/// The numbers of a scenario or of all of them: its specs, and its findings that say something is wrong.
#[derive(Clone, Copy, Default)]
pub(super) struct Counts {
    pub(super) passed: u64,
    pub(super) failed: u64,
    pub(super) not_run: u64,
    pub(super) failures: u64,
    pub(super) warnings: u64,
    pub(super) suggestions: u64,
}

impl Counts {
    /// The numbers of a scenario; what a report that was read back says of itself counts, where it was not judged anew.
    pub(super) fn of(scenario: &ScenarioRecord) -> Self {
        let mut counts = Self::default();
        for spec in scenario.specs() {
            match spec.outcome {
                SpecOutcome::Passed => counts.passed += 1,
                SpecOutcome::Failed => counts.failed += 1,
                SpecOutcome::NotRun => counts.not_run += 1,
            }
        }
        let Some(findings) = &scenario.findings else {
            let verdict = report::verdict(scenario);
            return Self {
                passed: verdict.passed,
                failures: verdict.failures.saturating_sub(counts.failed),
                warnings: verdict.warnings,
                suggestions: verdict.suggestions,
                ..counts
            };
        };
        for finding in validations::failing(findings) {
            match finding.severity {
                Severity::Failure => counts.failures += 1,
                Severity::Warning => counts.warnings += 1,
                Severity::Suggestion => counts.suggestions += 1,
            }
        }
        counts
    }

    /// Adds the numbers of another scenario.
    pub(super) fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.not_run += other.not_run;
        self.failures += other.failures;
        self.warnings += other.warnings;
        self.suggestions += other.suggestions;
    }

    /// Whether something is wrong that makes a run fail.
    pub(super) fn any_failure(self) -> bool {
        self.failed + self.failures > 0
    }

    /// The numbers in words, those that are not zero and the specs that passed.
    pub(super) fn words(self) -> String {
        let plural = |count: u64| if count == 1 { "" } else { "s" };
        let counted = [
            (self.failed, "spec", " failed"),
            (self.failures, "failure", ""),
            (self.warnings, "warning", ""),
            (self.suggestions, "suggestion", ""),
        ];
        let wrong = counted.iter().filter(|(count, ..)| *count > 0);
        let wrong =
            wrong.map(|(count, word, end)| format!("{count} {word}{}{end}", plural(*count)));
        let mut parts: Vec<_> = wrong.collect();
        parts.push(format!(
            "{} spec{} passed",
            self.passed,
            plural(self.passed)
        ));
        parts.join(", ")
    }
}
