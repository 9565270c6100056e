//! `issuercheck diff`: two records, two pages, a page and a record; what counts, and what a hostile record can do.

#![expect(clippy::unwrap_used, reason = "a panic here is a failed test")]

use std::{fs, path::Path, sync::LazyLock};

use assert_cmd::Command;
use issuercheck::{
    check::{Selection, judge_record},
    diff::{self, Change, Comparison, Findings, Input, Options, Presence, Why},
    exchange::{
        Block, Content, Finding, Outcome, Problem, Record, Response, Severity, SpecOutcome,
    },
};
use serde_json::{Value, json};
use tempfile::TempDir;

/// Reports and record of a repeatable run; judged already.
static RUN: LazyLock<TempDir> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    issuercheck(
        folder.path(),
        &[
            "run",
            "dynamic-client-registration",
            "--clock",
            "2022-07-22T10:48:08Z",
            "--seed",
            "1",
            "--report",
            "markdown=reports",
            "--report",
            "record=record.json",
        ],
    );
    folder
});

/// Runs the command; its exit code and what it said on stdout.
fn issuercheck(folder: &Path, arguments: &[&str]) -> (i32, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_issuercheck"))
        .current_dir(folder)
        .env_clear()
        .args(arguments)
        .output()
        .unwrap();
    let stdout = String::from_utf8(output.stdout).unwrap();
    (output.status.code().unwrap(), stdout)
}

fn record() -> Record {
    let text = fs::read_to_string(RUN.path().join("record.json")).unwrap();
    Record::from_json(&text).unwrap()
}

fn compare(old: &Record, new: &Record) -> Comparison {
    let input = |record| Input {
        record,
        source: "a.json",
        findings: Findings::Judged,
    };
    diff::compare(input(old), input(new), Options::default())
}

/// Judged again after a change.
fn judged(mut record: Record) -> Record {
    judge_record(&mut record, &Selection::default());
    record
}

/// The response of the first exchange of a step, in every scenario.
fn responses(record: &mut Record, step: &str, change: impl Fn(&mut Response)) {
    for scenario in &mut record.scenarios {
        for exchange in scenario.exchanges_mut() {
            let Outcome::Response(response) = &mut exchange.outcome else {
                continue;
            };
            if exchange.step.as_deref() == Some(step) {
                change(response);
            }
        }
    }
}

fn edit_json(response: &mut Response, change: impl Fn(&mut Value)) {
    let mut json = response.body.json().unwrap();
    change(&mut json);
    response.body.content = Content::Text(json.to_string());
}

/// What changed in the exchanges of the first scenario, as `step place`.
fn places(comparison: &Comparison) -> Vec<String> {
    let exchanges = &comparison.scenarios.first().unwrap().exchanges;
    let places = exchanges.iter().flat_map(|exchange| {
        let name = &exchange.name;
        exchange
            .changes
            .iter()
            .map(move |change| format!("{name} {} {}", change.part.word(), change.at))
    });
    places.collect()
}

#[test]
fn a_record_does_not_differ_from_itself() {
    let record = judged(record());
    let comparison = compare(&record, &record);
    assert_eq!(comparison.totals.changes, 0);
    assert_eq!(comparison.totals.volatile, 0);
    assert_eq!(comparison.totals.newly_broken.sum(), 0);
    assert_eq!(comparison.totals.scenarios.both, 2);
    for scenario in &comparison.scenarios {
        assert_eq!(scenario.presence, Presence::Both);
        assert!(scenario.exchanges.is_empty());
    }
}

#[test]
fn what_breaks_and_what_is_mended_is_said_by_check_and_place() {
    let good = judged(record());
    let mut bad = record();
    responses(&mut bad, "register", |response| response.status = 200);
    let bad = judged(bad);
    let broken = compare(&good, &bad);
    let first = broken.scenarios.first().unwrap();
    let finding = first
        .findings
        .iter()
        .find(|finding| finding.check == "rfc7591-3.2.1-status-201")
        .unwrap();
    assert_eq!(finding.change, Change::NewlyBroken);
    assert_eq!(finding.at.as_deref(), Some("register!status"));
    assert!(broken.totals.newly_broken.any(Severity::Failure));
    assert_eq!(places(&broken), ["register response !status"]);
    let mended = compare(&bad, &good);
    assert_eq!(mended.totals.newly_broken.sum(), 0);
    assert_eq!(mended.totals.mended, broken.totals.newly_broken);
    let still = compare(&bad, &bad);
    assert_eq!(still.totals.still_broken, broken.totals.newly_broken);
}

#[test]
fn a_failing_spec_is_newly_broken_and_a_spec_that_is_not_run_is_not_mended() {
    let (good, mut bad) = (record(), record());
    let outcome = |record: &mut Record, outcome| {
        for block in record
            .scenarios
            .iter_mut()
            .flat_map(|scenario| &mut scenario.groups)
            .flat_map(|group| &mut group.blocks)
        {
            if let Block::Specs { specs, .. } = block {
                specs.last_mut().unwrap().outcome = outcome;
            }
        }
    };
    outcome(&mut bad, SpecOutcome::Failed);
    assert_eq!(compare(&good, &bad).totals.newly_broken.specs, 2);
    assert_eq!(compare(&bad, &good).totals.mended.specs, 2);
    let mut not_run = record();
    outcome(&mut not_run, SpecOutcome::NotRun);
    let comparison = compare(&bad, &not_run);
    assert_eq!(comparison.totals.mended.specs, 0);
    assert_eq!(comparison.totals.no_longer_shown.specs, 2);
    let comparison = compare(&not_run, &bad);
    assert_eq!(comparison.totals.newly_broken.specs, 0);
    assert_eq!(comparison.totals.broken_unseen.specs, 2);
}

#[test]
fn members_header_fields_and_status_are_compared_and_volatile_values_do_not_count() {
    let (old, mut new) = (record(), record());
    responses(&mut new, "discover", |response| {
        edit_json(response, |metadata| {
            let scopes = metadata["scopes_supported"].as_array_mut().unwrap();
            scopes.insert(0, json!("new"));
            metadata["a/b"] = json!(true);
        });
    });
    responses(&mut new, "register", |response| {
        edit_json(response, |client| {
            client["client_id"] = json!("another-client");
            client["client_id_issued_at"] = json!(1_900_000_000);
        });
    });
    responses(&mut new, "token", |response| {
        edit_json(response, |token| {
            token["expires_in"] = json!(60);
            token["access_token"] = json!("[access_token-2]");
        });
        if let issuercheck::exchange::Headers::Recorded(headers) = &mut response.headers {
            headers.retain(|header| !header.name.eq_ignore_ascii_case("pragma"));
            for header in headers {
                if header.name.eq_ignore_ascii_case("date") {
                    header.value = "Sat, 23 Jul 2022 10:48:08 GMT".to_owned();
                }
            }
        }
    });
    let comparison = compare(&old, &new);
    assert_eq!(
        places(&comparison),
        [
            "discover response #/scopes_supported/0",
            "discover response #/a~1b",
            "token response @pragma",
            "token response #/expires_in",
        ]
    );
    let exchanges = &comparison.scenarios.first().unwrap().exchanges;
    let volatile: Vec<_> = exchanges
        .iter()
        .flat_map(|exchange| &exchange.volatile)
        .map(|change| (change.at.as_str(), change.volatile.unwrap()))
        .collect();
    for expected in [
        ("#/client_id", Why::Id),
        ("#/client_id_issued_at", Why::Date),
        ("#/access_token", Why::Token),
        ("@date", Why::Date),
    ] {
        assert!(volatile.contains(&expected), "{expected:?} {volatile:?}");
    }
}

#[test]
fn scenarios_and_exchanges_that_one_side_has_are_named() {
    let (old, mut new) = (record(), record());
    let gone = new.scenarios.remove(0);
    let mut come = gone.clone();
    come.id = "a/b/c".to_owned();
    new.scenarios.push(come);
    let comparison = compare(&old, &new);
    assert_eq!(comparison.totals.scenarios.both, 1);
    assert_eq!(comparison.totals.scenarios.appeared, 1);
    assert_eq!(comparison.totals.scenarios.disappeared, 1);
    let ids: Vec<_> = comparison
        .scenarios
        .iter()
        .map(|scenario| (scenario.id.as_str(), scenario.presence))
        .collect();
    assert_eq!(ids.get(1), Some(&("a/b/c", Presence::Appeared)));
    assert_eq!(ids.get(2), Some(&(gone.id.as_str(), Presence::Disappeared)));
}

#[test]
fn pages_are_compared_with_a_record_and_what_they_do_not_show_is_not_a_change() {
    let folder = RUN.path();
    for (old, new) in [
        ("reports", "record.json"),
        ("record.json", "reports/summary.md"),
        ("reports", "reports/summary.md"),
    ] {
        let (code, text) = issuercheck(folder, &["diff", old, new, "--format", "json"]);
        assert_eq!(code, 0, "{text}");
        let comparison: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(comparison["totals"]["scenarios"]["both"], 2);
        assert_eq!(comparison["totals"]["changes"], 0, "{text}");
        assert_eq!(comparison["totals"]["volatile"], 0, "{text}");
        assert_eq!(comparison["totals"]["mended"]["failures"], 0);
    }
    let page = "reports/dynamic-client-registration_client-credentials-flow.md";
    let (code, text) = issuercheck(folder, &["diff", "record.json", page, "--strict"]);
    assert_eq!(code, 1, "a scenario is missing:\n{text}");
}

#[test]
fn the_exit_code_says_whether_something_is_newly_broken() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, record: &Record| {
        fs::write(folder.path().join(name), record.to_json().unwrap()).unwrap();
    };
    let mut warned = record();
    for scenario in &mut warned.scenarios {
        let finding = scenario.findings.as_mut().unwrap().first_mut().unwrap();
        *finding = Finding {
            outcome: issuercheck::exchange::OutcomeKind::Fail,
            severity: Severity::Warning,
            problems: vec![Problem::new("discover!status", "a", "b")],
            ..finding.clone()
        };
    }
    write("good.json", &record());
    write("warned.json", &warned);
    let mut other = record();
    for scenario in &mut other.scenarios {
        scenario.id = format!("x/y/{}", scenario.id.len());
    }
    write("other.json", &other);
    fs::write(folder.path().join("bundle.zip"), b"PK\x03\x04\xff\xff").unwrap();
    let run = |arguments: &[&str]| issuercheck(folder.path(), &[&["diff"], arguments].concat()).0;
    let recorded = ["good.json", "warned.json", "--recorded"];
    assert_eq!(run(&recorded), 0);
    assert_eq!(run(&[&recorded[..], &["--fail-on", "warning"]].concat()), 1);
    // Judged again, the finding that was written into the record is gone.
    assert_eq!(
        run(&["good.json", "warned.json", "--fail-on", "warning"]),
        0
    );
    assert_eq!(run(&["good.json", "other.json"]), 5);
    assert_eq!(run(&["good.json", "nowhere.json"]), 3);
    assert_eq!(run(&["bundle.zip", "good.json"]), 3);
    assert_eq!(run(&["good.json"]), 2);
    assert_eq!(run(&["good.json", "good.json", "--checks", "none"]), 0);
}

#[test]
fn the_same_two_give_the_same_bytes() {
    let mut new = record();
    responses(&mut new, "token", |response| response.status = 201);
    let (old, new) = (judged(record()), judged(new));
    let (one, other) = (compare(&old, &new), compare(&old, &new));
    assert_eq!(one.json().unwrap(), other.json().unwrap());
    assert_eq!(diff::text(&one, true), diff::text(&other, true));
    assert_eq!(diff::markdown(&one), diff::markdown(&other));
}

/// What a hostile target writes everywhere.
const HOSTILE: &str = "\u{1b}[31m\u{202e}</td><script>alert(1)</script>]]>\r\n```\n# heading\n![x](https://evil.example/x)\0`";

#[test]
fn a_hostile_record_is_text_in_every_form() {
    let mut new = record();
    let problem = Problem::new(HOSTILE, HOSTILE, HOSTILE);
    for scenario in &mut new.scenarios {
        scenario.title = HOSTILE.to_owned();
        let findings = scenario.findings.as_mut().unwrap();
        let finding = findings.first_mut().unwrap();
        finding.check = HOSTILE.to_owned();
        finding.outcome = issuercheck::exchange::OutcomeKind::Fail;
        finding.problems = vec![problem.clone(), problem.clone()];
        finding.reason = Some(HOSTILE.to_owned());
        for group in &mut scenario.groups {
            for block in &mut group.blocks {
                if let Block::Specs { specs, .. } = block {
                    let spec = specs.first_mut().unwrap();
                    spec.outcome = SpecOutcome::Failed;
                    spec.reasons = vec![HOSTILE.to_owned()];
                    spec.title = HOSTILE.to_owned();
                }
            }
        }
        for exchange in scenario.exchanges_mut() {
            exchange.title = HOSTILE.to_owned();
            exchange.step = Some(HOSTILE.to_owned());
        }
    }
    responses(&mut new, HOSTILE, |response| {
        let mut members = serde_json::Map::new();
        members.insert(HOSTILE.to_owned(), json!(HOSTILE));
        response.body.content = Content::Text(Value::Object(members).to_string());
    });
    new.scenarios.last_mut().unwrap().id = HOSTILE.to_owned();
    new.target.name = Some(HOSTILE.to_owned());
    let comparison = compare(&record(), &new);
    assert!(comparison.totals.newly_broken.sum() + comparison.totals.broken_unseen.sum() > 0);
    let text = diff::text(&comparison, false);
    let markdown = diff::markdown(&comparison);
    for shown in [&text, &markdown] {
        assert!(shown.contains("script"), "nothing of it is shown");
        let control = shown.chars().find(|c| c.is_control() && *c != '\n');
        assert_eq!(control, None);
        assert!(!shown.contains('\u{202e}'));
        assert!(!shown.contains("\n# heading") && !shown.contains("\n```"));
    }
    assert_no_markup(&markdown);
    serde_json::from_str::<Value>(&comparison.json().unwrap()).unwrap();
}

/// Outside code, nothing that the target wrote is HTML, an image or a link.
fn assert_no_markup(markdown: &str) {
    for line in markdown.lines() {
        let outside = without_code(line);
        assert!(!outside.contains("<script"), "{line}");
        assert!(!outside.contains("](https://evil"), "{line}");
    }
}

/// A line without its code spans (`CommonMark` §6.1) and without escaped characters.
fn without_code(line: &str) -> String {
    let chars: Vec<char> = line.chars().collect();
    let (mut out, mut at) = (String::new(), 0);
    while let Some(c) = chars.get(at) {
        if *c == '\\' {
            at += 2;
        } else if *c == '`' {
            let run = ticks(&chars, at);
            at = closing(&chars, at + run, run).unwrap_or(at) + run;
        } else {
            out.push(*c);
            at += 1;
        }
    }
    out
}

fn ticks(chars: &[char], at: usize) -> usize {
    chars.iter().skip(at).take_while(|c| **c == '`').count()
}

fn closing(chars: &[char], from: usize, run: usize) -> Option<usize> {
    let mut at = from;
    while at < chars.len() {
        match ticks(chars, at) {
            0 => at += 1,
            length if length == run => return Some(at),
            length => at += length,
        }
    }
    None
}
