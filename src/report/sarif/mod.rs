//! SARIF 2.1.0: a rule for each check that was asked, a result for each finding that says something is wrong.
//!
//! A result is where a scan of sources has its line: in the scenario's file, of which GitHub shows the path. What is not about
//! a rule (a spec that failed, a run that was interrupted) is a notification of the invocation.

mod result;
mod rule;
mod web;

use std::io;

use serde::{Serialize, Serializer};
use serde_json::{Value, json};
use time::{OffsetDateTime, UtcOffset, format_description::well_known::Rfc3339};

use super::{
    RenderError, WriteError,
    place::Places,
    pretty,
    text::{line, plain_reason},
};
use crate::exchange::{Finding, OutcomeKind, Record, ScenarioRecord, SpecOutcome};
use rule::Rules;
use web::Web;

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// Writes a record as SARIF 2.1.0, with the exit code that the record stands for.
///
/// # Errors
///
/// `out` does not take it.
pub fn write(record: &Record, exit_code: u8, out: &mut impl io::Write) -> Result<(), WriteError> {
    let rules = Rules::of(record);
    let mut web = Web::default();
    let failing = failing(record, &mut web);
    let run = Run {
        tool: json!({ "driver": {
            "name": "issuercheck",
            "semanticVersion": env!("CARGO_PKG_VERSION"),
            "rules": rules.json(),
        }}),
        automation_details: json!({ "id": "issuercheck/" }),
        invocations: [invocation(record, exit_code)?],
        web_requests: Made(|| web.requests()),
        web_responses: Made(|| web.responses()),
        results: Made(|| failing.iter().map(|failing| failing.result(&rules))),
        properties: json!({
            "record": record.tool,
            "issuer": record.target.issuer,
            "redacted": record.redacted,
        }),
    };
    let log = Log {
        schema: SCHEMA,
        version: "2.1.0",
        runs: [run],
    };
    pretty::write(&log, out)
}

#[derive(Serialize)]
struct Log<R> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [R; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<Q: Serialize, P: Serialize, R: Serialize> {
    tool: Value,
    automation_details: Value,
    invocations: [Value; 1],
    web_requests: Q,
    web_responses: P,
    results: R,
    properties: Value,
}

/// A list of which each part is made when it is written: all of them need not be in memory together.
struct Made<F>(F);

impl<I: Iterator<Item = Value>, F: Fn() -> I> Serialize for Made<F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((self.0)())
    }
}

/// A finding that says something is wrong, with the index of the exchange that shows it.
struct Failing<'a> {
    scenario: &'a ScenarioRecord,
    finding: &'a Finding,
    exchange: Option<usize>,
}

impl Failing<'_> {
    fn result(&self, rules: &Rules<'_>) -> Value {
        result::result(self.scenario, self.finding, rules, self.exchange)
    }
}

fn failing<'a>(record: &'a Record, web: &mut Web<'a>) -> Vec<Failing<'a>> {
    let mut all = Vec::new();
    for (index, scenario) in record.scenarios.iter().enumerate() {
        let places = Places::of(scenario);
        let findings = scenario.findings.iter().flatten();
        let failing = findings.filter(|finding| finding.outcome == OutcomeKind::Fail);
        all.extend(failing.map(|finding| {
            let first = finding.problems.first();
            let exchange = first.and_then(|problem| places.find(&problem.at));
            let exchange = exchange.map(|(number, exchange)| web.add((index, number), exchange));
            Failing {
                scenario,
                finding,
                exchange,
            }
        }));
    }
    all
}

fn invocation(record: &Record, exit_code: u8) -> Result<Value, RenderError> {
    let findings = record.scenarios.iter().flat_map(|s| &s.findings).flatten();
    let broken = findings
        .filter(|finding| finding.outcome == OutcomeKind::Broken)
        .count();
    Ok(json!({
        "executionSuccessful": !record.interrupted && !record.out_of_time && broken == 0,
        "exitCode": exit_code,
        "startTimeUtc": utc(record.time)?,
        "endTimeUtc": utc(end(record))?,
        "toolExecutionNotifications": notifications(record),
    }))
}

/// When the last response that the record has a time for was there.
fn end(record: &Record) -> OffsetDateTime {
    let exchanges = record.scenarios.iter().flat_map(ScenarioRecord::exchanges);
    let ends = exchanges.filter_map(|exchange| {
        let took = exchange.response().and_then(|r| r.duration_ms);
        let took = time::Duration::checked_seconds_f64(took.unwrap_or_default() / 1000.0)?;
        exchange.time?.checked_add(took)
    });
    ends.fold(record.time, OffsetDateTime::max)
}

fn utc(time: OffsetDateTime) -> Result<String, RenderError> {
    Ok(time.to_offset(UtcOffset::UTC).format(&Rfc3339)?)
}

fn notifications(record: &Record) -> Vec<Value> {
    let notification =
        |level: &str, text: String| json!({ "level": level, "message": message(&text) });
    let mut list = Vec::new();
    let notices = [
        (
            record.interrupted,
            "The run was interrupted before its end.",
        ),
        (
            record.out_of_time,
            "The run reached its time limit before its end.",
        ),
        (
            record.target.insecure,
            "Certificates were not verified (--insecure).",
        ),
    ];
    for (is_so, text) in notices {
        if is_so {
            list.push(notification("warning", text.to_owned()));
        }
    }
    for scenario in &record.scenarios {
        for spec in scenario
            .specs()
            .filter(|spec| spec.outcome == SpecOutcome::Failed)
        {
            let (title, reasons) = (line(&spec.title), plain_reason(&spec.reasons.join("; ")));
            list.push(notification(
                "error",
                format!("{}: {title}: {reasons}", line(&scenario.id)),
            ));
        }
        let broken = scenario.findings.iter().flatten();
        for finding in broken.filter(|finding| finding.outcome == OutcomeKind::Broken) {
            let text = format!(
                "{}: the check {} failed itself",
                line(&scenario.id),
                line(&finding.check)
            );
            list.push(notification("error", text));
        }
    }
    list
}

/// A message of this text: it makes no link, and no placeholder for an argument (SARIF 2.1.0 §3.11.5, §3.11.6).
fn message(text: &str) -> Value {
    json!({ "text": with_placeholders_escaped(&text.replace("](", "]\\(")) })
}

/// The text with `{0}` as `{{0}}`; other braces stand for themselves.
fn with_placeholders_escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let number = after.split_once('}').map(|(number, _)| number);
        let is_number = |n: &&str| !n.is_empty() && n.bytes().all(|byte| byte.is_ascii_digit());
        if let Some(number) = number.filter(is_number) {
            out.push_str("{{");
            out.push_str(number);
            out.push_str("}}");
            rest = after.get(number.len() + 1..).unwrap_or_default();
        } else {
            out.push('{');
            rest = after;
        }
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_has_neither_placeholders_nor_links_of_others() {
        assert_eq!(
            message("{0} {} {\"a\":{1}} [x](y) {12} {1")["text"],
            "{{0}} {} {\"a\":{{1}}} [x]\\(y) {{12}} {1"
        );
    }
}
