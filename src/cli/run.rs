//! `issuercheck run`: settings → plan → record → reports.

use std::path::Path;

use super::{
    actions,
    args::Run,
    deviations::Deviations,
    evidence::Prepared,
    output::{self, check_writable},
    progress,
    terminal::Terminal,
};
use crate::{
    check::{self, Selection},
    config::{Color, Environment, Settings},
    embedded::{Embedded, Known},
    error::{Error, Exit},
    exchange::Record,
    plan::{Plan, Planned},
    run::{self, StopReason},
    scenario::{self, Scenario},
    secret::Redactor,
};

/// Runs scenarios and writes the reports.
pub(super) fn run(
    arguments: &Run,
    color: Option<Color>,
    environment: &Environment,
    terminal: &Terminal,
) -> Result<Exit, Error> {
    let bundle = Prepared::new(&arguments.bundling, environment)?;
    let settings = Settings::load(&arguments.flags(color), environment, Path::new(""))?;
    for warning in &settings.warnings {
        terminal.say(&format!("warning: {warning}"));
    }
    let scenarios = chosen(&settings)?;
    let texts = scenarios.iter().map(|scenario| scenario.text.clone());
    let texts = texts.collect();
    let selection =
        Selection::new(&settings.checks.value, &arguments.profiles).map_err(Error::Selection)?;
    let deviations = Deviations::load(arguments.known_deviations.as_deref())?;
    let runtime = runtime()?;
    let job = Job {
        arguments,
        settings: &settings,
        environment,
        terminal,
    };
    if arguments.manners.dry_run {
        return runtime.block_on(job.dry_run(scenarios, &selection));
    }
    let done = runtime.block_on(job.run(scenarios));
    // A name that is still being resolved must not hold up the reports.
    runtime.shutdown_background();
    let (mut record, redactor) = done?;
    check::judge_record(&mut record, &selection);
    deviations.accept(&mut record, terminal);
    let record = if arguments.output.reveal_secrets {
        record
    } else {
        redactor.record(record)
    };
    let exit = show(&record, &settings, environment, terminal)?;
    let exit = match bundle {
        Some(bundle) => bundle.write(&record, texts, exit, terminal),
        None => exit,
    };
    Ok(match exit {
        Exit::Bug | Exit::Unwritable => exit,
        _ if record.interrupted => Exit::Interrupted,
        _ => exit,
    })
}

/// The scenarios that the settings name.
fn chosen(settings: &Settings) -> Result<Vec<Scenario>, Error> {
    let names = settings.scenarios.value.clone().unwrap_or_default();
    let mut scenarios = scenario::select(&names)?;
    if settings.passive.value {
        scenarios.retain(|scenario| !scenario.has_probes());
        if scenarios.is_empty() {
            return Err(Error::NothingPassive);
        }
    }
    Ok(scenarios)
}

/// Writes the reports and the document, and tells GitHub Actions.
fn show(
    record: &Record,
    settings: &Settings,
    environment: &Environment,
    terminal: &Terminal,
) -> Result<Exit, Error> {
    let exit = output::write(
        record,
        &settings.reports.value,
        settings.format.value,
        settings.fail_on.value,
        terminal,
    )?;
    actions::tell(record, settings.annotations.value, environment, terminal);
    Ok(exit)
}

fn runtime() -> Result<tokio::runtime::Runtime, Error> {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = runtime.enable_all().build();
    runtime.map_err(|error| Error::Bug(error.to_string()))
}

pub(super) struct Job<'a> {
    pub(super) arguments: &'a Run,
    pub(super) settings: &'a Settings,
    pub(super) environment: &'a Environment,
    pub(super) terminal: &'a Terminal,
}

impl Job<'_> {
    async fn run(&self, scenarios: Vec<Scenario>) -> Result<(Record, Redactor), Error> {
        let embedded = match &self.settings.issuer.value {
            Some(_) => None,
            None => Some(self.start().await?),
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

    /// Starts the embedded issuer.
    pub(super) async fn start(&self) -> Result<Embedded, Error> {
        let faults = crate::issuer::Faults::default();
        let seed = self.settings.seed.value;
        Embedded::start(Known::default(), self.settings.clock.value, seed, faults).await
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
