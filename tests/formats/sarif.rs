//! SARIF: in its schema, a rule for each check, fingerprints that stay.

use std::{fs, path::PathBuf};

use issuercheck::{
    checks,
    config::ReportFormat,
    exchange::{OutcomeKind, Record, Severity},
};
use serde_json::Value;

use crate::{render, sample, without_version};

/// The crate whose sources hold the schema; `.ci/run` has cargo fetch it.
const HOLDER: &str = "serde-sarif-";

fn read(record: &Record) -> Value {
    serde_json::from_str(&render(record, ReportFormat::Sarif)).unwrap()
}

/// The schema of OASIS, where cargo has fetched the crate that holds it.
fn schema() -> Option<Value> {
    let registries = cargo_home()?.join("registry/src");
    let folders = fs::read_dir(registries).ok()?.flatten();
    let crates =
        folders.flat_map(|folder| fs::read_dir(folder.path()).into_iter().flatten().flatten());
    let mut holders =
        crates.filter(|entry| entry.file_name().to_string_lossy().starts_with(HOLDER));
    let path = holders.find_map(|entry| {
        Some(entry.path().join("src/schema.json")).filter(|path| path.exists())
    })?;
    Some(serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap())
}

#[expect(
    clippy::disallowed_methods,
    reason = "where cargo keeps what it fetched is said by the environment"
)]
fn cargo_home() -> Option<PathBuf> {
    let own = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    own.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cargo")))
}

fn validate(log: &Value) {
    let Some(schema) = schema() else {
        println!(
            "skipped: the schema is not here; `cargo info serde-sarif` fetches the crate that holds it"
        );
        return;
    };
    let mut schema = schema;
    // Its pattern for languages has a bracket too many for a regular expression.
    for part in ["run", "toolComponent"] {
        let language = &mut schema["definitions"][part]["properties"]["language"];
        language.as_object_mut().unwrap().remove("pattern");
    }
    let schema = jsonschema::options()
        .should_validate_formats(true)
        .build(&schema)
        .unwrap();
    let errors = schema.iter_errors(log).map(|e| {
        let text: String = e.to_string().chars().take(300).collect();
        format!("{}: {text}", e.instance_path())
    });
    let errors: Vec<_> = errors.collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

#[test]
fn a_log_has_its_form() {
    let text = render(&sample::record(), ReportFormat::Sarif);
    validate(&serde_json::from_str(&text).unwrap());
    insta::assert_snapshot!(without_version(&text));
}

#[test]
fn a_hostile_target_breaks_nothing() {
    let log = read(&sample::hostile(&sample::poison()));
    validate(&log);
    let result = &log["runs"][0]["results"][0];
    let message = result["message"]["text"].as_str().unwrap();
    assert!(!message.contains(|c: char| c.is_control()));
    assert!(message.contains("{{0}} [a]\\(javascript:b)"));
}

#[test]
fn every_check_that_was_asked_is_a_rule_with_help_and_a_link() {
    let mut record = sample::record();
    let all = checks::all().map(|check| sample::finding(check.id, OutcomeKind::Pass));
    record.scenarios[1].findings = Some(all.collect());
    let log = read(&record);
    validate(&log);
    let rules = log["runs"][0]["tool"]["driver"]["rules"]
        .as_array()
        .unwrap();
    for (check, rule) in checks::all().zip(rules) {
        assert_eq!(rule["id"], check.id);
        assert_eq!(rule["shortDescription"]["text"], check.statement);
        assert!(
            rule["help"]["text"]
                .as_str()
                .unwrap()
                .contains(check.remedy)
        );
        assert!(
            rule["help"]["markdown"]
                .as_str()
                .unwrap()
                .contains(check.remedy)
        );
        assert!(rule["helpUri"].as_str().unwrap().starts_with("https://"));
        let level = match check.severity {
            Severity::Failure => "error",
            Severity::Warning => "warning",
            Severity::Suggestion => "note",
        };
        assert_eq!(rule["defaultConfiguration"]["level"], level);
    }
    // The one that this build does not know comes last.
    assert_eq!(rules.len(), checks::all().count() + 1);
}

#[test]
fn results_are_failing_findings_and_know_their_rules() {
    let log = read(&sample::record());
    let run = &log["runs"][0];
    let results = run["results"].as_array().unwrap();
    let levels: Vec<_> = results
        .iter()
        .map(|r| r["level"].as_str().unwrap())
        .collect();
    assert_eq!(levels, ["error", "warning", "note", "error"]);
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(
            run["tool"]["driver"]["rules"][index]["id"],
            result["ruleId"]
        );
    }
    assert_eq!(
        results[3]["suppressions"][0]["justification"],
        "mended in the next release"
    );
    assert_eq!(results[0]["suppressions"], Value::Null);
    let sent = &run["webRequests"][0];
    assert_eq!(sent["target"], "https://as.example/register");
    assert_eq!(run["webRequests"].as_array().unwrap().len(), 1);
    // A broken room is a mistake of ours.
    assert_eq!(run["invocations"][0]["exitCode"], 70);
    assert_eq!(run["invocations"][0]["executionSuccessful"], false);
}

#[test]
fn a_fingerprint_stays_when_the_finding_moves() {
    let before = sample::record();
    let mut after = before.clone();
    let findings = after.scenarios[0].findings.as_mut().unwrap();
    findings[1].problems.remove(0);
    findings[1].problems[0].observed = "something else".to_owned();
    let prints = |record: &Record| {
        let log = read(record);
        let results = log["runs"][0]["results"].as_array().unwrap().clone();
        results
            .into_iter()
            .map(|result| result["partialFingerprints"].to_string())
            .collect::<Vec<_>>()
    };
    assert_eq!(prints(&before), prints(&after));
    let mut different = prints(&before);
    different.sort();
    different.dedup();
    assert_eq!(different.len(), 4);
}
