//! GitHub Actions: a summary that fits, annotations that say it shortly, and no command of a target.

use std::{fs, path::Path};

use assert_cmd::Command;
use issuercheck::{
    exchange::Record,
    report::github::{SUMMARY_LIMIT, annotations, summary},
};

use crate::sample;

/// Runs `judge` on a record as a step of GitHub Actions does.
fn judge(
    record: &Record,
    folder: &Path,
    environment: &[(&str, &str)],
    arguments: &[&str],
) -> (String, String) {
    fs::write(folder.join("record.json"), record.to_json().unwrap()).unwrap();
    let done = Command::new(env!("CARGO_BIN_EXE_issuercheck"))
        .current_dir(folder)
        .env_clear()
        .envs(environment.iter().copied())
        .args(["judge", "record.json"])
        .args(arguments)
        .assert();
    let output = done.get_output();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (text(&output.stdout), text(&output.stderr))
}

const ACTIONS: [(&str, &str); 2] = [
    ("GITHUB_ACTIONS", "true"),
    ("GITHUB_STEP_SUMMARY", "summary.md"),
];

#[test]
fn a_summary_has_its_form() {
    insta::assert_snapshot!(summary(&sample::record(), SUMMARY_LIMIT));
}

#[test]
fn annotations_have_their_form() {
    insta::assert_snapshot!(annotations(&sample::record()));
}

#[test]
fn a_hostile_target_is_text() {
    let record = sample::hostile(&sample::poison());
    let page = summary(&record, SUMMARY_LIMIT);
    assert!(page.len() <= SUMMARY_LIMIT);
    assert!(!page.replace("\\<", "").contains("<script>"), "{page}");
    assert!(!page.contains("](javascript"));
    let commands = annotations(&record);
    for line in commands.lines() {
        let kinds = ["::error title=", "::warning title=", "::notice title="];
        assert!(kinds.iter().any(|kind| line.starts_with(kind)), "{line}");
        assert!(line.len() < 4000);
    }
}

#[test]
fn a_summary_is_cut_between_its_parts() {
    let mut record = sample::record();
    let scenario = record.scenarios[0].clone();
    record.scenarios = vec![scenario; 100];
    let whole = summary(&record, SUMMARY_LIMIT);
    assert!(!whole.contains("Left out"));
    let sections = |text: &str| text.matches("\n### ").count();
    assert_eq!(sections(&whole), 100);
    let cut = summary(&record, whole.len() / 2);
    assert!(cut.len() <= whole.len() / 2);
    assert!(whole.starts_with(cut.split("\n_Left out").next().unwrap()));
    assert!(cut.contains("0 lines of the table") && sections(&cut) < 60);
    assert!(summary(&record, 100).is_empty());
}

#[test]
fn what_is_more_than_github_shows_is_counted() {
    let mut record = sample::record();
    let one = record.scenarios[0].findings.clone().unwrap()[1].clone();
    let many = (0..25).map(|number| {
        let mut finding = one.clone();
        finding.check = format!("check-{number}");
        finding
    });
    record.scenarios[0].findings = Some(many.collect());
    record.scenarios.truncate(1);
    let commands = annotations(&record);
    assert_eq!(commands.lines().count(), 10);
    assert!(commands.ends_with(
        "::error title=issuercheck::16 more of this kind; the reports have them all.\n"
    ));
}

#[test]
fn a_step_gets_annotations_and_a_summary() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("summary.md"), "before\n").unwrap();
    let (_, said) = judge(&sample::record(), folder.path(), &ACTIONS, &[]);
    assert!(said.contains("::error title=should complete Discovery successfully::"));
    let page = fs::read_to_string(folder.path().join("summary.md")).unwrap();
    assert!(page.starts_with("before\n## ❌ issuercheck: https://as.example\n"));
    for arguments in [&[][..], &["--annotations", "never"]] {
        let environment = if arguments.is_empty() {
            &[][..]
        } else {
            &ACTIONS
        };
        let (_, said) = judge(&sample::record(), folder.path(), environment, arguments);
        assert!(!said.contains("::error"));
        assert_eq!(
            fs::read_to_string(folder.path().join("summary.md")).unwrap(),
            page
        );
    }
}

#[test]
fn a_full_or_unwritable_summary_fails_nothing() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(
        folder.path().join("summary.md"),
        "x".repeat(SUMMARY_LIMIT - 10),
    )
    .unwrap();
    let (_, said) = judge(&sample::record(), folder.path(), &ACTIONS, &[]);
    assert!(said.contains("warning: the job summary is full"));
    let nowhere = [ACTIONS[0], ("GITHUB_STEP_SUMMARY", "nowhere/summary.md")];
    let (shown, said) = judge(&sample::record(), folder.path(), &nowhere, &[]);
    assert!(said.contains("warning: cannot write the job summary nowhere/summary.md"));
    assert!(!shown.is_empty());
}

#[test]
fn a_target_gives_github_no_commands() {
    let folder = tempfile::tempdir().unwrap();
    let record = sample::hostile("::error::a\n::add-mask::b ##[add-mask]c");
    for format in ["text", "json"] {
        let (shown, _) = judge(&record, folder.path(), &ACTIONS, &["--format", format]);
        assert!(!shown.contains("##["), "{format}");
        assert!(
            !shown
                .lines()
                .any(|line| line.trim_start().starts_with("::")),
            "{format}"
        );
    }
}
