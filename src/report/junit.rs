//! JUnit XML: a suite for each scenario, a case for each spec line and each check.
//!
//! The class of a case is its family, its name the check's id or the spec's title; what came of it is in neither, so that
//! CI systems follow a case from run to run.

use std::{collections::HashMap, fmt::Write, io, time::Duration};

use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite, XmlString};
use time::{UtcOffset, macros::format_description};

use super::{
    case::{Case, CaseResult, Detail, Suite, results, suites},
    machine::JsonCitation,
    place::Places,
    template::{RenderError, WriteError},
    text::line,
};
use crate::exchange::{Record, ScenarioRecord, Severity};

/// Writes a record as JUnit XML, suite by suite; a finding fails from this severity on.
///
/// A broken rule that weighs less passes, with a note in `system-out`. A check that must judge and could not, and a check that
/// is itself broken, are errors; what does not apply, was not observed or was not run is skipped.
///
/// # Errors
///
/// `out` does not take it.
pub fn write(record: &Record, least: Severity, out: &mut impl io::Write) -> Result<(), WriteError> {
    let frame = xml(&frame(record, least))?;
    let (begin, end) = frame.split_at(frame.rfind(END).ok_or_else(elsewhere)?);
    out.write_all(begin.as_bytes())?;
    let mut texts = Texts::default();
    for suite in suites(record, least) {
        let mut part = Report::new("issuercheck");
        part.add_test_suite(test_suite(record, &suite, &mut texts)?);
        let part = xml(&part)?;
        // What stands in the tag before it are numbers and our own name.
        let suite = part.find(SUITE).zip(part.rfind(END));
        let suite = suite.and_then(|(begin, end)| part.get(begin..end));
        out.write_all(suite.ok_or_else(elsewhere)?.as_bytes())?;
    }
    out.write_all(end.as_bytes())?;
    Ok(())
}

const SUITE: &str = "    <testsuite ";
const END: &str = "</testsuites>";

/// A mistake of ours: quick-junit writes its elements otherwise than this module takes them apart.
fn elsewhere() -> RenderError {
    RenderError::Xml("its elements are not where they are looked for".to_owned())
}

/// The whole without its suites: they need not be in memory together.
fn frame(record: &Record, least: Severity) -> Report {
    let mut frame = Report::new("issuercheck");
    for scenario in &record.scenarios {
        for result in results(scenario, least) {
            frame.tests += 1;
            match result {
                CaseResult::Failed => frame.failures += 1,
                CaseResult::Errored => frame.errors += 1,
                CaseResult::Skipped => frame.skipped += 1,
                CaseResult::Passed | CaseResult::Noted | CaseResult::Accepted => {}
            }
        }
    }
    frame
}

fn xml(report: &Report) -> Result<String, RenderError> {
    let xml = report.to_string();
    xml.map_err(|error| RenderError::Xml(error.to_string()))
}

/// Short texts as XML takes them. quick-junit looks at every character of a text for terminal escapes, and these come again
/// from scenario to scenario.
#[derive(Default)]
struct Texts(HashMap<String, XmlString>);

impl Texts {
    fn xml(&mut self, text: &str) -> XmlString {
        if let Some(known) = self.0.get(text) {
            return known.clone();
        }
        let xml = XmlString::new(text);
        self.0.insert(text.to_owned(), xml.clone());
        xml
    }
}

fn test_suite(
    record: &Record,
    suite: &Suite<'_>,
    texts: &mut Texts,
) -> Result<TestSuite, RenderError> {
    let mut written = TestSuite::new(&suite.name);
    // The form that the schema of Ant allows, which has no offset.
    let format = format_description!("[year]-[month]-[day]T[hour]:[minute]:[second]");
    let time = suite.scenario.time.to_offset(UtcOffset::UTC);
    let time = time.format(&format)?;
    written.extra.insert("timestamp".into(), time.into());
    if let Some(took) = took(suite.scenario) {
        written.set_time(took);
    }
    if let Some(issuer) = &record.target.issuer {
        written.add_property(("issuer", line(issuer).as_str()));
    }
    written.add_property(("tool", line(&record.tool).as_str()));
    written.add_property(("command", line(&suite.scenario.command).as_str()));
    let places = Places::of(suite.scenario);
    for case in &suite.cases {
        written.add_test_case(test_case(case, suite, &places, texts));
    }
    Ok(written)
}

/// How long its exchanges took, where that is recorded.
fn took(scenario: &ScenarioRecord) -> Option<Duration> {
    let durations = scenario.exchanges().filter_map(|exchange| {
        let duration = exchange.response()?.duration_ms?;
        Duration::try_from_secs_f64(duration / 1000.0).ok()
    });
    durations.reduce(Duration::saturating_add)
}

fn test_case(
    case: &Case<'_>,
    suite: &Suite<'_>,
    places: &Places<'_>,
    texts: &mut Texts,
) -> TestCase {
    let mut failed = |kind| {
        let mut status = TestCaseStatus::non_success(kind);
        status.set_message(texts.xml(&case.message()));
        status.set_type(texts.xml(case.severity().word()));
        status.set_description(text(&case.detail(suite, places)));
        status
    };
    let status = match case.result {
        CaseResult::Passed | CaseResult::Noted | CaseResult::Accepted => TestCaseStatus::success(),
        CaseResult::Failed => failed(NonSuccessKind::Failure),
        CaseResult::Errored => failed(NonSuccessKind::Error),
        CaseResult::Skipped => {
            let mut status = TestCaseStatus::skipped();
            status.set_message(texts.xml(&case.message()));
            status
        }
    };
    let mut written = TestCase::new(texts.xml(&case.name), status);
    written.set_classname(texts.xml(case.family));
    let note = match case.result {
        CaseResult::Noted => Some(case.severity().word().to_owned()),
        CaseResult::Accepted => case
            .accepted()
            .map(|reason| format!("accepted for now: {reason}")),
        _ => None,
    };
    if let Some(note) = note {
        let detail = text(&case.detail(suite, places));
        written.set_system_out(format!("{note}\n{detail}"));
    }
    written
}

/// The rule, what was expected and what came, the exchange, the cure and the command, each on a line of its own.
fn text(detail: &Detail<'_>) -> String {
    let mut text = String::with_capacity(1 << 10);
    text.push('\n');
    let mut say = |word: &str, what: &str| {
        // Writing to a string does not fail.
        let _ = writeln!(text, "{word:10}{what}");
    };
    for JsonCitation { text, url } in detail.cites {
        say("rule", &format!("{text} {url}"));
    }
    if let Some(statement) = detail.statement {
        say("", statement);
    }
    for reason in &detail.reasons {
        say("reason", reason);
    }
    for place in &detail.places {
        say("expected", &place.expected);
        say("observed", &place.observed);
        say("at", &place.at);
        if let Some(exchange) = &place.exchange {
            say("exchange", exchange);
        }
    }
    if detail.more > 0 {
        say("", &format!("and at {} more places", detail.more));
    }
    if let Some(remedy) = detail.remedy {
        say("remedy", remedy);
    }
    say("run again", detail.again);
    text
}
