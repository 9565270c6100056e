//! Runs that send less, or nothing: the built binary, in an empty folder and without an environment.

use std::{
    process::{Command, Output, Stdio},
    sync::mpsc,
    thread,
};

use issuercheck::{
    exchange::Record,
    issuer::{Options, Quirk, start},
};
use tempfile::TempDir;

/// What a run of the binary against an issuer with open registration came to, and how many requests that issuer saw.
struct Done {
    stdout: String,
    folder: TempDir,
    requests: u64,
    left: usize,
}

fn run(arguments: &[&str]) -> Done {
    let (tell, told) = mpsc::channel();
    let (stop, stopped) = tokio::sync::oneshot::channel();
    let issuer = thread::spawn(move || serve(&tell, stopped));
    let origin: String = told.recv().unwrap();
    let folder = TempDir::new().unwrap();
    let output = command(&folder, &origin, arguments);
    stop.send(()).unwrap();
    let (requests, left) = issuer.join().unwrap();
    Done {
        stdout: String::from_utf8(output.stdout).unwrap(),
        folder,
        requests,
        left,
    }
}

fn serve(tell: &mpsc::Sender<String>, stopped: tokio::sync::oneshot::Receiver<()>) -> (u64, usize) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let issuer = start(Options {
            tls: false,
            quirks: [Quirk::OpenRegistration].into_iter().collect(),
            ..Options::default()
        });
        let issuer = issuer.await.unwrap();
        tell.send(issuer.issuer().to_owned()).unwrap();
        stopped.await.unwrap();
        let seen = (issuer.requests(), issuer.registered_clients());
        issuer.stop().await.unwrap();
        seen
    })
}

fn command(folder: &TempDir, origin: &str, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_issuercheck"));
    command
        .args(["run", "--issuer", origin])
        .args(arguments)
        .env_clear()
        .current_dir(folder.path())
        .stdin(Stdio::null());
    let output = command.output().unwrap();
    let code = output.status.code();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(matches!(code, Some(0 | 1 | 4)), "{code:?} {stderr}");
    output
}

impl Done {
    fn record(&self) -> Record {
        let path = self.folder.path().join("record.json");
        Record::from_json(&std::fs::read_to_string(path).unwrap()).unwrap()
    }
}

#[test]
fn a_dry_run_sends_nothing_and_prints_every_request() {
    let dry = run(&["--dry-run"]);
    assert_eq!(dry.requests, 0);
    let real = run(&["--report", "record=record.json"]);
    assert!(real.requests > 0);
    assert_eq!(real.left, 0);
    let record = real.record();
    for scenario in &record.scenarios {
        let id = scenario.id.rsplit('/').next().unwrap();
        assert!(dry.stdout.contains(id), "{id}: {}", dry.stdout);
        for exchange in scenario.exchanges() {
            let step = exchange.step.as_deref().unwrap_or_default();
            let printed = dry.stdout.contains(&format!("\n  {step} "));
            assert!(
                printed || step.starts_with("evidence-"),
                "{step}: {}",
                dry.stdout
            );
        }
    }
}

#[test]
fn a_passive_run_sends_no_probe() {
    let passive = run(&["--passive", "--report", "record=record.json"]);
    assert!(passive.requests > 0);
    let record = passive.record();
    for exchange in record
        .scenarios
        .iter()
        .flat_map(issuercheck::exchange::ScenarioRecord::exchanges)
    {
        assert!(exchange.probe.is_plain(), "{exchange:?}");
    }
    let full = run(&["--report", "record=record.json"]).record();
    let mut sent = full
        .scenarios
        .iter()
        .flat_map(issuercheck::exchange::ScenarioRecord::exchanges);
    assert!(sent.any(|exchange| !exchange.probe.is_plain()));
}

#[test]
fn clients_are_kept_where_the_command_says_so() {
    let kept = run(&["--keep-clients", "--report", "record=record.json"]);
    assert_eq!(
        kept.left,
        kept.record()
            .clients
            .iter()
            .filter(|client| !client.deleted)
            .count()
    );
    assert!(kept.left > 0);
}
