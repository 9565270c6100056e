//! The same input, the same bytes.

use crate::support::{Done, Sandbox};

const REPEATABLE: [&str; 3] = ["run", "--clock", "2024-02-29T12:00:00Z"];

fn run(sandbox: &Sandbox, more: &[&str], environment: &[(&str, &str)]) -> Done {
    let mut command = sandbox.command(&[&REPEATABLE[..], more].concat());
    command.envs(environment.iter().copied());
    let output = command.output().unwrap();
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    Done {
        code: output.status.code(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
        took: std::time::Duration::ZERO,
    }
}

#[test]
fn two_runs_write_the_same_bytes() {
    let (one, other) = (Sandbox::new(), Sandbox::new());
    let first = run(&one, &["--jobs", "1", "--seed", "7"], &[]);
    let elsewhere = [
        ("TZ", "Asia/Kathmandu"),
        ("LC_ALL", "tr_TR.UTF-8"),
        ("CI", "true"),
        ("COLUMNS", "40"),
    ];
    let second = run(&other, &["--jobs", "4", "--seed", "7"], &elsewhere);
    let files = one.files("reports");
    let names: Vec<_> = files.iter().map(|(name, _)| name.as_str()).collect();
    let pages = issuercheck::scenario::SHIPPED.iter();
    let mut expected: Vec<_> = pages.map(|shipped| shipped.id().page_name()).collect();
    expected.extend(["record.json".to_owned(), "summary.md".to_owned()]);
    expected.sort();
    assert_eq!(names, expected);
    assert!(files == other.files("reports"));
    assert_eq!(first.stdout, second.stdout);
    assert!(
        first
            .stderr
            .contains("running against the embedded reference issuer")
    );
}

#[test]
fn a_record_gives_the_reports_of_its_run_again() {
    let sandbox = Sandbox::new();
    let first = run(
        &sandbox,
        &[
            "--report",
            "markdown=out",
            "--report",
            "record=out/record.json",
            "--format",
            "json",
        ],
        &[],
    );
    let again = sandbox.run(&[
        "report",
        "out/record.json",
        "--report",
        "markdown=again",
        "--report",
        "record=again/record.json",
        "--format",
        "json",
    ]);
    assert_eq!(again.code, Some(0), "{}", again.stderr);
    assert!(sandbox.files("out") == sandbox.files("again"));
    assert_eq!(first.stdout, again.stdout);
}

#[test]
fn another_seed_gives_other_secrets() {
    let (one, other) = (Sandbox::new(), Sandbox::new());
    run(&one, &["--reveal-secrets", "--seed", "7"], &[]);
    run(&other, &["--reveal-secrets", "--seed", "8"], &[]);
    assert!(one.read("reports/record.json") != other.read("reports/record.json"));
}
