//! The scripts of the GitHub Action, as a job runs them.

use std::{collections::BTreeMap, fs, path::Path};

use assert_cmd::Command;

/// The exit code of `ci/github/run` in a folder, and the outputs that it sets.
fn run(folder: &Path, inputs: &[(&str, &str)]) -> (Option<i32>, BTreeMap<String, String>) {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let binary = Path::new(env!("CARGO_BIN_EXE_issuercheck"));
    let path = format!("{}:/usr/bin:/bin", binary.parent().unwrap().display());
    let outputs = folder.join("outputs");
    let done = Command::new(here.join("ci/github/run"))
        .current_dir(folder)
        .env_clear()
        .env("PATH", path)
        .env("GITHUB_OUTPUT", &outputs)
        .envs(inputs.iter().copied())
        .assert();
    let text = fs::read_to_string(outputs).unwrap();
    let pairs = text.lines().map(|line| line.split_once('=').unwrap());
    let pairs = pairs.map(|(name, value)| (name.to_owned(), value.to_owned()));
    (done.get_output().status.code(), pairs.collect())
}

#[test]
fn the_reports_are_where_the_outputs_say() {
    let folder = tempfile::tempdir().unwrap();
    let (code, outputs) = run(
        folder.path(),
        &[
            ("INPUT_SCENARIOS", "dynamic-client-registration\n"),
            ("INPUT_ARGS", "--seed 1"),
        ],
    );
    assert_eq!(code, Some(0));
    assert_eq!(outputs["exit-code"], "0");
    for name in ["reports", "record", "junit", "sarif", "har"] {
        assert!(folder.path().join(&outputs[name]).exists(), "{name}");
    }
    let action = fs::read_to_string("action.yml").unwrap();
    for name in outputs.keys() {
        assert!(
            action.contains(&format!("steps.run.outputs.{name} }}}}")),
            "{name}"
        );
    }
}

#[test]
fn the_exit_code_is_that_of_the_run() {
    let folder = tempfile::tempdir().unwrap();
    let inputs = [
        ("INPUT_ISSUER", "http://127.0.0.1:1"),
        ("INPUT_REPORTS", "a folder/of mine"),
        (
            "INPUT_SCENARIOS",
            "dynamic-client-registration/client-credentials-flow",
        ),
        ("INPUT_ARGS", "--checks none * $(touch gone)"),
    ];
    // What a shell would make something of are words that name no scenario.
    assert_eq!(run(folder.path(), &inputs).0, Some(3));
    assert!(!folder.path().join("gone").exists());
    let (code, outputs) = run(folder.path(), &inputs[..3]);
    assert_eq!(code, Some(1));
    assert_eq!(outputs["junit"], "a folder/of mine/junit.xml");
    assert!(folder.path().join(&outputs["junit"]).exists());
}
