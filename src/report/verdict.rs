//! The numbers of a scenario's verdict line, and the icons.

use super::validations;
use crate::exchange::{Block, ScenarioRecord, Severity, SpecOutcome, ValidationSeverity, Verdict};

/// The verdict counted from a scenario's specs, and from what was found in it; where it was not judged anew, the one that its
/// report showed.
pub fn verdict(scenario: &ScenarioRecord) -> Verdict {
    // What a report that was read back showed are another judgement's numbers.
    let earlier = scenario.verdict.filter(|_| scenario.findings.is_none());
    earlier.unwrap_or_else(|| count(scenario))
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
    let judged = validations::shown_in(scenario);
    let groups = scenario.groups.iter().enumerate();
    let read = groups.filter(|(number, _)| Some(*number) != judged);
    for block in read.flat_map(|(_, group)| &group.blocks) {
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
    let found = scenario.findings.as_ref().filter(|_| judged.is_some());
    for finding in found
        .into_iter()
        .flat_map(|found| validations::failing(found))
    {
        match finding.severity {
            Severity::Failure => verdict.failures += 1,
            Severity::Warning => verdict.warnings += 1,
            Severity::Suggestion => verdict.suggestions += 1,
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
