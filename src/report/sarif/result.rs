//! Findings as results.

use std::{collections::BTreeSet, fmt::Write};

use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::{
    message,
    rule::{Rules, level},
};
use crate::{
    checks,
    exchange::{Finding, ScenarioRecord},
    report::{summary::percent_encoded, text::line},
};

/// Places of one finding that a result shows.
const MOST_PLACES: usize = 20;

/// A finding that says something is wrong, with the index of the exchange that shows it.
pub(super) fn result(
    scenario: &ScenarioRecord,
    finding: &Finding,
    rules: &Rules<'_>,
    exchange: Option<usize>,
) -> Value {
    let check = checks::find(&finding.check);
    let id = check.map_or(finding.check.as_str(), |check| check.id);
    let hash = fingerprint(&scenario.id, id);
    let mut result = json!({
        "ruleId": id,
        "ruleIndex": rules.index(id),
        "kind": "fail",
        "level": level(finding.severity),
        "message": message(&text(finding)),
        "locations": [location(scenario, finding)],
        // GitHub tells alerts apart by the first, which it makes itself of the line where it is missing.
        "partialFingerprints": { "primaryLocationLineHash": format!("{hash}:1"), "scenarioCheck/v1": hash },
        "properties": {
            "scenario": line(&scenario.id),
            "command": line(&scenario.command),
            "places": finding.problems.iter().take(MOST_PLACES).map(|problem| json!({
                "at": line(&problem.at),
                "expected": line(&problem.expected),
                "observed": line(&problem.observed),
            })).collect::<Vec<_>>(),
        },
    });
    if let Some(members) = result.as_object_mut() {
        add_optional(members, finding, exchange);
    }
    result
}

fn add_optional(members: &mut Map<String, Value>, finding: &Finding, exchange: Option<usize>) {
    if let Some(index) = exchange {
        members.insert("webRequest".to_owned(), json!({ "index": index }));
        members.insert("webResponse".to_owned(), json!({ "index": index }));
    }
    if let Some(reason) = &finding.known {
        let accepted = json!({
            "kind": "external",
            "status": "accepted",
            "justification": line(reason),
        });
        members.insert("suppressions".to_owned(), json!([accepted]));
    }
}

/// What is wrong, without the rule, which a viewer shows beside it.
fn text(finding: &Finding) -> String {
    let statement = checks::find(&finding.check).map_or("", |check| check.statement);
    let reason = finding.reason.as_deref().map(line).unwrap_or_default();
    let Some(first) = finding.problems.first() else {
        return format!("{statement} {reason}").trim().to_owned();
    };
    let (at, expected, observed) = (
        line(&first.at),
        line(&first.expected),
        line(&first.observed),
    );
    let more = match finding.problems.len() - 1 {
        0 => String::new(),
        1 => " Also at one more place.".to_owned(),
        more => format!(" Also at {more} more places."),
    };
    format!("{statement} Expected {expected}, got {observed}, at {at}.{more}")
        .trim_start()
        .to_owned()
}

/// The scenario's file: code scanning shows no alert without a file and a line, and this one says what was done. The places
/// in its exchanges are logical locations.
fn location(scenario: &ScenarioRecord, finding: &Finding) -> Value {
    // The schema has each only once.
    let places: BTreeSet<_> = finding
        .problems
        .iter()
        .map(|problem| line(&problem.at))
        .collect();
    let logical = places.into_iter().take(MOST_PLACES).map(|at| {
        let path = format!("{}/{at}", line(&scenario.id));
        json!({ "name": at, "fullyQualifiedName": path, "kind": "object" })
    });
    json!({
        "physicalLocation": {
            "artifactLocation": { "uri": file(&scenario.id), "uriBaseId": "%SRCROOT%" },
            "region": { "startLine": 1 },
        },
        "logicalLocations": logical.collect::<Vec<_>>(),
    })
}

/// The path of a scenario's file as a relative reference that leads nowhere else (RFC 3986 §4.2).
fn file(id: &str) -> String {
    let parts = id.split('/').map(|part| match part {
        "" | "." | ".." => "_".to_owned(),
        part => percent_encoded(part),
    });
    let parts: Vec<_> = parts.collect();
    format!("scenarios/{}.toml", parts.join("/"))
}

/// The same for the same check of the same scenario, whatever it finds where.
fn fingerprint(scenario: &str, check: &str) -> String {
    let digest = Sha256::digest(format!("{scenario}\n{check}"));
    let mut text = String::new();
    for byte in digest.iter().take(16) {
        // Writing to a string does not fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_stays_below_the_scenarios() {
        assert_eq!(file("a/b/c-d"), "scenarios/a/b/c-d.toml");
        assert_eq!(file("../x y/é"), "scenarios/_/x%20y/%C3%A9.toml");
        assert_eq!(file("/etc"), "scenarios/_/etc.toml");
    }
}
