//! Counts what a record holds; every format prints the same numbers.

use schemars::JsonSchema;
use serde::Serialize;

use crate::exchange::{Record, ScenarioRecord, SpecOutcome};

/// Numbers of spec lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Specs {
    /// Those that hold.
    pub passed: usize,
    /// Those that do not.
    pub failed: usize,
    /// Those that were not tried.
    pub not_run: usize,
}

impl Specs {
    /// The spec lines of one scenario.
    pub fn of(scenario: &ScenarioRecord) -> Self {
        let mut specs = Self::default();
        for spec in scenario.specs() {
            match spec.outcome {
                SpecOutcome::Passed => specs.passed += 1,
                SpecOutcome::Failed => specs.failed += 1,
                SpecOutcome::NotRun => specs.not_run += 1,
            }
        }
        specs
    }

    /// The spec lines of every scenario.
    pub fn of_all(record: &Record) -> Self {
        record
            .scenarios
            .iter()
            .map(Self::of)
            .fold(Self::default(), |sum, specs| Self {
                passed: sum.passed + specs.passed,
                failed: sum.failed + specs.failed,
                not_run: sum.not_run + specs.not_run,
            })
    }

    /// Whether anything was tried.
    pub fn any_tried(self) -> bool {
        self.passed + self.failed > 0
    }
}
