//! HAR: in its schema, and nothing invented.

use std::fs;

use issuercheck::config::ReportFormat;
use jsonschema::Validator;
use serde_json::{Map, Value, json};

use crate::{render, sample, without_version};

fn read(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

/// The schema of the npm package: its parts refer to each other by their file names.
fn schema() -> Validator {
    let mut parts = Map::new();
    for entry in fs::read_dir("tests/formats/har-schema").unwrap() {
        let path = entry.unwrap().path();
        if path
            .extension()
            .is_some_and(|extension| extension == "json")
        {
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            let text = fs::read_to_string(&path).unwrap();
            let text = text.replace("\"$ref\": \"", "\"$ref\": \"#/definitions/");
            let mut part = read(&text.replace(".json#\"", "\""));
            part.as_object_mut().unwrap().remove("$id");
            parts.insert(name, part);
        }
    }
    let schema = json!({
        "$schema": "http://json-schema.org/draft-06/schema#",
        "$ref": "#/definitions/har",
        "definitions": parts,
    });
    jsonschema::validator_for(&schema).unwrap()
}

fn validate(har: &Value) {
    let schema = schema();
    let errors: Vec<_> = schema
        .iter_errors(har)
        .map(|e| {
            let text: String = e.to_string().chars().take(300).collect();
            format!("{}: {text}", e.instance_path())
        })
        .collect();
    assert!(errors.is_empty(), "{errors:#?}");
    for entry in har["log"]["entries"].as_array().unwrap() {
        let timings = &entry["timings"];
        let parts = ["blocked", "dns", "connect", "send", "wait", "receive"];
        let sum: f64 = parts
            .iter()
            .map(|name| timings[*name].as_f64().unwrap().max(0.0))
            .sum();
        assert!((entry["time"].as_f64().unwrap() - sum).abs() < 1e-9);
    }
}

#[test]
fn an_archive_has_its_form() {
    let text = render(&sample::record(), ReportFormat::Har);
    validate(&read(&text));
    insta::assert_snapshot!(without_version(&text));
}

#[test]
fn a_hostile_target_breaks_nothing() {
    let poison = sample::poison();
    let har = read(&render(&sample::hostile(&poison), ReportFormat::Har));
    validate(&har);
    let entry = &har["log"]["entries"][0];
    assert_eq!(entry["response"]["content"]["text"], poison);
    assert_eq!(entry["response"]["headers"][0]["name"], poison);
}

#[test]
fn the_schema_refuses_what_is_not_har() {
    let mut har = read(&render(&sample::record(), ReportFormat::Har));
    har["log"]["entries"][0]["response"]["cookies"][0]["value"] = Value::Null;
    assert!(!schema().is_valid(&har));
}

#[test]
fn what_is_not_recorded_is_not_invented() {
    let har = read(&render(&sample::record(), ReportFormat::Har));
    let entries = &har["log"]["entries"];
    let (shown, refused) = (&entries[2], &entries[4]);
    assert_eq!(shown["timings"]["wait"], -1.0);
    assert_eq!(shown["response"]["bodySize"], -1);
    assert_eq!(shown["response"]["content"]["size"], -1);
    assert_eq!(shown["response"]["httpVersion"], "");
    assert_eq!(shown["serverIPAddress"], Value::Null);
    assert_eq!(refused["response"]["status"], 0);
    assert_eq!(
        refused["response"]["_error"],
        "the connection to [::1]:5003 was refused"
    );
}
