//! The schemas in docs/schema: what we read and write fits them, and mistakes do not.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a panic here is a failed test"
)]

use std::{fs, path::Path};

use assert_cmd::Command;
use issuercheck::{config::DEFAULTS, scenario::SHIPPED, schema::Kind};
use jsonschema::Validator;
use serde_json::{Value, json};

fn validator(kind: Kind) -> Validator {
    let options = jsonschema::options().should_validate_formats(true);
    options.build(&kind.schema()).unwrap()
}

/// Fails with every place where a document does not fit.
fn fits(kind: Kind, name: &str, document: &Value) {
    let validator = validator(kind);
    let errors = validator.iter_errors(document);
    let errors: Vec<_> = errors
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{name}: {}", errors.join("\n"));
}

fn toml(text: &str) -> Value {
    let table: toml::Table = toml::from_str(text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    serde_json::to_value(table).unwrap()
}

fn json_file(path: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn every_schema_is_one_of_its_dialect() {
    for (kind, name, _) in Kind::ALL {
        let schema = kind.schema();
        assert_eq!(
            schema["$schema"],
            "https://json-schema.org/draft/2020-12/schema"
        );
        assert!(jsonschema::meta::is_valid(&schema), "{name}");
        assert!(!validator(*kind).is_valid(&json!(7)), "{name}");
    }
}

#[test]
fn shipped_scenarios_fit() {
    for shipped in SHIPPED {
        fits(Kind::Scenario, shipped.name, &toml(shipped.text));
    }
}

/// Every scenario in the docs, and every piece of one as the step of a scenario.
#[test]
fn the_scenarios_of_the_docs_fit() {
    let docs = fs::read_to_string("docs/scenarios.md").unwrap();
    let blocks: Vec<&str> = docs
        .split("```toml\n")
        .skip(1)
        .filter_map(|block| block.split("\n```").next())
        .collect();
    let mut whole = 0;
    for block in &blocks {
        if block.contains("[[step]]") {
            fits(Kind::Scenario, block, &toml(block));
            whole += 1;
        } else {
            for piece in block.split("\n\n") {
                let scenario = as_scenario(piece);
                fits(Kind::Scenario, &scenario, &toml(&scenario));
            }
        }
    }
    assert!(whole >= 2 && blocks.len() > whole);
}

/// Lines of a scenario's head or of one of its steps, as a whole scenario.
fn as_scenario(piece: &str) -> String {
    let of_step = |line: &&str| line.starts_with("do.") || line.starts_with("capture.");
    let (step, head): (Vec<_>, Vec<_>) = piece.lines().partition(of_step);
    let step = step.join("\n");
    let act = if step.contains("do.") {
        ""
    } else {
        "do.jwks = {}"
    };
    let head = head.join("\n");
    format!("{head}\ntitle = \"t\"\n[[step]]\nid = \"a\"\n{step}\n{act}\n")
}

#[test]
fn the_defaults_and_the_starting_file_fit() {
    fits(Kind::Config, "defaults", &toml(DEFAULTS));
    for text in [DEFAULTS, include_str!("../src/config/start.toml")] {
        fits(Kind::Config, text, &toml(text));
        // A line that begins with `#` and no space is a setting to switch on.
        let all: String = text
            .lines()
            .map(|line| match line.strip_prefix('#') {
                Some(setting) if !setting.starts_with([' ', ':']) => format!("{setting}\n"),
                _ => format!("{line}\n"),
            })
            .collect();
        fits(Kind::Config, &all, &toml(&all));
    }
}

#[test]
fn the_golden_report_fits() {
    let path = Path::new("reports/golden/report.json");
    fits(Kind::Report, "report.json", &json_file(path));
}

#[test]
fn what_a_run_writes_fits_and_so_does_its_comparison() {
    let folder = tempfile::tempdir().unwrap();
    let command = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_issuercheck"));
        let output = command
            .current_dir(folder.path())
            .env_clear()
            .args(arguments)
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let run = ["run", "--seed", "1", "--format", "json"];
    let stdout = command(&[&run[..], &["--report", "record=old.json"]].concat());
    let report: Value = serde_json::from_str(&stdout).unwrap();
    fits(Kind::Report, "stdout", &report);
    command(&[
        "run",
        "dynamic-client-registration",
        "--reveal-secrets",
        "--report",
        "record=new.json",
    ]);
    for name in ["old.json", "new.json"] {
        fits(Kind::Record, name, &json_file(&folder.path().join(name)));
    }
    for flags in [&["--volatile"][..], &["--recorded"], &["--checks", "none"]] {
        let diff =
            command(&[&["diff", "old.json", "new.json", "--format", "json"], flags].concat());
        let diff: Value = serde_json::from_str(&diff).unwrap();
        assert_eq!(diff["totals"]["scenarios"]["both"], 2);
        fits(Kind::Diff, "diff", &diff);
    }
    command(&["init"]);
    let schema = json_file(&folder.path().join("issuercheck.schema.json"));
    assert_eq!(schema, Kind::Config.schema());
}

#[test]
fn a_page_that_is_read_back_fits() {
    for entry in fs::read_dir("tests/pages").unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|end| end != "md") {
            continue;
        }
        let page = fs::read_to_string(&path).unwrap();
        let record = issuercheck::report::page::read(&page, "page.md").unwrap();
        let record = serde_json::to_value(record).unwrap();
        fits(Kind::Record, &path.display().to_string(), &record);
    }
}

#[test]
fn what_is_no_record_and_no_report_does_not_fit() {
    let record = |change: fn(&mut Value)| {
        let page = fs::read_to_string(
            "reports/golden/dynamic-client-registration_client-credentials-flow.md",
        );
        let record = issuercheck::report::page::read(&page.unwrap(), "page.md").unwrap();
        let mut record = serde_json::to_value(record).unwrap();
        change(&mut record);
        validator(Kind::Record).is_valid(&record)
    };
    assert!(record(|_| ()));
    assert!(!record(|record| record["version"] = json!(2)));
    assert!(!record(|record| record["format"] = json!("har")));
    assert!(!record(|record| record["time"] = json!("today")));
    assert!(!record(
        |record| record["scenarios"][0]["groups"] = json!({})
    ));
    assert!(!record(|record| {
        record.as_object_mut().unwrap().remove("target");
    }));
    let mut report = json_file(Path::new("reports/golden/report.json"));
    report["scenarios"][0]["specs"][0]["outcome"] = json!("fine");
    assert!(!validator(Kind::Report).is_valid(&report));
}
