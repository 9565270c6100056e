//! Runs the built binary in a folder of its own, without an environment.

use std::{
    fs,
    path::PathBuf,
    process::Stdio,
    time::{Duration, Instant},
};

use issuercheck::exchange::{Record, Spec};
use tempfile::TempDir;

/// The scenario of the seed report.
pub(crate) const SCENARIO: &str = "dynamic-client-registration/client-credentials-flow";

/// Where the seed's scenario takes its initial access token from.
const PLACE: &str = "bookingPartnersForSpecificTests.dynamicSecondary.authentication";

/// A folder to run the binary in.
pub(crate) struct Sandbox {
    folder: TempDir,
}

/// What a run of the binary came to.
pub(crate) struct Done {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    pub(crate) took: Duration,
}

impl Sandbox {
    pub(crate) fn new() -> Self {
        Self {
            folder: TempDir::new().unwrap(),
        }
    }

    /// A folder whose configuration, `c.toml`, holds this initial access token.
    pub(crate) fn with_token(token: &str) -> Self {
        let sandbox = Self::new();
        let token = serde_json::to_string(token).unwrap();
        sandbox.write(
            "c.toml",
            &format!("[{PLACE}]\ninitialAccessToken = {token}\n"),
        );
        sandbox
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// The page of the seed's scenario in a report folder.
    pub(crate) fn page(&self, folder: &str) -> String {
        self.read(&format!(
            "{folder}/dynamic-client-registration_client-credentials-flow.md"
        ))
    }

    pub(crate) fn record(&self, name: &str) -> Record {
        Record::from_json(&self.read(name)).unwrap()
    }

    /// Every file under a folder, by name, in order.
    pub(crate) fn files(&self, folder: &str) -> Vec<(String, Vec<u8>)> {
        let entries = fs::read_dir(self.path(folder)).unwrap();
        let mut files: Vec<_> = entries
            .map(|entry| {
                let entry = entry.unwrap();
                let name = entry.file_name().into_string().unwrap();
                (name, fs::read(entry.path()).unwrap())
            })
            .collect();
        files.sort();
        files
    }

    /// The command, to be started by the caller.
    pub(crate) fn command(&self, arguments: &[&str]) -> std::process::Command {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_issuercheck"));
        command
            .args(arguments)
            .env_clear()
            .current_dir(self.folder.path())
            .stdin(Stdio::null());
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Done {
        let command = assert_cmd::Command::from_std(self.command(arguments));
        let started = Instant::now();
        let output = { command }
            .timeout(Duration::from_secs(40))
            .output()
            .unwrap();
        Done {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
            took: started.elapsed(),
        }
    }

    /// Runs the seed's scenario; its reports are in `out`, `record.json` and `report.json`.
    pub(crate) fn run_scenario(&self, issuer: &str, more: &[&str]) -> Done {
        let mut arguments = vec!["run", SCENARIO, "--issuer", issuer, "--checks", "none"];
        if self.path("c.toml").exists() {
            arguments.extend(["--config", "c.toml"]);
        }
        arguments.extend(REPORTS);
        arguments.extend(more);
        self.run(&arguments)
    }

    /// The specs in `record.json`.
    pub(crate) fn specs(&self) -> Vec<Spec> {
        let record = self.record("record.json");
        let specs = record
            .scenarios
            .iter()
            .flat_map(issuercheck::exchange::ScenarioRecord::specs);
        specs.cloned().collect()
    }
}

/// Every kind of report.
pub(crate) const REPORTS: [&str; 6] = [
    "--report",
    "markdown=out",
    "--report",
    "record=record.json",
    "--report",
    "json=report.json",
];
