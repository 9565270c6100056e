//! Runs every scenario of a plan, some side by side; their order in the record is the plan's.

use std::{sync::Arc, time::Duration};

use tokio::{
    sync::{Semaphore, mpsc::UnboundedSender},
    task::JoinSet,
};

use super::{
    cleanup::clean_up,
    flow,
    gate::Manners,
    send::{Sender, Transport},
    step::Run,
    stop::{Stop, StopReason, Stopper},
};
use crate::{
    exchange::{Origin, Record, RegisteredClient, ScenarioRecord, Spec},
    plan::Plan,
};

/// What happens while a run goes on; for progress only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A step begins.
    StepStarted {
        /// The scenario's id.
        scenario: String,
        /// The step's title.
        step: String,
        /// The step's place in the scenario, from zero.
        index: usize,
    },
    /// A spec line is settled.
    SpecSettled {
        /// The scenario's id.
        scenario: String,
        /// The spec.
        spec: Spec,
    },
    /// A scenario is over.
    ScenarioEnded {
        /// The scenario's id.
        scenario: String,
    },
}

/// Runs a plan and records all that happens. The stop ends it early; what happened until then is in the record. The second
/// stop ends the deletion of clients too, which the first does not keep from being done.
pub async fn run(
    plan: &Plan,
    stopper: &Stopper,
    stop: &Stop,
    at_once: &Stop,
    events: Option<UnboundedSender<Event>>,
) -> Record {
    let time = plan.clock.now();
    let sender = Sender::new(plan.transport.clone(), stop.clone(), plan.manners);
    let run = Arc::new(Run::new(plan, sender));
    let slots = Arc::new(Semaphore::new(plan.manners.jobs.max(1)));
    let mut tasks = JoinSet::new();
    for (index, planned) in plan.scenarios.iter().enumerate() {
        let planned = Arc::new(planned.clone());
        let (run, slots, events) = (Arc::clone(&run), Arc::clone(&slots), events.clone());
        tasks.spawn(async move {
            let _slot = slots.acquire_owned().await;
            let report = move |event| {
                // Progress is a courtesy: a listener that is gone changes nothing.
                let _ = events.as_ref().map(|events| events.send(event));
            };
            (index, flow::run(planned, run, &report).await)
        });
    }
    let mut ended = all_ended(tasks, plan.time_limit, stopper).await;
    ended.sort_by_key(|(index, _)| *index);
    let mut record = Record {
        format: Record::FORMAT.to_owned(),
        version: Record::VERSION,
        tool: Record::tool(),
        origin: Origin::Run,
        time,
        target: plan.target.clone(),
        redacted: false,
        clients: Vec::new(),
        judged: None,
        interrupted: stop.reason() == Some(StopReason::Interrupted),
        out_of_time: matches!(stop.reason(), Some(StopReason::TimeLimit(_))),
        scenarios: ended.into_iter().map(|(_, scenario)| scenario).collect(),
    };
    first_is_its_own(&mut record);
    record.clients = delete_clients(plan, &record, &run.sender, at_once).await;
    record
}

/// Of exchanges that were made once and are shown by several scenarios, the first is the scenario's own: which of them
/// happened to send the request depends on timing, and the record must not.
fn first_is_its_own(record: &mut Record) {
    let mut seen = Vec::new();
    let exchanges = record
        .scenarios
        .iter_mut()
        .flat_map(ScenarioRecord::exchanges_mut);
    for exchange in exchanges.filter(|exchange| exchange.shared) {
        let this = (exchange.request.clone(), exchange.time, exchange.probe);
        if !seen.contains(&this) {
            exchange.shared = false;
            seen.push(this);
        }
    }
}

/// The longest that one deletion of a client may take.
const LONGEST_DELETION: Duration = Duration::from_secs(10);

async fn delete_clients(
    plan: &Plan,
    record: &Record,
    sender: &Sender,
    at_once: &Stop,
) -> Vec<RegisteredClient> {
    let transport = Transport {
        timeout: plan.transport.timeout.min(LONGEST_DELETION),
        ..plan.transport.clone()
    };
    let manners = Manners {
        max_requests: None,
        ..plan.manners
    };
    let sender = sender.another(transport, at_once.clone(), manners);
    clean_up(record, &plan.issuer, sender, manners.delete_clients).await
}

/// Waits for every scenario; the time limit stops those that still run, and they end soon after.
async fn all_ended(
    mut tasks: JoinSet<(usize, ScenarioRecord)>,
    time_limit: Duration,
    stopper: &Stopper,
) -> Vec<(usize, ScenarioRecord)> {
    let limit = tokio::time::sleep(time_limit);
    tokio::pin!(limit);
    let mut limited = false;
    let mut ended = Vec::new();
    loop {
        tokio::select! {
            joined = tasks.join_next() => match joined {
                Some(Ok(scenario)) => ended.push(scenario),
                // A panic in a scenario is a mistake of ours: it goes on to where it is reported.
                Some(Err(error)) => std::panic::resume_unwind(error.into_panic()),
                None => return ended,
            },
            () = &mut limit, if !limited => {
                limited = true;
                stopper.stop(StopReason::TimeLimit(time_limit));
            }
        }
    }
}
