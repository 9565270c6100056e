//! What a full run costs: all scenarios and all checks against the embedded issuer over loopback, and the same with 20 ms
//! added to every response, beside the longest chain of requests that depend on one another.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a benchmark prints, and stops where it cannot go on"
)]

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use issuercheck::{
    check::{Selection, judge},
    clock::Clock,
    embedded::{self, Embedded, Known},
    exchange::{Record, ScenarioRecord, Target},
    issuer::{self, Options},
    plan::{self, Plan, Planned},
    run::{self, Manners},
    scenario::{self, Scenario, SecretSource},
};

const ROUNDS: usize = 7;
const DELAY: Duration = Duration::from_millis(20);

fn main() {
    let runtime = runtime();
    for (delay, jobs) in [(Duration::ZERO, 1), (Duration::ZERO, 32), (DELAY, 32)] {
        let mut runs: Vec<Run> = (0..ROUNDS)
            .map(|_| runtime.block_on(full_run(delay, jobs)))
            .collect();
        runs.sort_by(|one, other| one.wall.total_cmp(&other.wall));
        let median = &runs[ROUNDS / 2];
        println!(
            "{} scenarios, {} requests, {delay:?} added, {jobs} side by side: {:.0} ms ({} checks judged in {:.0} ms of them)",
            median.scenarios, median.requests, median.wall, median.findings, median.judging
        );
        println!(
            "  longest chain: {} requests, which took {:.0} ms: ratio {:.2}",
            median.chain,
            median.chain_time,
            median.wall / median.chain_time
        );
    }
}

fn runtime() -> tokio::runtime::Runtime {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    runtime.enable_all().build().unwrap()
}

struct Run {
    wall: f64,
    judging: f64,
    scenarios: usize,
    requests: usize,
    findings: usize,
    chain: usize,
    chain_time: f64,
}

async fn full_run(delay: Duration, jobs: usize) -> Run {
    let known = Known::default();
    let options = Options {
        issuer: Some(embedded::ISSUER.to_owned()),
        delay,
        ..known.options()
    };
    let (end, ended) = tokio::sync::oneshot::channel();
    let (send, started) = std::sync::mpsc::channel();
    // On a thread of its own, as a server is beside the program that tests it.
    let server = std::thread::spawn(move || {
        runtime().block_on(async move {
            send.send(issuer::start(options).await.unwrap()).unwrap();
            ended.await.unwrap();
        });
    });
    let embedded = Embedded::of(started.recv().unwrap(), known);
    let lookup = |source: &SecretSource| Ok(embedded.lookup(source));
    let scenarios: Vec<Planned> = scenario::select(&[])
        .unwrap()
        .into_iter()
        .map(|scenario| plan::resolve(scenario, String::new(), &lookup).unwrap())
        .collect();
    let plan = Plan {
        issuer: embedded::ISSUER.to_owned(),
        target: Target {
            issuer: Some(embedded::ISSUER.to_owned()),
            embedded: true,
            ..Target::default()
        },
        transport: embedded.transport(Clock::System),
        manners: Manners {
            jobs,
            ..Manners::default()
        },
        seed: None,
        time_limit: Duration::from_mins(1),
        clock: Clock::System,
        evidence: true,
        scenarios,
    };
    let (stopper, stop) = run::stop();
    let (_, at_once) = run::stop();
    let start = Instant::now();
    let record = run::run(&plan, &stopper, &stop, &at_once, None).await;
    let judging = Instant::now();
    let findings: usize = judge(&record, &Selection::default())
        .iter()
        .map(|judgement| judgement.findings.len())
        .sum();
    let done = Instant::now();
    embedded.stop().await.unwrap();
    end.send(()).unwrap();
    server.join().unwrap();
    let (chain, chain_time) = longest_chain(&plan, &record);
    Run {
        wall: (done - start).as_secs_f64() * 1000.0,
        judging: (done - judging).as_secs_f64() * 1000.0,
        scenarios: record.scenarios.len(),
        requests: requests(&record),
        findings,
        chain,
        chain_time,
    }
}

fn requests(record: &Record) -> usize {
    let own = record
        .scenarios
        .iter()
        .flat_map(ScenarioRecord::exchanges)
        .filter(|exchange| !exchange.shared);
    own.count()
        + record
            .clients
            .iter()
            .filter(|client| client.exchange.is_some())
            .count()
}

/// The requests that come one after another because one needs the other, and how long they took: of the scenario whose
/// chain took longest, what is fetched for the checks after it, and the deletion of a client at the end.
fn longest_chain(plan: &Plan, record: &Record) -> (usize, f64) {
    let chains = plan
        .scenarios
        .iter()
        .zip(&record.scenarios)
        .map(|(planned, shown)| chain(&planned.scenario, shown));
    let (count, time) = chains
        .max_by(|one, other| one.1.total_cmp(&other.1))
        .unwrap();
    let deletions = record
        .clients
        .iter()
        .filter_map(|client| client.exchange.as_ref());
    let deletion = deletions
        .filter_map(|exchange| exchange.response()?.duration_ms)
        .fold(0.0, f64::max);
    (count + usize::from(deletion > 0.0), time + deletion)
}

fn chain(scenario: &Scenario, shown: &ScenarioRecord) -> (usize, f64) {
    let mut took: BTreeMap<&str, (usize, f64)> = BTreeMap::new();
    let mut evidence = (0, 0.0);
    for exchange in shown.exchanges() {
        let step = exchange.step.as_deref().unwrap_or_default();
        let time = exchange
            .response()
            .and_then(|response| response.duration_ms)
            .unwrap_or_default();
        if step.starts_with("evidence-") {
            // These are sent side by side.
            evidence = (1, f64::max(evidence.1, time));
            continue;
        }
        let place = took.entry(step).or_default();
        place.0 += 1;
        place.1 += time;
    }
    let mut chains: Vec<(usize, f64)> = Vec::new();
    for (step, before) in scenario.steps.iter().zip(scenario.order()) {
        let own = took.get(step.id.as_str()).copied().unwrap_or_default();
        let longest = before
            .iter()
            .map(|place| chains[*place])
            .max_by(|one, other| one.1.total_cmp(&other.1))
            .unwrap_or_default();
        chains.push((longest.0 + own.0, longest.1 + own.1));
    }
    let longest = chains
        .into_iter()
        .max_by(|one, other| one.1.total_cmp(&other.1))
        .unwrap_or_default();
    (longest.0 + evidence.0, longest.1 + evidence.1)
}
