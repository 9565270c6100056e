//! `issuercheck run`: settings → plan → record → reports.

use std::{fs, path::Path};

use rustls::pki_types::{CertificateDer, pem::PemObject};

use super::{
    args::Run,
    deviations::Deviations,
    output::{self, check_writable},
    progress,
    terminal::Terminal,
};
use crate::{
    check::{self, Selection},
    clock::Clock,
    config::{Color, Environment, ReportFormat, ReportTarget, Settings},
    embedded::{self, Embedded, Known},
    error::{Error, Exit},
    exchange::{Record, Target},
    plan::{self, Plan, PlanError, Planned},
    report,
    run::{self, Manners, StopReason, Transport, Trust},
    scenario::{self, Scenario, SecretSource},
    secret::{Redactor, Secret},
};

/// Runs scenarios and writes the reports.
pub(super) fn run(
    arguments: &Run,
    color: Option<Color>,
    environment: &Environment,
    terminal: &Terminal,
) -> Result<Exit, Error> {
    let settings = Settings::load(&arguments.flags(color), environment, Path::new(""))?;
    for warning in &settings.warnings {
        terminal.say(&format!("warning: {warning}"));
    }
    let names = settings.scenarios.value.clone().unwrap_or_default();
    let scenarios = scenario::select(&names)?;
    let selection =
        Selection::new(&settings.checks.value, &arguments.profiles).map_err(Error::Selection)?;
    let deviations = Deviations::load(arguments.known_deviations.as_deref())?;
    let runtime =
        runtime(&settings.reports.value).map_err(|error| Error::Bug(error.to_string()))?;
    let job = Job {
        arguments,
        settings: &settings,
        environment,
        terminal,
    };
    let done = runtime.block_on(job.run(scenarios));
    // A name that is still being resolved must not hold up the reports.
    runtime.shutdown_background();
    let (mut record, redactor) = done?;
    check::judge_record(&mut record, &selection);
    deviations.accept(&mut record, terminal);
    let record = if arguments.output.reveal_secrets {
        record
    } else {
        redactor.record(&record)
    };
    let exit = output::write(
        &record,
        &settings.reports.value,
        settings.format.value,
        settings.fail_on.value,
        terminal,
    )?;
    Ok(match exit {
        Exit::Bug | Exit::Unwritable => exit,
        _ if record.interrupted => Exit::Interrupted,
        _ => exit,
    })
}

/// A runtime that reads the templates of the reports that are asked for while it has nothing to do but wait for the network.
fn runtime(reports: &[ReportTarget]) -> std::io::Result<tokio::runtime::Runtime> {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    let markdown = |target: &ReportTarget| target.format == ReportFormat::Markdown;
    if reports.iter().any(markdown) {
        runtime.on_thread_park(report::prepare);
    }
    runtime.enable_all().build()
}

struct Job<'a> {
    arguments: &'a Run,
    settings: &'a Settings,
    environment: &'a Environment,
    terminal: &'a Terminal,
}

impl Job<'_> {
    async fn run(&self, scenarios: Vec<Scenario>) -> Result<(Record, Redactor), Error> {
        let embedded = match &self.settings.issuer.value {
            Some(_) => None,
            None => Some({
                let faults = crate::issuer::Faults::default();
                Embedded::start(
                    Known::default(),
                    self.clock(),
                    self.settings.seed.value,
                    faults,
                )
                .await?
            }),
        };
        if let Some(embedded) = &embedded {
            let address = embedded.address();
            self.terminal.say(&format!(
                "no issuer is configured: running against the embedded reference issuer over HTTPS on {address}"
            ));
        }
        let plan = self.plan(scenarios, embedded.as_ref())?;
        check_writable(&self.settings.reports.value)?;
        let record = self.perform(&plan).await;
        let redactor = self.redactor(&plan, &record, embedded.as_ref());
        if let Some(embedded) = embedded {
            embedded.stop().await?;
        }
        Ok((record, redactor))
    }

    /// Whether no scenario was named, so that all that are shipped run.
    fn runs_all(&self) -> bool {
        self.settings
            .scenarios
            .value
            .as_ref()
            .is_none_or(Vec::is_empty)
    }

    fn clock(&self) -> Clock {
        self.settings.clock.value
    }

    fn plan(&self, scenarios: Vec<Scenario>, embedded: Option<&Embedded>) -> Result<Plan, Error> {
        let lookup = |source: &SecretSource| self.lookup(source, embedded);
        let (mut planned, mut unplanned) = (Vec::new(), Vec::new());
        for scenario in scenarios {
            let command = self.command(&scenario);
            match plan::resolve(scenario, command, &lookup) {
                Ok(resolved) => planned.push(resolved),
                Err(missing @ PlanError::Missing { .. }) if self.runs_all() => {
                    unplanned.push(missing);
                }
                Err(error) => return Err(error.into()),
            }
        }
        // A scenario that nobody asked for by name is left out; where none is left, the first says what is missing.
        if planned.is_empty()
            && let Some(missing) = unplanned.pop()
        {
            return Err(missing.into());
        }
        for missing in unplanned {
            self.terminal.say(&format!("left out: {missing}"));
        }
        let issuer = self
            .settings
            .issuer
            .value
            .clone()
            .unwrap_or_else(|| embedded::ISSUER.to_owned());
        let target = Target {
            issuer: Some(issuer.clone()),
            name: self.settings.name.value.clone(),
            embedded: embedded.is_some(),
            insecure: self.settings.insecure.value && embedded.is_none(),
        };
        Ok(Plan {
            issuer,
            target,
            transport: self.transport(embedded)?,
            manners: Manners {
                jobs: self.settings.jobs.value,
                max_requests: self.settings.max_requests.value,
                delay: self.settings.delay.value.unwrap_or_default(),
                retry_limit: self.settings.retry_limit.value,
                settle: self.settings.settle.value.unwrap_or_default(),
                delete_clients: !self.settings.keep_clients.value,
            },
            seed: self.settings.seed.value,
            time_limit: self.settings.run_timeout.value,
            clock: self.clock(),
            evidence: self
                .settings
                .checks
                .value
                .iter()
                .all(|pattern| pattern != "none"),
            scenarios: planned,
        })
    }

    fn transport(&self, embedded: Option<&Embedded>) -> Result<Transport, Error> {
        let bytes = |size: u64| usize::try_from(size).unwrap_or(usize::MAX);
        let trust = match embedded {
            Some(embedded) => embedded.trust(),
            None if self.settings.insecure.value => Trust::Any,
            None => self
                .settings
                .cacert
                .value
                .as_deref()
                .map_or(Ok(Trust::System), certificates)?,
        };
        Ok(Transport {
            trust,
            routes: embedded.map(Embedded::routes).unwrap_or_default(),
            timeout: self.settings.timeout.value,
            max_wire_body: bytes(self.settings.max_wire_body.value),
            max_body: bytes(self.settings.max_body.value),
            clock: self.clock(),
            plain_http_port: self.settings.plain_http_port.value,
        })
    }

    /// A secret from the configuration, the environment or a file; the embedded issuer has its own.
    fn lookup(
        &self,
        source: &SecretSource,
        embedded: Option<&Embedded>,
    ) -> Result<Option<Secret>, PlanError> {
        if let Some(embedded) = embedded {
            return Ok(embedded.lookup(source));
        }
        match source {
            SecretSource::Config(place) => {
                let public = self
                    .settings
                    .text(place)?
                    .map(|text| Secret::new(text.value));
                let secret = self.settings.secret(place)?.map(|secret| secret.value);
                Ok(secret.or(public))
            }
            SecretSource::Env(name) => Ok(self.environment.var(name).map(Secret::new)),
            SecretSource::File(path) => match fs::read_to_string(path) {
                Ok(text) => Ok(text.lines().next().map(Secret::new)),
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
                Err(source) => Err(PlanError::File {
                    scenario: String::new(),
                    path: path.clone(),
                    source,
                }),
            },
        }
    }

    async fn perform(&self, plan: &Plan) -> Record {
        let (stopper, stop) = run::stop();
        let (stop_at_once, at_once) = run::stop();
        let on_interrupt = stopper.clone();
        let listener = tokio::spawn(async move {
            interrupted().await;
            on_interrupt.stop(StopReason::Interrupted);
            interrupted().await;
            stop_at_once.stop(StopReason::Interrupted);
        });
        let shown = self.terminal.progress.then(|| {
            let (events, received) = tokio::sync::mpsc::unbounded_channel();
            (
                events,
                tokio::spawn(progress::show(received, plan.scenarios.len())),
            )
        });
        let (events, shown) =
            shown.map_or((None, None), |(events, shown)| (Some(events), Some(shown)));
        let record = run::run(plan, &stopper, &stop, &at_once, events).await;
        listener.abort();
        if let Some(shown) = shown {
            // Progress is a courtesy: whether it could be shown to the end changes nothing.
            let _ = shown.await;
        }
        record
    }

    /// Knows every secret of the run: the configured ones, those that scenarios name, and those that the record shows.
    fn redactor(&self, plan: &Plan, record: &Record, embedded: Option<&Embedded>) -> Redactor {
        let mut redactor = Redactor::default();
        let own = embedded
            .map(|embedded| embedded.credentials().secrets())
            .unwrap_or_default();
        for (name, secret) in own {
            redactor.add(&name, secret.reveal());
        }
        for secret in self.settings.secrets() {
            redactor.add(&secret.name, secret.secret.reveal());
        }
        for (name, value) in plan.scenarios.iter().flat_map(Planned::secrets) {
            redactor.add(&name, &value);
        }
        redactor.learn(record);
        for (name, value) in run::captured_secrets(plan, record) {
            redactor.add(&name, &value);
        }
        redactor
    }

    /// The command that runs only this scenario again.
    fn command(&self, scenario: &Scenario) -> String {
        let id = &scenario.id;
        let mut words = vec![
            "issuercheck".to_owned(),
            "run".to_owned(),
            format!("{}/{}", id.feature, id.name),
        ];
        let mut flag = |name: &str, value: Option<String>| {
            if let Some(value) = value {
                words.extend([name.to_owned(), value]);
            }
        };
        let path = |path: &Path| path.display().to_string();
        flag("--issuer", self.arguments.issuer.clone());
        flag(
            "--config",
            self.arguments.config.config.as_deref().map(path),
        );
        flag("--cacert", self.arguments.cacert.as_deref().map(path));
        if self.arguments.insecure {
            words.push("--insecure".to_owned());
        }
        let words: Vec<_> = words.iter().map(|word| shell_word(word)).collect();
        words.join(" ")
    }
}

/// Waits until the user interrupts the process, or a CI system ends it.
async fn interrupted() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminated) = signal(SignalKind::terminate()) else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminated.recv() => {}
    }
}

/// A word as a shell reads it.
fn shell_word(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=@%+,".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

fn certificates(path: &Path) -> Result<Trust, Error> {
    let failed = |why: String| Error::CaCert {
        path: path.to_owned(),
        why,
    };
    let bytes = fs::read(path).map_err(|error| failed(error.to_string()))?;
    let certificates: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&bytes).collect();
    let certificates = certificates.map_err(|error| failed(error.to_string()))?;
    if certificates.is_empty() {
        return Err(failed(
            "it holds no PEM certificate (`-----BEGIN CERTIFICATE-----`)".to_owned(),
        ));
    }
    Ok(Trust::Only(certificates))
}
