//! Annotations: workflow commands, one for each thing to mend.

use std::collections::HashMap;

use crate::{
    checks,
    exchange::{Finding, OutcomeKind, Record, ScenarioRecord, Severity, Spec, SpecOutcome},
    report::text::{line, plain_reason},
};

/// GitHub shows this many annotations of one kind for each step.
const MOST: usize = 10;

/// Characters of one text in an annotation.
const SHOWN: usize = 300;

/// Scenarios that an annotation names.
const MOST_SCENARIOS: usize = 5;

/// Something to mend, wherever it was seen.
struct Mistake {
    severity: Severity,
    title: String,
    message: String,
    scenarios: Vec<String>,
}

/// A record's failures, warnings and suggestions as workflow commands, a line each: failed specs first, then findings; what
/// several scenarios show is one annotation. Where there are more than GitHub shows, the last says how many.
pub fn annotations(record: &Record) -> String {
    let mistakes = mistakes(record);
    let kinds = [
        (Severity::Failure, "error"),
        (Severity::Warning, "warning"),
        (Severity::Suggestion, "notice"),
    ];
    let mut out = String::new();
    for (severity, kind) in kinds {
        let of_kind: Vec<_> = mistakes.iter().filter(|m| m.severity == severity).collect();
        let shown = if of_kind.len() > MOST { MOST - 1 } else { MOST };
        for mistake in of_kind.iter().take(shown) {
            push(&mut out, kind, &mistake.title, &mistake.text());
        }
        let rest = of_kind.len().saturating_sub(shown);
        if rest > 0 {
            let text = format!("{rest} more of this kind; the reports have them all.");
            push(&mut out, kind, "issuercheck", &text);
        }
    }
    out
}

fn mistakes(record: &Record) -> Vec<Mistake> {
    let mut all = Mistakes::default();
    for scenario in &record.scenarios {
        let failed = |spec: &&Spec| spec.outcome == SpecOutcome::Failed;
        for spec in scenario.specs().filter(failed) {
            let message = || short(&plain_reason(&spec.reasons.join("; ")));
            all.add(scenario, Severity::Failure, &spec.title, message);
        }
    }
    for scenario in &record.scenarios {
        for finding in scenario.findings.iter().flatten() {
            let wrong = match finding.outcome {
                OutcomeKind::Fail => finding.known.is_none(),
                OutcomeKind::Broken => true,
                _ => false,
            };
            if wrong {
                all.add(scenario, finding.severity, &finding.check, || {
                    message(finding)
                });
            }
        }
    }
    all.list
}

#[derive(Default)]
struct Mistakes<'a> {
    list: Vec<Mistake>,
    index: HashMap<(Severity, &'a str), usize>,
}

impl<'a> Mistakes<'a> {
    fn add(
        &mut self,
        scenario: &ScenarioRecord,
        severity: Severity,
        title: &'a str,
        message: impl Fn() -> String,
    ) {
        let list = &mut self.list;
        let index = *self.index.entry((severity, title)).or_insert_with(|| {
            list.push(Mistake {
                severity,
                title: short(title),
                message: message(),
                scenarios: Vec::new(),
            });
            list.len() - 1
        });
        if let Some(mistake) = list.get_mut(index) {
            mistake.scenarios.push(short(&scenario.id));
        }
    }
}

impl Mistake {
    fn text(&self) -> String {
        let named: Vec<_> = self
            .scenarios
            .iter()
            .take(MOST_SCENARIOS)
            .cloned()
            .collect();
        let more = match self.scenarios.len() - named.len() {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        format!("{}\nin {}{more}", self.message, named.join(", "))
    }
}

/// What was expected and what came, and the cure.
fn message(finding: &Finding) -> String {
    let check = checks::find(&finding.check);
    let mut lines = Vec::new();
    if let Some(check) = check {
        let cites: Vec<_> = check
            .cites
            .iter()
            .map(crate::spec::Citation::text)
            .collect();
        lines.push(format!("{}: {}", cites.join(", "), check.statement));
    }
    if let Some(problem) = finding.problems.first() {
        lines.push(format!(
            "{}: expected {}, got {}",
            short(&problem.at),
            short(&problem.expected),
            short(&problem.observed)
        ));
    }
    lines.extend(finding.reason.as_deref().map(short));
    lines.extend(check.map(|check| format!("Remedy: {}", check.remedy)));
    lines.join("\n")
}

/// The beginning of a text, on one line.
fn short(text: &str) -> String {
    let mut characters = text.chars();
    let mut beginning: String = characters.by_ref().take(SHOWN).collect();
    if characters.next().is_some() {
        beginning.push('…');
    }
    line(&beginning)
}

fn push(out: &mut String, kind: &str, title: &str, message: &str) {
    out.push_str("::");
    out.push_str(kind);
    out.push_str(" title=");
    out.push_str(&escaped(title).replace(':', "%3A").replace(',', "%2C"));
    out.push_str("::");
    out.push_str(&escaped(message));
    out.push('\n');
}

/// What stands for itself in a message of a workflow command.
fn escaped(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_one_line() {
        let mut out = String::new();
        push(&mut out, "error", "a:b,c%\n", "100%\r\n::warning::x");
        assert_eq!(
            out,
            "::error title=a%3Ab%2Cc%25%0A::100%25%0D%0A::warning::x\n"
        );
    }

    #[test]
    fn a_text_is_cut_between_characters() {
        assert_eq!(short("ä\n"), "ä\\n");
        let cut = short(&"ä".repeat(SHOWN + 1));
        assert_eq!(cut.chars().count(), SHOWN + 1);
        assert!(cut.ends_with('…'));
    }
}
