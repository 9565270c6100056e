//! One run against one issuer: what came of it, and what the issuer saw of it.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use issuercheck::{
    check::{OutcomeKind, Selection, judge},
    clock::Clock,
    embedded::{Embedded, ISSUER, Known},
    exchange::{Exchange, Record, Target, Unsent, UnsentKind},
    issuer::{Interference, Options, Quirk},
    plan::{self, Plan},
    run::{self, Manners, StopReason, Stopper},
    scenario::{self, SecretSource},
    secret::Secret,
};
use time::macros::datetime;

/// What a run is made with.
#[derive(Clone)]
pub(crate) struct Setup {
    pub(crate) quirks: Vec<Quirk>,
    pub(crate) interference: Interference,
    pub(crate) manners: Manners,
    /// Settings by the last part of their names; an empty one is not there.
    pub(crate) settings: Vec<(&'static str, &'static str)>,
    pub(crate) scenarios: Vec<&'static str>,
    /// The run is interrupted when the issuer has seen this many requests.
    pub(crate) interrupted_at: Option<usize>,
}

impl Default for Setup {
    fn default() -> Self {
        Self {
            quirks: Vec::new(),
            interference: Interference::default(),
            manners: Manners {
                jobs: 4,
                ..Manners::default()
            },
            settings: Vec::new(),
            scenarios: Vec::new(),
            interrupted_at: None,
        }
    }
}

/// A request as the issuer saw it come.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) line: String,
    pub(crate) at: Instant,
}

/// What a run came to.
pub(crate) struct Ran {
    pub(crate) record: Record,
    pub(crate) seen: Vec<Seen>,
    /// The clients that are left at the issuer.
    pub(crate) left: usize,
    pub(crate) took: Duration,
}

/// Runs scenarios, all that are shipped where none is named.
pub(crate) fn run(setup: &Setup) -> Ran {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(performed(setup))
}

async fn performed(setup: &Setup) -> Ran {
    let clock = Clock::Fixed(datetime!(2026-01-01 00:00 UTC));
    let (stopper, stop) = run::stop();
    let (_, at_once) = run::stop();
    let seen = Arc::new(Mutex::new(Vec::new()));
    let known = Known::default();
    let options = Options {
        issuer: Some(ISSUER.to_owned()),
        clock,
        seed: Some(1),
        quirks: setup.quirks.iter().copied().collect(),
        interference: setup.interference,
        on_request: Some(watch(&seen, stopper.clone(), setup.interrupted_at)),
        ..known.options()
    };
    let embedded = Embedded::start_with(known, options).await.unwrap();
    let plan = plan(setup, &embedded, clock);
    let started = Instant::now();
    let record = run::run(&plan, &stopper, &stop, &at_once, None).await;
    let took = started.elapsed();
    let left = embedded.issuer().registered_clients();
    embedded.stop().await.unwrap();
    let seen = seen.lock().unwrap().clone();
    Ran {
        record,
        seen,
        left,
        took,
    }
}

fn watch(
    seen: &Arc<Mutex<Vec<Seen>>>,
    stopper: Stopper,
    interrupted_at: Option<usize>,
) -> issuercheck::issuer::OnRequest {
    let seen = Arc::clone(seen);
    Arc::new(move |method, path| {
        let mut seen = seen.lock().unwrap();
        seen.push(Seen {
            line: format!("{method} {path}"),
            at: Instant::now(),
        });
        if interrupted_at == Some(seen.len()) {
            stopper.stop(StopReason::Interrupted);
        }
    })
}

fn plan(setup: &Setup, embedded: &Embedded, clock: Clock) -> Plan {
    let lookup = |source: &SecretSource| {
        let SecretSource::Config(place) = source else {
            return Ok(None);
        };
        let name = place.rsplit('.').next().unwrap_or_default();
        let set = setup.settings.iter().find(|(known, _)| *known == name);
        Ok(match set {
            Some((_, value)) => Some(Secret::new(*value)).filter(|_| !value.is_empty()),
            None => embedded.lookup(source),
        })
    };
    let names: Vec<String> = setup
        .scenarios
        .iter()
        .map(|&name| name.to_owned())
        .collect();
    let scenarios = scenario::select(&names).unwrap().into_iter();
    let planned =
        scenarios.map(|scenario| plan::resolve(scenario, String::new(), &lookup).unwrap());
    Plan {
        issuer: ISSUER.to_owned(),
        target: Target {
            issuer: Some(ISSUER.to_owned()),
            embedded: true,
            ..Target::default()
        },
        transport: embedded.transport(clock),
        manners: setup.manners,
        seed: Some(1),
        time_limit: Duration::from_mins(2),
        clock,
        evidence: true,
        scenarios: planned.collect(),
    }
}

impl Ran {
    /// What each check came to, by scenario and check.
    pub(crate) fn verdicts(&self) -> BTreeMap<(String, String), OutcomeKind> {
        let selection = Selection {
            patterns: Vec::new(),
            profiles: vec!["rfc9068".to_owned()],
        };
        let judgements = judge(&self.record, &selection).into_iter();
        let findings = judgements.flat_map(|judgement| {
            let scenario = judgement.scenario;
            let findings = judgement.findings.into_iter();
            findings.map(move |finding| ((scenario.clone(), finding.check), finding.outcome))
        });
        findings.collect()
    }

    /// The checks that fail, each with its scenario and what is wrong.
    pub(crate) fn failures(&self) -> Vec<String> {
        let all = self.verdicts().into_iter();
        let bad =
            all.filter(|(_, outcome)| matches!(outcome, OutcomeKind::Fail | OutcomeKind::Broken));
        bad.map(|((scenario, check), _)| format!("{scenario}: {check}"))
            .collect()
    }

    /// Every exchange that is not a copy of another.
    pub(crate) fn exchanges(&self) -> impl Iterator<Item = &Exchange> {
        let scenarios = self.record.scenarios.iter();
        scenarios.flat_map(|scenario| scenario.exchanges().filter(|exchange| !exchange.shared))
    }

    /// What was not sent because it could not be, and not because it does not apply.
    pub(crate) fn unsent(&self) -> Vec<&Unsent> {
        let scenarios = self.record.scenarios.iter();
        let unsent = scenarios.flat_map(|scenario| &scenario.unsent);
        unsent
            .filter(|unsent| unsent.kind != UnsentKind::Inapplicable)
            .collect()
    }

    /// The spec lines' remarks.
    pub(crate) fn remarks(&self) -> Vec<String> {
        let scenarios = self.record.scenarios.iter();
        let specs = scenarios.flat_map(issuercheck::exchange::ScenarioRecord::specs);
        specs.flat_map(|spec| spec.reasons.clone()).collect()
    }

    /// How often the issuer was asked this.
    pub(crate) fn count(&self, line: &str) -> usize {
        self.seen.iter().filter(|seen| seen.line == line).count()
    }
}
