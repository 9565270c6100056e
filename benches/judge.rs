//! What judging costs: every check over the record of a whole run, beside parsing that record's JSON.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a benchmark prints, and stops where it cannot go on"
)]

use std::{hint::black_box, time::Instant};

use issuercheck::{
    check::{Selection, judge_scenario},
    checks,
    clock::Clock,
    embedded,
    exchange::Record,
    issuer::Faults,
    scenario,
};

const ROUNDS: u32 = 200;

fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let scenarios = scenario::select(&[]).unwrap();
    let record = runtime
        .block_on(embedded::record(
            scenarios,
            Faults::default(),
            Clock::System,
            None,
        ))
        .unwrap();
    let text = record.to_json().unwrap();
    let first = record.scenarios.first().unwrap();
    let judged = time(|| judge_scenario(&record, first, &Selection::default()).len());
    let parsed = time(|| Record::from_json(&text).unwrap().scenarios.len());
    println!(
        "{} checks over one scenario's record: {judged:.3} ms",
        checks::all().count()
    );
    println!(
        "reading the record of {} scenarios from JSON: {parsed:.3} ms",
        record.scenarios.len()
    );
    println!("ratio: {:.2}", judged / parsed);
}

/// Milliseconds of one call, the median of many.
fn time<T>(work: impl Fn() -> T) -> f64 {
    let mut times: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            black_box(work());
            start.elapsed().as_secs_f64() * 1000.0
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or_default()
}
