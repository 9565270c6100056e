//! TAP 14: a subtest for each scenario, a test point for each spec line and each check, a YAML block for each failure.

use std::fmt::Write;

use super::{
    case::{Case, CaseResult, Detail, Suite, suites},
    json::quote,
    place::Places,
};
use crate::exchange::{Record, Severity};

/// A record as TAP 14; a finding fails from this severity on. What was not asked has a `# SKIP`, what is accepted for now
/// a `# TODO`, each with its reason.
pub fn write(record: &Record, least: Severity) -> String {
    let mut out = format!("TAP version 14\n1..{}\n", record.scenarios.len());
    for (index, suite) in suites(record, least).enumerate() {
        push_suite(&mut out, index + 1, &suite);
    }
    if record.interrupted {
        out.push_str("# the run was interrupted before its end\n");
    }
    if record.out_of_time {
        out.push_str("# the run reached its time limit before its end\n");
    }
    out
}

fn push_suite(out: &mut String, number: usize, suite: &Suite<'_>) {
    let name = escaped(&suite.name);
    push(out, &format!("# Subtest: {name}"));
    push(out, &format!("    1..{}", suite.cases.len()));
    let places = Places::of(suite.scenario);
    let mut ok = true;
    for (index, case) in suite.cases.iter().enumerate() {
        ok &= !matches!(case.result, CaseResult::Failed | CaseResult::Errored);
        push_case(out, index + 1, case, suite, &places);
    }
    let word = if ok { "ok" } else { "not ok" };
    // A suite without cases tried nothing.
    let skip = if suite.cases.is_empty() {
        " # SKIP nothing was tried"
    } else {
        ""
    };
    push(out, &format!("{word} {number} - {name}{skip}"));
}

fn push_case(
    out: &mut String,
    number: usize,
    case: &Case<'_>,
    suite: &Suite<'_>,
    places: &Places<'_>,
) {
    let (word, directive) = match case.result {
        CaseResult::Passed | CaseResult::Noted => ("ok", String::new()),
        CaseResult::Failed | CaseResult::Errored => ("not ok", String::new()),
        CaseResult::Skipped => ("ok", format!(" # SKIP {}", escaped(&case.message()))),
        CaseResult::Accepted => {
            let reason = case.accepted().unwrap_or_default();
            ("not ok", format!(" # TODO {}", escaped(&reason)))
        }
    };
    let name = escaped(&case.name);
    push(
        out,
        &format!("    {word} {number} - {}: {name}{directive}", case.family),
    );
    if !matches!(case.result, CaseResult::Passed | CaseResult::Skipped) {
        push_yaml(out, case, &case.detail(suite, places));
    }
}

/// The YAML block below a test point. Every text is a JSON string, which is a double-quoted scalar of YAML 1.2.
fn push_yaml(out: &mut String, case: &Case<'_>, detail: &Detail) {
    let mut say = |text: &str| push(out, &format!("      {text}"));
    let list = |say: &mut dyn FnMut(&str), name: &str, items: &[String]| {
        if !items.is_empty() {
            say(&format!("{name}:"));
            for item in items {
                say(&format!("  - {}", quote(item)));
            }
        }
    };
    say("---");
    say(&format!("message: {}", quote(&case.message())));
    say(&format!("severity: {}", case.severity().word()));
    list(&mut say, "cites", &detail.cites);
    if let Some(statement) = detail.statement {
        say(&format!("rule: {}", quote(statement)));
    }
    list(&mut say, "reasons", &detail.reasons);
    if !detail.places.is_empty() {
        say("places:");
    }
    for place in &detail.places {
        say(&format!("  - at: {}", quote(&place.at)));
        say(&format!("    expected: {}", quote(&place.expected)));
        say(&format!("    observed: {}", quote(&place.observed)));
        if let Some(exchange) = &place.exchange {
            say(&format!("    exchange: {}", quote(exchange)));
        }
    }
    if detail.more > 0 {
        say(&format!("more_places: {}", detail.more));
    }
    if let Some(remedy) = detail.remedy {
        say(&format!("remedy: {}", quote(remedy)));
    }
    say(&format!("command: {}", quote(&detail.again)));
    say("...");
}

/// A text on one line as a description or a reason has it: `\` and `#` are escaped.
fn escaped(line: &str) -> String {
    line.replace('\\', "\\\\").replace('#', "\\#")
}

fn push(out: &mut String, line: &str) {
    // Writing to a string does not fail.
    let _ = writeln!(out, "{line}");
}
