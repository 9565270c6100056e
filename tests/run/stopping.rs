//! Runs that end before their last step: the reports of what happened are written all the same.

use std::{
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use issuercheck::exchange::SpecOutcome;

use crate::support::{
    Answers, Connection, REPORTS, Received, SCENARIO, Sandbox, Server, assert_rendered_again,
};

/// A server that does not answer a registration.
fn hanging() -> Server {
    Server::http(|origin| {
        let answers = Answers::good(origin);
        move |request: &Received, to: &mut dyn Connection| {
            if request.path() == "/register" {
                thread::sleep(Duration::from_secs(15));
            }
            answers.reply(request, to)
        }
    })
}

fn assert_stopped(sandbox: &Sandbox, why: &str) {
    let specs = sandbox.specs();
    let specs: Vec<_> = specs
        .iter()
        .map(|spec| (spec.outcome, spec.reasons.join("|")))
        .collect();
    assert_eq!(
        specs,
        [
            (SpecOutcome::Passed, String::new()),
            (
                SpecOutcome::NotRun,
                format!("{why} before the response came")
            ),
            (SpecOutcome::NotRun, why.to_owned()),
        ]
    );
    let page = sandbox.page("out");
    assert!(
        page.contains(&format!(
            "\n* ➖ should complete Client Credentials Flow successfully\n    - not run: {why}\n"
        )),
        "{page}"
    );
    assert_rendered_again(sandbox);
}

#[test]
fn an_interrupted_run_writes_its_reports() {
    for signal in ["INT", "TERM"] {
        let server = hanging();
        let sandbox = Sandbox::new();
        let start = ["run", SCENARIO, "--issuer", &server.origin];
        let mut command = sandbox.command(&[&start[..], &REPORTS].concat());
        let child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let started = Instant::now();
        while server.received().len() < 2 {
            assert!(started.elapsed() < Duration::from_secs(15));
            thread::sleep(Duration::from_millis(5));
        }
        let kill = format!("kill -{signal} {}", child.id());
        assert!(
            Command::new("sh")
                .args(["-c", &kill])
                .status()
                .unwrap()
                .success()
        );
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(130));
        assert!(started.elapsed() < Duration::from_secs(10));
        let stdout = String::from_utf8(output.stdout).unwrap();
        assert!(
            stdout.contains("1 passed, 2 not run, ")
                && stdout.ends_with("the run was interrupted before its end\n"),
            "{stdout}"
        );
        assert!(sandbox.record("record.json").interrupted);
        assert!(
            sandbox
                .read("out/summary.md")
                .contains("The run was interrupted")
        );
        assert_stopped(&sandbox, "the run was interrupted");
    }
}

#[test]
fn a_run_that_takes_too_long_ends_without_blame() {
    let server = hanging();
    let sandbox = Sandbox::new();
    let done = sandbox.run_scenario(&server.origin, &["--run-timeout", "1s"]);
    assert_eq!(done.code, Some(4), "{}", done.stdout);
    assert!(done.took < Duration::from_secs(10));
    let end = "1 passed, 2 not run in 1 scenario\nthe run reached its time limit (--run-timeout) before its end\n";
    assert!(done.stdout.ends_with(end), "{}", done.stdout);
    let record = sandbox.record("record.json");
    assert!(record.out_of_time && !record.interrupted);
    assert!(
        sandbox
            .read("out/summary.md")
            .contains("The run reached its time limit")
    );
    assert_stopped(&sandbox, "the run reached its time limit of 1s");
}
