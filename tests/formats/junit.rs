//! JUnit: valid, and the same names whatever came of a case.

use std::{
    io::Write,
    process::{Command, Stdio},
};

use issuercheck::{
    config::{FailOn, ReportFormat},
    exchange::{Block, OutcomeKind, Record, SpecOutcome},
};
use quick_junit::{NonSuccessKind, Report, TestCaseStatus};

use crate::{render, render_failing_on, sample};

/// The reader asks for an offset in timestamps, the schema of Ant for none.
fn read(text: &str) -> Report {
    let mut parts = text.split("timestamp=\"");
    let mut with_offsets = parts.next().unwrap().to_owned();
    for part in parts {
        let (time, rest) = part.split_once('"').unwrap();
        with_offsets.extend(["timestamp=\"", time, "Z\"", rest]);
    }
    Report::deserialize_from_str(&with_offsets).unwrap()
}

/// Suite, class and name of every case.
fn names(record: &Record) -> Vec<(String, String, String)> {
    let report = read(&render(record, ReportFormat::Junit));
    let cases = report.test_suites.iter().flat_map(|suite| {
        suite.test_cases.iter().map(|case| {
            let class = case.classname.as_ref().unwrap().to_string();
            (suite.name.to_string(), class, case.name.to_string())
        })
    });
    cases.collect()
}

/// Whether xmllint finds the text valid; without xmllint, that it is there to be installed.
fn validate(text: &str) {
    let lint = Command::new("xmllint")
        .args([
            "--noout",
            "--huge",
            "--schema",
            "tests/formats/junit.xsd",
            "-",
        ])
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let Ok(mut lint) = lint else {
        println!("skipped: xmllint is not installed (Debian: libxml2-utils)");
        return;
    };
    lint.stdin
        .take()
        .unwrap()
        .write_all(text.as_bytes())
        .unwrap();
    let output = lint.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "{}",
        said.chars().take(2000).collect::<String>()
    );
}

#[test]
fn a_report_has_its_form() {
    let text = render(&sample::record(), ReportFormat::Junit);
    validate(&text);
    insta::assert_snapshot!(text);
}

#[test]
fn a_hostile_target_breaks_nothing() {
    let text = render(&sample::hostile(&sample::poison()), ReportFormat::Junit);
    validate(&text);
    assert_eq!(names(&sample::hostile("x")), names(&sample::record()));
    let report = read(&text);
    let TestCaseStatus::NonSuccess { message, .. } = &report.test_suites[0].test_cases[4].status
    else {
        panic!("it failed");
    };
    let message = message.as_ref().unwrap().as_str();
    assert!(message.contains(
        "]]><script>alert(1)</script>```\\u001b[31m\\u009b1m\\u202e\\u0000\\uffff\\ufffe\\r\\n"
    ));
}

#[test]
fn names_are_the_same_whatever_came_of_it() {
    let before = sample::record();
    let mut after = before.clone();
    for scenario in &mut after.scenarios {
        for finding in scenario.findings.iter_mut().flatten() {
            finding.outcome = OutcomeKind::Fail;
        }
        for block in &mut scenario.groups[0].blocks {
            if let Block::Specs { specs, .. } = block {
                for spec in specs {
                    spec.outcome = SpecOutcome::Failed;
                }
            }
        }
    }
    assert_eq!(names(&before), names(&after));
    let all = names(&before);
    let mut different = all.clone();
    different.sort();
    different.dedup();
    assert_eq!(different.len(), all.len());
}

#[test]
fn scenarios_of_one_id_are_told_apart() {
    let mut record = sample::record();
    record.scenarios.push(record.scenarios[0].clone());
    let report = read(&render(&record, ReportFormat::Junit));
    assert!(
        report.test_suites[3]
            .name
            .ends_with("/client-credentials-flow (2)")
    );
}

#[test]
fn what_fails_a_run_fails_a_case() {
    let counts = |fail_on| {
        let report = read(&render_failing_on(
            &sample::record(),
            ReportFormat::Junit,
            fail_on,
        ));
        (report.failures, report.errors, report.skipped)
    };
    // A failed spec and a broken rule; a blocked check that must judge, and a broken one; what was not judged.
    assert_eq!(counts(FailOn::Failure), (2, 2, 5));
    assert_eq!(counts(FailOn::Warning), (3, 2, 5));
    assert_eq!(counts(FailOn::Suggestion), (4, 2, 5));
    let report = read(&render(&sample::record(), ReportFormat::Junit));
    let kinds = report
        .test_suites
        .iter()
        .flat_map(|suite| &suite.test_cases);
    let errors = kinds.filter(|case| {
        matches!(
            case.status,
            TestCaseStatus::NonSuccess {
                kind: NonSuccessKind::Error,
                ..
            }
        )
    });
    let errors: Vec<_> = errors.map(|case| case.name.as_str()).collect();
    assert_eq!(errors, ["rfc0000-1-of-another-version", sample::ISSUER]);
}
