//! A repeatable run against the embedded issuer writes reports/golden byte for byte, in any locale and time zone.
//!
//! `UPDATE=1 ./dev golden` rewrites the folder; read `git diff` before it is committed.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a panic here is a failed test"
)]

use std::{collections::BTreeMap, fs, path::Path};

use assert_cmd::Command;

const GOLDEN: &str = "reports/golden";
const STDOUT: &str = "stdout.txt";

/// The files of a folder, by name.
type Files = BTreeMap<String, String>;

/// Runs every shipped scenario with a clock that stands still; what it wrote, and what it said on stdout.
fn run(arguments: &[&str], environment: &[(&str, &str)]) -> Files {
    let folder = tempfile::tempdir().unwrap();
    let run = Command::new(env!("CARGO_BIN_EXE_issuercheck"))
        .current_dir(folder.path())
        .env_clear()
        .envs(environment.iter().copied())
        .args(["run", "--clock", "2022-07-22T10:48:08Z", "--seed", "1"])
        .args([
            "--report",
            "markdown=out",
            "--report",
            "json=out/report.json",
        ])
        .args(arguments)
        .assert()
        .success();
    let mut files = read(&folder.path().join("out"));
    let stdout = String::from_utf8(run.get_output().stdout.clone()).unwrap();
    files.insert(STDOUT.to_owned(), stdout);
    files
}

fn read(folder: &Path) -> Files {
    let entries = fs::read_dir(folder).unwrap().map(Result::unwrap);
    entries
        .map(|entry| {
            let name = entry.file_name().into_string().unwrap();
            (name, fs::read_to_string(entry.path()).unwrap())
        })
        .collect()
}

#[test]
fn a_repeatable_run_writes_the_golden_reports() {
    let ours = run(&[], &[("LANG", "C")]);
    if updating() {
        let _ = fs::remove_dir_all(GOLDEN);
        fs::create_dir_all(GOLDEN).unwrap();
        for (name, text) in &ours {
            fs::write(Path::new(GOLDEN).join(name), text).unwrap();
        }
        return;
    }
    let golden = read(Path::new(GOLDEN));
    assert_eq!(
        ours.keys().collect::<Vec<_>>(),
        golden.keys().collect::<Vec<_>>()
    );
    for (name, text) in &golden {
        same(name, text, &ours[name]);
    }
}

#[test]
fn neither_locale_nor_time_zone_nor_the_number_of_jobs_changes_a_byte() {
    let everything = ["--reveal-secrets", "--report", "record=out/record.json"];
    let first = run(&everything, &[("LANG", "C")]);
    assert!(first.contains_key("record.json"));
    let german = [("LANG", "de_DE.UTF-8"), ("TZ", "Asia/Kathmandu")];
    let turkish = [
        ("LC_ALL", "tr_TR.UTF-8"),
        ("TZ", "America/St_Johns"),
        ("ISSUERCHECK_JOBS", "1"),
    ];
    for environment in [&german[..], &turkish] {
        for (name, text) in run(&everything, environment) {
            same(&name, &first[&name], &text);
        }
    }
}

#[test]
fn a_page_that_is_read_back_is_written_again_byte_for_byte() {
    let folder = tempfile::tempdir().unwrap();
    let (page, again) = (
        folder.path().join("page.md"),
        folder.path().join("again.md"),
    );
    for (name, text) in run(&[], &[]) {
        let is_page = Path::new(&name).extension().is_some_and(|e| e == "md");
        if !is_page || name == "summary.md" {
            continue;
        }
        fs::write(&page, &text).unwrap();
        Command::new(env!("CARGO_BIN_EXE_issuercheck"))
            .current_dir(folder.path())
            .env_clear()
            .args(["report", "page.md", "--report", "markdown=again.md"])
            .assert()
            .success();
        same(&name, &text, &fs::read_to_string(&again).unwrap());
    }
}

/// Fails with the first line that differs: a whole page would say less.
fn same(name: &str, expected: &str, text: &str) {
    let mut lines = expected.split('\n').zip(text.split('\n')).zip(1..);
    if let Some(((expected, line), number)) = lines.find(|((a, b), _)| a != b) {
        panic!("{name}:{number}\nexpected: {expected}\nwritten:  {line}");
    }
    assert_eq!(expected.len(), text.len(), "{name} ends elsewhere");
}

#[expect(
    clippy::disallowed_methods,
    reason = "whoever runs the test says what it is to do"
)]
fn updating() -> bool {
    std::env::var("UPDATE").is_ok_and(|value| value == "1")
}
