//! Runs one scenario: its steps in order, each with what the steps before it gave.

use super::{
    all::Event,
    complete::{Completed, Expectation, completed},
    request::{action, endpoint, outgoing},
    send::Sender,
    values::{Lack, Values},
};
use crate::{
    exchange::{Block, Exchange, Feature, Group, ScenarioRecord, Spec, SpecOutcome},
    plan::Planned,
    scenario::{Act, Scenario, Step, Template},
};

/// What a step of a flow came to.
enum Came {
    /// It completed.
    Completed(Completed),
    /// It did not, for these reasons.
    Failed(Vec<String>),
    /// It was not run, for this reason; the step to blame, where one is.
    NotRun(String, Option<String>),
}

/// Runs a scenario and records it.
pub(super) async fn run(
    planned: &Planned,
    issuer: &str,
    sender: &Sender,
    report: &(impl Fn(Event) + Sync),
) -> ScenarioRecord {
    let scenario = &planned.scenario;
    let time = sender.transport.clock.now();
    let mut values = Values::new(&planned.bindings);
    let mut blocks: Vec<Block> = planned.note.clone().map(Block::Note).into_iter().collect();
    let mut specs = Vec::new();
    for (index, step) in scenario.steps.iter().enumerate() {
        report(Event::StepStarted {
            scenario: scenario.id.to_string(),
            step: step.title.clone(),
            index,
        });
        let (exchange, came) = perform(scenario, index, step, issuer, &values, sender).await;
        blocks.extend(exchange.map(|exchange| Block::Exchange {
            exchange: Box::new(exchange),
            shown: None,
        }));
        let spec = settle(step, came, &mut values);
        if let Some(spec) = spec {
            report(Event::SpecSettled {
                scenario: scenario.id.to_string(),
                spec: spec.clone(),
            });
            specs.push(spec);
        }
    }
    blocks.push(Block::Specs { specs, shown: None });
    report(Event::ScenarioEnded {
        scenario: scenario.id.to_string(),
    });
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
        verdict: None,
        groups: vec![Group {
            title: scenario.group.clone(),
            blocks,
            shown: None,
        }],
        shown: None,
    }
}

async fn perform(
    scenario: &Scenario,
    index: usize,
    step: &Step,
    issuer: &str,
    values: &Values,
    sender: &Sender,
) -> (Option<Exchange>, Came) {
    if let Some(reason) = sender.stop.reason() {
        return (
            None,
            Came::NotRun(format!("not run: {}", reason.sentence()), None),
        );
    }
    if let Some(not_run) = not_applicable(step, values) {
        return (None, not_run);
    }
    if let Act::Wait(duration) = &step.act {
        tokio::select! {
            () = tokio::time::sleep(*duration) => {}
            _ = sender.stop.reached() => {}
        }
        return (None, Came::Completed(Completed::default()));
    }
    let request = match outgoing(&step.act, issuer, values) {
        Ok(Some(request)) => request,
        Ok(None) => return (None, Came::Completed(Completed::default())),
        Err(lack) => return (None, lacking(&lack)),
    };
    let time = sender.transport.clock.now();
    let (request, outcome) = sender.send(&request).await;
    let action = action(&step.act);
    let exchange = Exchange {
        step: Some(step.id.clone()),
        title: step.title.clone(),
        action,
        time: Some(time),
        request,
        outcome,
    };
    let endpoints = endpoints_after(scenario, index);
    let came = match action {
        Some(action) => {
            let expected = Expectation {
                action,
                issuer,
                endpoints: &endpoints,
                captures: &step.captures,
            };
            completed(&expected, &exchange).map_or_else(Came::Failed, Came::Completed)
        }
        None => Came::Completed(Completed::default()),
    };
    (Some(exchange), came)
}

/// A step for which the metadata must have a member does not apply where it has none.
fn not_applicable(step: &Step, values: &Values) -> Option<Came> {
    let member = step.when_metadata.as_deref()?;
    match values.metadata(member) {
        Ok(_) => None,
        Err(lack @ Lack::Step(_)) => Some(lacking(&lack)),
        Err(_) => Some(Came::NotRun(
            format!("does not apply: the metadata has no `{member}`"),
            None,
        )),
    }
}

fn lacking(lack: &Lack) -> Came {
    Came::NotRun(lack.reason(), lack.step().map(str::to_owned))
}

/// Keeps what a step gave, or what is now missing because of it; the step's spec line.
fn settle(step: &Step, came: Came, values: &mut Values) -> Option<Spec> {
    let (outcome, reasons) = match came {
        Came::Completed(completed) => {
            for (name, value) in completed.captured {
                values.bind(&name, value);
            }
            for name in completed.not_captured {
                values.miss(&name, &step.title);
            }
            if let Some(metadata) = completed.metadata {
                values.set_metadata(metadata);
            }
            (SpecOutcome::Passed, Vec::new())
        }
        Came::Failed(reasons) => {
            miss_all(step, &step.title, values);
            (SpecOutcome::Failed, reasons)
        }
        Came::NotRun(reason, cause) => {
            miss_all(step, cause.as_deref().unwrap_or(&step.title), values);
            (SpecOutcome::NotRun, vec![reason])
        }
    };
    step.spec.clone().map(|title| Spec {
        title,
        outcome,
        reasons,
    })
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
    let later = scenario
        .steps
        .iter()
        .skip(index + 1)
        .filter(|step| step.when_metadata.is_none());
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
        Act::Resource { url, .. } | Act::Raw { url, .. } => vec![url],
        _ => Vec::new(),
    }
}
