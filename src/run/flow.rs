//! Runs one scenario: steps that need nothing of one another side by side, the others in order, each with what the steps
//! before it gave.

use std::sync::Arc;

use time::OffsetDateTime;
use tokio::task::JoinSet;

use super::{
    all::Event,
    came::{Came, NotRun},
    evidence,
    request::{action, endpoint},
    step::{Context, Done, Run},
    values::Values,
};
use crate::{
    exchange::{
        Block, Exchange, Feature, Group, Note, ScenarioRecord, Spec, SpecOutcome, Unsent,
        UnsentKind, sha256,
    },
    plan::Planned,
    scenario::{Act, Scenario, Step, Template, When},
};

/// A scenario under way.
struct Flow<'a, R> {
    planned: Arc<Planned>,
    run: Arc<Run>,
    report: &'a R,
    values: Values,
    before: Vec<Vec<usize>>,
    done: Vec<Option<Done>>,
    running: JoinSet<(usize, Done)>,
    started: Vec<bool>,
}

/// Runs a scenario and records it.
pub(super) async fn run(
    planned: Arc<Planned>,
    run: Arc<Run>,
    report: &(impl Fn(Event) + Sync),
) -> ScenarioRecord {
    let steps = planned.scenario.steps.len();
    let clock = run.sender.transport.clock;
    let time = clock.now();
    let keys = Arc::clone(&run.keys);
    let mut flow = Flow {
        values: Values::new(&planned.bindings, &run.issuer, keys, clock),
        before: planned.scenario.order(),
        done: vec![None; steps],
        running: JoinSet::new(),
        started: vec![false; steps],
        planned,
        run,
        report,
    };
    flow.run().await;
    flow.record(time).await
}

impl<R: Fn(Event) + Sync> Flow<'_, R> {
    async fn run(&mut self) {
        let mut specs: Vec<Option<Spec>> = vec![None; self.started.len()];
        loop {
            self.start_what_is_ready();
            let Some(joined) = self.running.join_next().await else {
                return;
            };
            // A panic in a step is a mistake of ours: it goes on to where it is reported.
            let (index, done) =
                joined.unwrap_or_else(|error| std::panic::resume_unwind(error.into_panic()));
            let Some(step) = self.planned.scenario.steps.get(index) else {
                continue;
            };
            settle(step, &done, &mut self.values);
            if let (Some(spec), Some(place)) = (spec(step, &done), specs.get_mut(index)) {
                (self.report)(Event::SpecSettled {
                    scenario: self.planned.scenario.id.to_string(),
                    spec: spec.clone(),
                });
                *place = Some(spec);
            }
            if let Some(place) = self.done.get_mut(index) {
                *place = Some(done);
            }
        }
    }

    fn start_what_is_ready(&mut self) {
        for (index, step) in self.planned.scenario.steps.iter().enumerate() {
            let over = |before: &usize| matches!(self.done.get(*before), Some(Some(_)));
            let ready = self
                .before
                .get(index)
                .is_some_and(|before| before.iter().all(over));
            let Some(started) = self.started.get_mut(index) else {
                continue;
            };
            if *started || !ready {
                continue;
            }
            *started = true;
            (self.report)(Event::StepStarted {
                scenario: self.planned.scenario.id.to_string(),
                step: step.title.clone(),
                index,
            });
            let context = Context {
                planned: Arc::clone(&self.planned),
                run: Arc::clone(&self.run),
                endpoints: endpoints_after(&self.planned.scenario, index),
            };
            let scenario = self.planned.scenario.id.to_string();
            let values = self.values.for_step(&scenario, &step.id);
            let step = step.clone();
            self.running
                .spawn(async move { (index, context.perform(&step, &values).await) });
        }
    }

    /// The record of the scenario, in the order of its steps.
    async fn record(self, time: OffsetDateTime) -> ScenarioRecord {
        let note = self.planned.note.clone().map(Block::Note);
        let mut blocks: Vec<Block> = note.into_iter().collect();
        let (mut specs, mut unsent) = (Vec::new(), Vec::new());
        for (step, done) in self.planned.scenario.steps.iter().zip(self.done) {
            let Some(done) = done else { continue };
            specs.extend(spec(step, &done));
            unsent.extend(not_sent(step, &done.came));
            blocks.extend(done.exchanges.into_iter().map(block));
        }
        if self.run.with_evidence {
            blocks.extend(evidence::gather(&blocks, &self.run).await);
        }
        blocks.extend(note_of(&unsent));
        blocks.push(Block::Specs { specs, shown: None });
        (self.report)(Event::ScenarioEnded {
            scenario: self.planned.scenario.id.to_string(),
        });
        recorded(&self.planned, time, blocks, unsent)
    }
}

/// The record of a scenario with these blocks.
fn recorded(
    planned: &Planned,
    time: OffsetDateTime,
    blocks: Vec<Block>,
    unsent: Vec<Unsent>,
) -> ScenarioRecord {
    let scenario = &planned.scenario;
    ScenarioRecord {
        id: scenario.id.to_string(),
        heading: format!("{} >> {}", scenario.id.feature, scenario.id.name),
        time,
        booking_flow: String::new(),
        opportunity_type: String::new(),
        feature: Feature {
            category: scenario.category.clone(),
            name: scenario.feature.clone(),
            implemented: true,
        },
        title: scenario.title.clone(),
        description: scenario.description.clone(),
        command: planned.command.clone(),
        profiles: scenario.profiles.clone(),
        source_sha256: Some(sha256(scenario.text.as_bytes())),
        verdict: None,
        crlf: false,
        tail: None,
        findings: None,
        unsent,
        groups: vec![Group {
            title: scenario.group.clone(),
            blocks,
            shown: None,
        }],
        shown: None,
    }
}

pub(super) fn block(exchange: Exchange) -> Block {
    Block::Exchange {
        exchange: Box::new(exchange),
        shown: None,
    }
}

/// What the page says of the probes that were not sent.
fn note_of(unsent: &[Unsent]) -> Option<Block> {
    let mut reasons: Vec<(&str, Vec<&str>)> = Vec::new();
    for probe in unsent.iter().filter(|unsent| !unsent.probe.is_plain()) {
        let known = reasons
            .iter_mut()
            .find(|(reason, _)| *reason == probe.reason);
        match known {
            Some((_, titles)) => titles.push(&probe.title),
            None => reasons.push((&probe.reason, vec![&probe.title])),
        }
    }
    let line = |(reason, titles): &(&str, Vec<&str>)| {
        let (titles, reason) = (titles.join("; "), crate::plan::prose(reason));
        format!("* {titles}: {reason}\n")
    };
    let lines: Vec<String> = reasons.iter().map(line).collect();
    (!lines.is_empty()).then(|| {
        Block::Note(Note {
            title: "Probes that were not sent".to_owned(),
            text: lines.concat(),
        })
    })
}

fn not_sent(step: &Step, came: &Came) -> Option<Unsent> {
    let (reason, kind) = match came {
        Came::NotRun(NotRun { reason, kind, .. }) => (reason.clone(), *kind),
        // No answer to a probe is recorded with its exchange.
        Came::Completed(_) | Came::Failed(_) => return None,
    };
    Some(Unsent {
        step: step.id.clone(),
        title: step.title.clone(),
        action: action(&step.act),
        probe: step.probe,
        kind,
        reason,
    })
}

/// The step's spec line.
fn spec(step: &Step, done: &Done) -> Option<Spec> {
    let (outcome, reasons) = match &done.came {
        Came::Completed(_) => (SpecOutcome::Passed, done.notes.clone()),
        Came::Failed(reasons) => (
            SpecOutcome::Failed,
            [reasons, done.notes.as_slice()].concat(),
        ),
        Came::NotRun(not_run) => (SpecOutcome::NotRun, vec![not_run.reason.clone()]),
    };
    step.spec.clone().map(|title| Spec {
        title,
        outcome,
        reasons,
    })
}

/// Keeps what a step gave, or what is now missing because of it.
fn settle(step: &Step, done: &Done, values: &mut Values) {
    for (name, value) in &done.rebound {
        values.bind(name, value.clone());
    }
    match &done.came {
        Came::Completed(completed) => {
            for (name, value) in &completed.captured {
                let mut captures = step.captures.iter();
                let capture = captures.find(|capture| capture.name == *name);
                let instead = capture.and_then(|capture| capture.instead.as_ref());
                let instead = instead.and_then(|instead| values.fill(instead).ok()?);
                values.bind(name, instead.unwrap_or_else(|| value.clone()));
            }
            for name in &completed.not_captured {
                values.do_without(name, &step.title);
            }
            if let Some(metadata) = &completed.metadata {
                values.set_metadata(metadata.clone());
            }
        }
        Came::Failed(_) => miss_all(step, &step.title, values),
        Came::NotRun(not_run) => settle_without(step, not_run, values),
    }
    for capture in &step.captures {
        let given = values.has(&capture.name).is_ok();
        let or = capture.or.as_ref().filter(|_| !given);
        if let Some(Ok(Some(value))) = or.map(|or| values.fill(or)) {
            values.bind(&capture.name, value);
        }
    }
}

/// Notes why there is nothing that a step gave, for one that was not sent.
fn settle_without(step: &Step, not_run: &NotRun, values: &mut Values) {
    let cause = not_run.cause.as_deref().unwrap_or(&step.title);
    match not_run.kind {
        UnsentKind::Inapplicable => {
            for capture in &step.captures {
                values.do_without(&capture.name, &step.title);
            }
        }
        UnsentKind::Withheld if !matches!(step.act, Act::Discover(_)) => {
            for capture in &step.captures {
                values.withhold(&capture.name, cause);
            }
        }
        UnsentKind::Withheld | UnsentKind::Blocked => miss_all(step, cause, values),
    }
}

fn miss_all(step: &Step, cause: &str, values: &mut Values) {
    for capture in &step.captures {
        values.miss(&capture.name, cause);
    }
    if matches!(step.act, Act::Discover(_)) {
        values.miss_metadata(cause);
    }
}

/// The members of the metadata that the steps after a discovery cannot do without.
fn endpoints_after(scenario: &Scenario, index: usize) -> Vec<String> {
    let always = |step: &&Step| step.when == When::default() && step.probe.is_plain();
    let later = scenario.steps.iter().skip(index + 1).filter(always);
    let mut names: Vec<String> = Vec::new();
    for step in later {
        let variables = templates(&step.act).into_iter().flat_map(|template| {
            let members = template
                .variables()
                .filter_map(|name| name.strip_prefix("metadata."));
            members.map(str::to_owned).collect::<Vec<_>>()
        });
        for name in endpoint(&step.act)
            .map(str::to_owned)
            .into_iter()
            .chain(variables)
        {
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    names
}

fn templates(act: &Act) -> Vec<&Template> {
    match act {
        Act::Manage { uri, .. } => vec![uri],
        Act::Resource { url, .. } => vec![url],
        Act::Raw(raw) => vec![&raw.url],
        _ => Vec::new(),
    }
}
