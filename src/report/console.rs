//! The summary for people, on stdout.

use crate::{
    checks,
    exchange::{Finding, Record, ScenarioRecord, Severity, Spec, SpecOutcome},
    report::{machine::Weights, tally::Specs, validations},
    spec::Citation,
};

/// Places shown of one finding.
const MOST_PLACES: usize = 5;

/// Colors of the terminal, or none.
pub(crate) struct Paint(pub(crate) bool);

impl Paint {
    fn with(&self, code: &str, text: &str) -> String {
        if self.0 {
            format!("\u{1b}[{code}m{text}\u{1b}[0m")
        } else {
            text.to_owned()
        }
    }

    pub(crate) fn good(&self, text: &str) -> String {
        self.with("32", text)
    }

    pub(crate) fn bad(&self, text: &str) -> String {
        self.with("31", text)
    }

    pub(crate) fn dim(&self, text: &str) -> String {
        self.with("2", text)
    }

    pub(crate) fn bold(&self, text: &str) -> String {
        self.with("1", text)
    }
}

/// Renders the summary of a record.
pub fn render(record: &Record, color: bool) -> String {
    let paint = Paint(color);
    let mut text = String::new();
    let target = record
        .target
        .name
        .as_deref()
        .or(record.target.issuer.as_deref())
        .unwrap_or("an unknown issuer");
    let embedded = if record.target.embedded {
        " (the embedded reference issuer)"
    } else {
        ""
    };
    text += &line(&format!("{target}{embedded}"));
    if record.target.insecure {
        text += &line(&paint.bad("certificates were not verified (--insecure)"));
    }
    let mut shown: Vec<&str> = Vec::new();
    for (index, scenario) in record.scenarios.iter().enumerate() {
        let specs = Specs::of(scenario);
        let icon = match specs {
            Specs {
                failed: 0,
                not_run: 0,
                ..
            } => paint.good("✓"),
            Specs { failed: 0, .. } => paint.dim("–"),
            Specs { .. } => paint.bad("✗"),
        };
        text += &line(&format!("\n{icon} {}", plain(&scenario.id)));
        for spec in scenario.specs() {
            text += &spec_lines(spec, &paint);
        }
        let findings = validations::failing(scenario.findings.as_deref().unwrap_or_default());
        for finding in &findings {
            if shown.contains(&finding.check.as_str()) {
                continue;
            }
            shown.push(&finding.check);
            let later = record.scenarios.get(index + 1..).unwrap_or_default();
            text += &finding_lines(finding, &elsewhere(&finding.check, later), &paint);
        }
        if specs.failed > 0 || !findings.is_empty() {
            let command = plain(&scenario.command);
            text += &line(&paint.dim(&format!("  run again: {command}")));
        }
    }
    text + &totals(record, &paint)
}

fn spec_lines(spec: &Spec, paint: &Paint) -> String {
    let icon = match spec.outcome {
        SpecOutcome::Passed => paint.good("✓"),
        SpecOutcome::Failed => paint.bad("✗"),
        SpecOutcome::NotRun => paint.dim("–"),
    };
    let mut text = line(&format!("  {icon} {}", plain(&spec.title)));
    for reason in &spec.reasons {
        let reason = plain(&reason.replace("`\"", "\"").replace("\"`", "\""));
        let reason = match spec.outcome {
            SpecOutcome::NotRun => paint.dim(&format!("not run: {reason}")),
            SpecOutcome::Passed | SpecOutcome::Failed => reason,
        };
        text += &line(&format!("      {reason}"));
    }
    text
}

/// How often later scenarios show the same: one cause is one finding.
fn elsewhere(check: &str, later: &[ScenarioRecord]) -> Vec<String> {
    let places = later.iter().filter_map(|scenario| {
        let findings = validations::failing(scenario.findings.as_deref().unwrap_or_default());
        let same = findings
            .into_iter()
            .find(|finding| finding.check == check)?;
        let first = plain(&same.problems.first()?.at);
        let more = same.problems.len() - 1;
        let more = if more > 0 {
            format!(" and {more} more")
        } else {
            String::new()
        };
        Some(format!("{first}{more} in {}", plain(&scenario.id)))
    });
    places.collect()
}

/// The rule, where it is broken, what was expected and what came, and the cure.
fn finding_lines(finding: &Finding, elsewhere: &[String], paint: &Paint) -> String {
    let word = match finding.severity {
        Severity::Failure => paint.bad("failure"),
        Severity::Warning => paint.with("33", "warning"),
        Severity::Suggestion => paint.dim("suggestion"),
    };
    let check = checks::find(&finding.check);
    let cites = check.map(|check| {
        check
            .cites
            .iter()
            .map(Citation::text)
            .collect::<Vec<_>>()
            .join(", ")
    });
    let cites = paint.dim(&cites.unwrap_or_default());
    let mut text = line(&format!("\n  {word} {}  {cites}", plain(&finding.check)));
    if let Some(check) = check {
        text += &line(&format!("      {}", check.statement));
    }
    for problem in finding.problems.iter().take(MOST_PLACES) {
        let (at, expected, observed) = (
            plain(&problem.at),
            plain(&problem.expected),
            plain(&problem.observed),
        );
        text += &line(&format!(
            "      at {at}: expected {expected}, got {observed}"
        ));
    }
    let more = finding.problems.len().saturating_sub(MOST_PLACES);
    if more > 0 {
        text += &line(&format!("      and at {more} more places"));
    }
    for place in elsewhere {
        text += &line(&format!("      also at {place}"));
    }
    if let Some(reason) = &finding.reason {
        text += &line(&format!("      {}", plain(reason)));
    }
    if let Some(check) = check {
        text += &line(&format!("      {} {}", paint.dim("remedy:"), check.remedy));
    }
    text
}

fn totals(record: &Record, paint: &Paint) -> String {
    let specs = Specs::of_all(record);
    let scenarios = record.scenarios.len();
    let mut parts = vec![paint.good(&format!("{} passed", specs.passed))];
    if specs.failed > 0 {
        parts.push(paint.bad(&format!("{} failed", specs.failed)));
    }
    if specs.not_run > 0 {
        parts.push(format!("{} not run", specs.not_run));
    }
    if record
        .scenarios
        .iter()
        .any(|scenario| scenario.findings.is_some())
    {
        let weights = Weights::of(record);
        let counted = |count: usize, word: &str| {
            format!("{count} {word}{}", if count == 1 { "" } else { "s" })
        };
        parts.push(counted(weights.failures, "failure"));
        parts.push(counted(weights.warnings, "warning"));
        parts.push(counted(weights.suggestions, "suggestion"));
    }
    let plural = if scenarios == 1 { "" } else { "s" };
    let mut text = line(&format!(
        "\n{} in {scenarios} scenario{plural}",
        parts.join(", ")
    ));
    text += &clients(record);
    if record.interrupted {
        text += &line(&paint.bad("the run was interrupted before its end"));
    }
    if record.out_of_time {
        text += &line(&paint.bad("the run reached its time limit (--run-timeout) before its end"));
    }
    text
}

/// What became of the clients that the run registered.
fn clients(record: &Record) -> String {
    let deleted = record
        .clients
        .iter()
        .filter(|client| client.deleted)
        .count();
    let left: Vec<_> = record
        .clients
        .iter()
        .filter(|client| !client.deleted)
        .collect();
    let mut text = String::new();
    if deleted > 0 {
        text += &line(&format!(
            "{deleted} of {} registered clients deleted",
            record.clients.len()
        ));
    }
    if !left.is_empty() {
        text += &line(&format!("{} registered clients are left:", left.len()));
    }
    for client in left.iter().take(MOST_PLACES) {
        let reason = client.reason.as_deref().unwrap_or_default();
        text += &line(&format!(
            "  {}: {}",
            plain(&client.client_id),
            plain(reason)
        ));
    }
    let more = left.len().saturating_sub(MOST_PLACES);
    if more > 0 {
        text += &line(&format!("  and {more} more, which record.json names"));
    }
    text
}

fn line(text: &str) -> String {
    format!("{text}\n")
}

/// Text without controls and without marks that change the direction of text: nothing of a target's reaches a terminal
/// as more than characters.
fn plain(text: &str) -> String {
    let harmless = |c: char| {
        if c.is_control() || is_directional(c) {
            '\u{fffd}'
        } else {
            c
        }
    };
    text.chars().map(harmless).collect()
}

fn is_directional(character: char) -> bool {
    matches!(character, '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}
