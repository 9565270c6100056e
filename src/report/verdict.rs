//! The numbers of a scenario's verdict line, and the icons.

use crate::exchange::{Block, ScenarioRecord, SpecOutcome, ValidationSeverity, Verdict};

/// The verdict that the scenario's report showed, or else the one counted from its specs and validations.
pub fn verdict(scenario: &ScenarioRecord) -> Verdict {
    scenario.verdict.unwrap_or_else(|| count(scenario))
}

fn count(scenario: &ScenarioRecord) -> Verdict {
    let mut verdict = Verdict::default();
    for spec in scenario.specs() {
        match spec.outcome {
            SpecOutcome::Passed => verdict.passed += 1,
            SpecOutcome::Failed => verdict.failures += 1,
            SpecOutcome::NotRun => {}
        }
    }
    for block in scenario.groups.iter().flat_map(|group| &group.blocks) {
        let Block::Validations { validations, .. } = block else {
            continue;
        };
        for validation in validations {
            match validation.severity {
                ValidationSeverity::Failure => verdict.failures += 1,
                ValidationSeverity::Warning => verdict.warnings += 1,
                ValidationSeverity::Suggestion => verdict.suggestions += 1,
            }
        }
    }
    verdict
}

/// The icon of a verdict: the worst that it counts.
pub(super) fn icon(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict { failures: 1.., .. } => "❌",
        Verdict { warnings: 1.., .. } => "⚠️",
        Verdict {
            suggestions: 1.., ..
        } => "📝",
        _ => "✅",
    }
}
