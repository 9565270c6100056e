//! Findings as the lines of `### Validations`, so that pages, verdicts and summaries count them.

use std::iter::once;

use crate::{
    check::Check,
    checks,
    exchange::{
        Block, Finding, Group, Note, OutcomeKind, ScenarioRecord, Severity, Validation,
        ValidationSeverity,
    },
    report::{code, line, plain},
};

/// Places named in one line.
const MOST_PLACES: usize = 5;

/// The number of the group whose page shows a scenario's findings, the last with specs; nothing where it was not judged. What an
/// earlier judgement found is not shown in that group.
pub(super) fn shown_in(scenario: &ScenarioRecord) -> Option<usize> {
    scenario.findings.as_ref()?;
    let has_specs = |group: &Group| {
        let mut blocks = group.blocks.iter();
        blocks.any(|block| matches!(block, Block::Specs { .. }))
    };
    scenario.groups.iter().rposition(has_specs)
}

/// The blocks that a page has for a scenario's findings at the end of a group, with that group's number.
pub(super) fn shown(scenario: &ScenarioRecord) -> Option<(usize, Vec<Block>)> {
    let group = shown_in(scenario)?;
    let findings = scenario.findings.as_ref()?;
    let validations = failing(findings).into_iter().map(validation).collect();
    let found = Block::Validations {
        validations,
        shown: None,
    };
    Some((group, once(found).chain(known(findings)).collect()))
}

/// The findings that are accepted for now, in a note of their own; nothing counts them.
fn known(findings: &[Finding]) -> Option<Block> {
    let accepted = findings.iter().filter_map(|finding| {
        let reason = finding.known.as_deref()?;
        Some(format!(
            " * {} Accepted for now: {}",
            line(&message(finding)),
            plain(reason)
        ))
    });
    let lines: Vec<_> = accepted.collect();
    let text = lines.join("\n") + "\n";
    let note = Note {
        title: "Known Deviations".to_owned(),
        text,
    };
    (!lines.is_empty()).then_some(Block::Note(note))
}

/// The findings that say something is wrong and are not accepted for now, failures first, otherwise in their order.
pub fn failing(findings: &[Finding]) -> Vec<&Finding> {
    let wrong = |finding: &&Finding| {
        let fails = matches!(finding.outcome, OutcomeKind::Fail | OutcomeKind::Broken);
        fails && finding.known.is_none()
    };
    let mut failing: Vec<_> = findings.iter().filter(wrong).collect();
    failing.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    failing
}

fn validation(finding: &Finding) -> Validation {
    let severity = match finding.severity {
        Severity::Failure => ValidationSeverity::Failure,
        Severity::Warning => ValidationSeverity::Warning,
        Severity::Suggestion => ValidationSeverity::Suggestion,
    };
    Validation {
        severity,
        message: line(&message(finding)),
    }
}

/// Place, rule with its link, expected and observed.
pub(super) fn message(finding: &Finding) -> String {
    let check = checks::find(&finding.check);
    let rule = check.map_or_else(|| code(&finding.check), rule);
    let Some(first) = finding.problems.first() else {
        let reason = finding.reason.as_deref().unwrap_or_default();
        return format!("{rule} {}", plain(reason));
    };
    let (at, expected, observed) = (
        code(&first.at),
        plain(&first.expected),
        plain(&first.observed),
    );
    let more = finding.problems.get(1..).unwrap_or_default();
    let named: Vec<_> = more
        .iter()
        .take(MOST_PLACES)
        .map(|problem| code(&problem.at))
        .collect();
    let rest = more.len().saturating_sub(MOST_PLACES);
    let also = match (named.is_empty(), rest) {
        (true, _) => String::new(),
        (false, 0) => format!(" Also at {}.", named.join(", ")),
        (false, rest) => format!(" Also at {} and {rest} more.", named.join(", ")),
    };
    format!("{at}: {rule} Expected {expected}, got {observed}.{also}")
}

fn rule(check: &Check) -> String {
    let cites: Vec<_> = check
        .cites
        .iter()
        .map(|cite| format!("[{}]({})", cite.text(), cite.url()))
        .collect();
    format!(
        "{} {} ({})",
        cites.join(", "),
        check.statement,
        code(check.id)
    )
}
