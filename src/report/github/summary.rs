//! The job summary: one Markdown document of a limited size.

use crate::{
    checks,
    exchange::{Finding, Record, ScenarioRecord, Severity, Spec, SpecOutcome},
    report::{
        machine::Weights,
        summary::{notices, target_name},
        tally::Specs,
        text::{self, code, line, plain},
        validations,
    },
};

/// Bytes that GitHub takes of the summary of one step.
pub const SUMMARY_LIMIT: usize = 1024 * 1024;

/// Bytes that are kept for the word what was left out.
const LAST_WORD: usize = 256;

/// Characters of one text that the summary shows.
const SHOWN: usize = 500;

/// The summary of a record in no more than so many bytes: the totals, a line for each scenario, and a section for each
/// scenario in which something is wrong. What does not fit is left out whole, and the end says so.
pub fn summary(record: &Record, room: usize) -> String {
    let mut page = Page {
        text: String::new(),
        room: room.saturating_sub(LAST_WORD),
    };
    if !page.add(&head(record)) {
        return String::new();
    }
    let (mut rows, mut sections) = (0, 0);
    for scenario in &record.scenarios {
        rows += usize::from(!page.add(&row(scenario)));
    }
    for scenario in &record.scenarios {
        let section = section(scenario);
        sections += usize::from(section.is_some_and(|section| !page.add(&section)));
    }
    page.text + &last_word(rows, sections)
}

struct Page {
    text: String,
    /// Bytes that are left.
    room: usize,
}

impl Page {
    /// Adds a part where it fits.
    fn add(&mut self, part: &str) -> bool {
        let rest = self.room.checked_sub(part.len());
        if let Some(rest) = rest {
            self.text.push_str(part);
            self.room = rest;
        }
        rest.is_some()
    }
}

fn last_word(rows: usize, sections: usize) -> String {
    if rows + sections == 0 {
        return String::new();
    }
    format!(
        "\n_Left out, because GitHub shows no longer summary: {rows} lines of the table, {sections} sections. The other \
         reports have them all._\n"
    )
}

fn head(record: &Record) -> String {
    let specs = Specs::of_all(record);
    let weights = Weights::of(record);
    let icon = icon(specs, weights);
    let mut text = format!(
        "## {icon} issuercheck: {}\n\n",
        plain(&cut(&target_name(record)))
    );
    for notice in notices(record) {
        text = text + &notice + "\n\n";
    }
    let counted = |count: usize, word: &str| {
        let plural = if count == 1 { "" } else { "s" };
        format!("{count} {word}{plural}")
    };
    let totals = format!(
        "{}: {} passed, {} failed, {} not run; {}, {}, {}.\n\n",
        counted(record.scenarios.len(), "scenario"),
        counted(specs.passed, "spec"),
        specs.failed,
        specs.not_run,
        counted(weights.failures, "failure"),
        counted(weights.warnings, "warning"),
        counted(weights.suggestions, "suggestion"),
    );
    text + &totals
        + "| | scenario | specs | failures | warnings | suggestions |\n|---|---|--:|--:|--:|--:|\n"
}

fn icon(specs: Specs, weights: Weights) -> &'static str {
    match weights {
        _ if specs.failed > 0 => "❌",
        Weights { failures: 1.., .. } => "❌",
        Weights { warnings: 1.., .. } => "⚠️",
        _ if specs.not_run > 0 => "–",
        Weights {
            suggestions: 1.., ..
        } => "📝",
        Weights { .. } => "✅",
    }
}

fn row(scenario: &ScenarioRecord) -> String {
    let specs = Specs::of(scenario);
    let weights = Weights::of_scenario(scenario);
    let tried = specs.passed + specs.failed + specs.not_run;
    // Inside a table, a bar ends the cell even in code (GFM §4.10).
    let id = code(&cut(&scenario.id)).replace('|', "\\|");
    format!(
        "| {} | {id} | {}/{tried} | {} | {} | {} |\n",
        icon(specs, weights),
        specs.passed,
        weights.failures,
        weights.warnings,
        weights.suggestions
    )
}

/// What is wrong in a scenario; nothing where nothing is.
fn section(scenario: &ScenarioRecord) -> Option<String> {
    let findings = scenario.findings.as_deref().unwrap_or_default();
    let failing = validations::failing(findings);
    let failed = |spec: &&Spec| spec.outcome == SpecOutcome::Failed;
    let specs: Vec<_> = scenario.specs().filter(failed).collect();
    if failing.is_empty() && specs.is_empty() {
        return None;
    }
    let icon = icon(Specs::of(scenario), Weights::of_scenario(scenario));
    let mut text = format!("\n### {icon} {}\n\n", plain(&cut(&scenario.id)));
    for spec in specs {
        text.extend(["* ❌ ", &plain(&cut(&spec.title)), "\n"]);
        for reason in &spec.reasons {
            text.extend(["    - ", &text::reason(&cut(reason)), "\n"]);
        }
    }
    for finding in failing {
        text += &finding_lines(finding);
    }
    Some(format!(
        "{text}\nRun again: {}\n",
        code(&cut(&scenario.command))
    ))
}

fn finding_lines(finding: &Finding) -> String {
    let icon = match finding.severity {
        Severity::Failure => "❌",
        Severity::Warning => "⚠️",
        Severity::Suggestion => "📝",
    };
    let message = line(&validations::message(finding));
    let remedy =
        checks::find(&finding.check).map(|check| format!("    - **Remedy:** {}\n", check.remedy));
    format!("* {icon} {message}\n{}", remedy.unwrap_or_default())
}

fn cut(text: &str) -> String {
    let mut characters = text.chars();
    let mut beginning: String = characters.by_ref().take(SHOWN).collect();
    if characters.next().is_some() {
        beginning.push('…');
    }
    beginning
}
