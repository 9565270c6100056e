//! TAP 14: a subtest for each scenario, a test point for each spec line and each check, a YAML block for each failure.

use std::{
    borrow::Cow,
    io::{self, Write},
};

use super::{
    case::{Case, CaseResult, Detail, Suite, suites},
    json::quote,
    place::Places,
};
use crate::exchange::{Record, Severity};

/// Writes a record as TAP 14; a finding fails from this severity on. What was not asked has a `# SKIP`, what is accepted for
/// now a `# TODO`, each with its reason.
///
/// # Errors
///
/// `out` does not take it.
pub fn write(record: &Record, least: Severity, out: &mut impl Write) -> io::Result<()> {
    write!(out, "TAP version 14\n1..{}\n", record.scenarios.len())?;
    for (index, suite) in suites(record, least).enumerate() {
        write_suite(out, index + 1, &suite)?;
    }
    if record.interrupted {
        writeln!(out, "# the run was interrupted before its end")?;
    }
    if record.out_of_time {
        writeln!(out, "# the run reached its time limit before its end")?;
    }
    Ok(())
}

fn write_suite(out: &mut impl Write, number: usize, suite: &Suite<'_>) -> io::Result<()> {
    let name = escaped(&suite.name);
    writeln!(out, "# Subtest: {name}")?;
    writeln!(out, "    1..{}", suite.cases.len())?;
    let places = Places::of(suite.scenario);
    let mut ok = true;
    for (index, case) in suite.cases.iter().enumerate() {
        ok &= !matches!(case.result, CaseResult::Failed | CaseResult::Errored);
        write_case(out, index + 1, case, suite, &places)?;
    }
    let word = if ok { "ok" } else { "not ok" };
    // A suite without cases tried nothing.
    let skip = if suite.cases.is_empty() {
        " # SKIP nothing was tried"
    } else {
        ""
    };
    writeln!(out, "{word} {number} - {name}{skip}")
}

fn write_case(
    out: &mut impl Write,
    number: usize,
    case: &Case<'_>,
    suite: &Suite<'_>,
    places: &Places<'_>,
) -> io::Result<()> {
    let (word, directive) = match case.result {
        CaseResult::Passed | CaseResult::Noted => ("ok", String::new()),
        CaseResult::Failed | CaseResult::Errored => ("not ok", String::new()),
        CaseResult::Skipped => ("ok", format!(" # SKIP {}", escaped(&case.message()))),
        CaseResult::Accepted => {
            let reason = case.accepted().unwrap_or_default();
            ("not ok", format!(" # TODO {}", escaped(&reason)))
        }
    };
    let (family, name) = (case.family, escaped(&case.name));
    writeln!(out, "    {word} {number} - {family}: {name}{directive}")?;
    if !matches!(case.result, CaseResult::Passed | CaseResult::Skipped) {
        write_yaml(out, case, &case.detail(suite, places))?;
    }
    Ok(())
}

/// The YAML block below a test point. Every text is a JSON string, which is a double-quoted scalar of YAML 1.2.
fn write_yaml(out: &mut impl Write, case: &Case<'_>, detail: &Detail<'_>) -> io::Result<()> {
    writeln!(out, "      ---")?;
    writeln!(out, "      message: {}", quote(&case.message()))?;
    writeln!(out, "      severity: {}", case.severity().word())?;
    let cites = detail.cites.iter();
    let cites = cites.map(|cite| format!("{} {}", cite.text, cite.url).into());
    write_list(out, "cites", &cites.collect::<Vec<_>>())?;
    if let Some(statement) = detail.statement {
        writeln!(out, "      rule: {}", quote(statement))?;
    }
    write_list(out, "reasons", &detail.reasons)?;
    if !detail.places.is_empty() {
        writeln!(out, "      places:")?;
    }
    for place in &detail.places {
        writeln!(out, "        - at: {}", quote(&place.at))?;
        writeln!(out, "          expected: {}", quote(&place.expected))?;
        writeln!(out, "          observed: {}", quote(&place.observed))?;
        if let Some(exchange) = &place.exchange {
            writeln!(out, "          exchange: {}", quote(exchange))?;
        }
    }
    if detail.more > 0 {
        writeln!(out, "      more_places: {}", detail.more)?;
    }
    if let Some(remedy) = detail.remedy {
        writeln!(out, "      remedy: {}", quote(remedy))?;
    }
    writeln!(out, "      command: {}", quote(detail.again))?;
    writeln!(out, "      ...")
}

fn write_list(out: &mut impl Write, name: &str, items: &[Cow<'_, str>]) -> io::Result<()> {
    if !items.is_empty() {
        writeln!(out, "      {name}:")?;
    }
    for item in items {
        writeln!(out, "        - {}", quote(item))?;
    }
    Ok(())
}

/// A text on one line as a description or a reason has it: `\` and `#` are escaped.
fn escaped(line: &str) -> Cow<'_, str> {
    if line.contains(['\\', '#']) {
        Cow::Owned(line.replace('\\', "\\\\").replace('#', "\\#"))
    } else {
        Cow::Borrowed(line)
    }
}
