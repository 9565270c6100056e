//! Performs one step: its request, and what is tried again, in the open, where the answer allows no other verdict.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use super::{
    adapt::{adapt, otherwise, scoped},
    ask::{Tried, ask},
    assertion::Keys,
    came::{
        Came, NotRun, answered, applies, is_spare, lacking, not_supported, unsettled, wanting,
        withheld,
    },
    complete::{Completed, Expectation, completed},
    memo::Memo,
    request::{action, outgoing},
    send::{Outgoing, Sender},
    values::{Lack, Values},
};
use crate::{
    exchange::{Action, Exchange, FailureKind, Outcome, Probe, UnsentKind},
    plan::{Plan, Planned},
    scenario::{Act, Scenario, Step},
};

/// Attempts that a step may take: its own, and those that adapt it.
const MOST_ATTEMPTS: usize = 4;
/// The wait before a client that was just registered, and is not known yet, is tried again.
const SETTLE: Duration = Duration::from_secs(1);
/// The longest that a stopped run waits for an answer that clients depend on.
const AFTER_STOP: Duration = Duration::from_secs(2);

/// What the scenarios of a run have in common.
pub(super) struct Run {
    pub(super) issuer: String,
    pub(super) with_evidence: bool,
    pub(super) sender: Sender,
    pub(super) keys: Arc<Keys>,
    pub(super) memo: Memo<Tried>,
    /// Bearer tokens with which a client was registered.
    pub(super) registered_with: std::sync::Mutex<Vec<String>>,
    /// Whether a client was not known when it was registered, but a while later.
    pub(super) settles: AtomicBool,
}

impl Run {
    pub(super) fn new(plan: &Plan, sender: Sender) -> Self {
        Self {
            issuer: plan.issuer.clone(),
            with_evidence: plan.evidence,
            sender,
            keys: Arc::new(Keys::new(plan.seed)),
            memo: Memo::default(),
            registered_with: std::sync::Mutex::default(),
            settles: AtomicBool::default(),
        }
    }
}

/// What a step is performed with.
pub(super) struct Context {
    pub(super) planned: Arc<Planned>,
    pub(super) run: Arc<Run>,
    pub(super) endpoints: Vec<String>,
}

/// A step that was performed.
#[derive(Clone, Debug)]
pub(super) struct Done {
    pub(super) exchanges: Vec<Exchange>,
    pub(super) came: Came,
    /// What was adapted, a line of the report each.
    pub(super) notes: Vec<String>,
    /// Variables that have other values from now on.
    pub(super) rebound: Vec<(String, String)>,
}

/// How long an answer is waited for after the run was stopped. Without the answer to a registration its client could not be
/// deleted, and without that to a change the token that deletes it might be another.
fn patience(act: &Act) -> Duration {
    match act {
        Act::Register { .. } | Act::Manage { .. } | Act::Raw(_) => AFTER_STOP,
        _ => Duration::ZERO,
    }
}

impl Done {
    /// Says that what came last is no answer to what is being asked.
    fn set_aside(&mut self) {
        if let Some(last) = self.exchanges.last_mut() {
            last.probe = Probe::Aside;
        }
    }

    /// Notes that the step is performed once more with other values.
    fn rebind(&mut self, rebound: Vec<(String, String)>, note: String, values: &mut Values) {
        self.notes.push(note);
        for (name, value) in &rebound {
            values.bind(name, value.clone());
        }
        self.rebound.extend(rebound);
    }
}

impl Context {
    fn scenario(&self) -> &Scenario {
        &self.planned.scenario
    }

    pub(super) async fn perform(&self, step: &Step, values: &Values) -> Done {
        let (mut step, mut values) = (step.clone(), values.clone());
        let mut done = Done {
            exchanges: Vec::new(),
            came: Came::Completed(Completed::default()),
            notes: Vec::new(),
            rebound: Vec::new(),
        };
        let mut turn = 0;
        for attempt in 1..=MOST_ATTEMPTS {
            let (exchanges, came) = self.attempt(&step, &values, turn).await;
            done.exchanges.extend(exchanges);
            done.came = came;
            let failed = wanting(&step, &done.came) && attempt < MOST_ATTEMPTS;
            let last = done.exchanges.last().filter(|_| failed);
            let Some(last) = last else { break };
            let adapted = adapt(self.scenario(), &step, last, &values);
            if let Some(adapted) = adapted {
                done.notes.push(adapted.note);
                step = adapted.step;
            } else if let Some(note) = unsettled(self.scenario(), &step, last, &done.notes) {
                // What was refused too early says nothing of how credentials are read.
                done.set_aside();
                self.wait(SETTLE).await;
                turn += 1;
                done.notes.push(note);
            } else if let Some((rebound, note)) = scoped(&step, last, &values) {
                done.set_aside();
                done.rebind(rebound, note, &mut values);
            } else if let Some((rebound, note)) = otherwise(&step, &values) {
                done.rebind(rebound, note, &mut values);
                step.otherwise.clear();
            } else {
                break;
            }
        }
        if turn > 0 && matches!(done.came, Came::Completed(_)) {
            self.run.settles.store(true, Ordering::Relaxed);
        }
        done
    }

    /// Performs a step; what is shared is sent once for each turn.
    async fn attempt(&self, step: &Step, values: &Values, turn: usize) -> (Vec<Exchange>, Came) {
        let not_run = |reason| withheld(reason, None);
        if let Some(reason) = self.run.sender.stop.reason() {
            return (Vec::new(), not_run(reason.sentence()));
        }
        if let Err(lack) = applies(step, values) {
            return (Vec::new(), lacking(&lack, true));
        }
        if is_spare(step, values) {
            return (Vec::new(), Came::Completed(Completed::default()));
        }
        if let Act::Wait(duration) = &step.act {
            self.wait(*duration).await;
            return (Vec::new(), Came::Completed(Completed::default()));
        }
        let request = match self.request(step, values).await {
            Ok(Some(request)) => request,
            Ok(None) => return (Vec::new(), Came::Completed(Completed::default())),
            Err(lack) => return (Vec::new(), lacking(&lack, false)),
        };
        let shared = step.shared || matches!(step.act, Act::Discover(_)) && self.is_first(step);
        let tried = if shared {
            self.run
                .memo
                .once(&request, turn, self.send(step, &request))
                .await
        } else {
            self.send(step, &request).await
        };
        let mut exchanges = match tried {
            Tried::Withheld(reason) => return (Vec::new(), not_run(reason)),
            Tried::Sent(exchanges) => exchanges,
        };
        for exchange in &mut exchanges {
            exchange.step = Some(step.id.clone());
            exchange.title.clone_from(&step.title);
            exchange.shared = shared;
        }
        let came = exchanges
            .last_mut()
            .map(|exchange| self.came(step, exchange));
        let came = came.unwrap_or_else(|| not_run("nothing was sent".to_owned()));
        if matches!(step.act, Act::Register { .. }) && matches!(came, Came::Completed(_)) {
            self.wait(self.settle()).await;
        }
        (exchanges, came)
    }

    /// The request of a step. Keys are made, and signatures, beside what else goes on: they take time.
    async fn request(&self, step: &Step, values: &Values) -> Result<Option<Outgoing>, Lack> {
        if !step.act.takes_a_key() {
            return outgoing(&step.act, &self.run.issuer, values);
        }
        let (run, act, values) = (Arc::clone(&self.run), step.act.clone(), values.clone());
        let made = tokio::task::spawn_blocking(move || outgoing(&act, &run.issuer, &values));
        // A panic is a mistake of ours: it goes on to where it is reported.
        made.await
            .unwrap_or_else(|error| std::panic::resume_unwind(error.into_panic()))
    }

    /// The pause after a registration: as it is configured, and longer once a client was seen that was known later.
    fn settle(&self) -> Duration {
        let configured = self.run.sender.gate.manners().settle;
        if self.run.settles.load(Ordering::Relaxed) {
            configured.max(SETTLE)
        } else {
            configured
        }
    }

    /// Whether a discovery is the scenario's first: one that comes later may be meant to see what changed.
    fn is_first(&self, step: &Step) -> bool {
        let mut steps = self.scenario().steps.iter();
        let first = steps.find(|step| matches!(step.act, Act::Discover(_)));
        first.is_some_and(|first| first.id == step.id)
    }

    async fn wait(&self, duration: Duration) {
        if !duration.is_zero() {
            tokio::select! {
                () = tokio::time::sleep(duration) => {}
                _ = self.run.sender.stop.reached() => {}
            }
        }
    }

    async fn send(&self, step: &Step, request: &Outgoing) -> Tried {
        let exchange = |time, request, outcome| Exchange {
            step: Some(step.id.clone()),
            title: step.title.clone(),
            action: action(&step.act),
            probe: step.probe,
            shared: false,
            time: Some(time),
            request,
            outcome,
        };
        ask(&self.run.sender, request, patience(&step.act), exchange).await
    }

    /// What the last exchange of a step comes to.
    fn came(&self, step: &Step, exchange: &mut Exchange) -> Came {
        if let Outcome::Failure(failure) = &exchange.outcome
            && failure.kind == FailureKind::Interrupted
        {
            return withheld(
                format!("{} before the response came", failure.message),
                None,
            );
        }
        if let Some(response) = exchange
            .response()
            .filter(|response| response.is_throttled())
        {
            let status = response.status;
            return withheld(
                format!("the server asked to be asked later (status {status})"),
                None,
            );
        }
        if let Some(reason) = self.used_up(exchange) {
            exchange.probe = Probe::Aside;
            return withheld(reason, None);
        }
        if let Some(reason) = not_supported(exchange) {
            return Came::NotRun(NotRun {
                reason,
                cause: None,
                kind: UnsentKind::Inapplicable,
            });
        }
        if !step.probe.is_plain() {
            return answered(step, exchange);
        }
        let Some(action) = exchange.action else {
            return Came::Completed(Completed::default());
        };
        let expected = Expectation {
            action,
            issuer: &self.run.issuer,
            endpoints: &self.endpoints,
            captures: &step.captures,
        };
        completed(&expected, exchange).map_or_else(Came::Failed, Came::Completed)
    }

    /// An initial access token that registered a client before, and is refused now, is good for no more uses.
    fn used_up(&self, exchange: &Exchange) -> Option<String> {
        if exchange.action != Some(Action::Register) {
            return None;
        }
        let token = exchange.request.headers.get("authorization")?.to_owned();
        let status = exchange.response()?.status;
        let mut registered = match self.run.registered_with.lock() {
            Ok(registered) => registered,
            Err(poisoned) => poisoned.into_inner(),
        };
        let known = registered.contains(&token);
        if (200..300).contains(&status) && !known {
            registered.push(token);
        }
        (status == 401 && known).then(|| {
            "the initial access token registered a client before and is refused now: it is good for fewer uses than this \
             run needs"
                .to_owned()
        })
    }
}
