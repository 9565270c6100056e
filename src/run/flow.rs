//! Runs one scenario: its steps in order, each with what the steps before it gave.

use time::OffsetDateTime;

use super::{
    adapt::adapt,
    all::Event,
    complete::{Completed, Expectation, completed},
    evidence,
    request::{action, endpoint, outgoing},
    send::Sender,
    values::{Lack, Values},
};
use crate::{
    exchange::{
        Action, Block, Exchange, FailureKind, Feature, Group, Outcome, Probe, ScenarioRecord, Spec,
        SpecOutcome,
    },
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
    with_evidence: bool,
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
        let endpoints = endpoints_after(scenario, index);
        let context = Context {
            scenario,
            issuer,
            endpoints,
            sender,
        };
        let done = context.perform(step, &values).await;
        blocks.extend(done.exchanges.into_iter().map(block));
        let spec = settle(step, done.came, done.notes, &mut values);
        if let Some(spec) = spec {
            report(Event::SpecSettled {
                scenario: scenario.id.to_string(),
                spec: spec.clone(),
            });
            specs.push(spec);
        }
    }
    if with_evidence {
        blocks.extend(evidence::gather(&blocks, issuer, sender).await);
    }
    blocks.push(Block::Specs { specs, shown: None });
    report(Event::ScenarioEnded {
        scenario: scenario.id.to_string(),
    });
    recorded(planned, time, blocks)
}

/// The record of a scenario with these blocks.
fn recorded(planned: &Planned, time: OffsetDateTime, blocks: Vec<Block>) -> ScenarioRecord {
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
        verdict: None,
        crlf: false,
        tail: None,
        findings: None,
        unsent: Vec::new(),
        groups: vec![Group {
            title: scenario.group.clone(),
            blocks,
            shown: None,
        }],
        shown: None,
    }
}

fn block(exchange: Exchange) -> Block {
    Block::Exchange {
        exchange: Box::new(exchange),
        shown: None,
    }
}

/// Attempts that a step may take: its own, and those that adapt a registration.
const MOST_ATTEMPTS: usize = 3;

/// What a step is performed with.
struct Context<'a> {
    scenario: &'a Scenario,
    issuer: &'a str,
    endpoints: Vec<String>,
    sender: &'a Sender,
}

/// A step that was performed.
struct Done {
    exchanges: Vec<Exchange>,
    came: Came,
    /// What was adapted, a line of the report each.
    notes: Vec<String>,
}

impl Context<'_> {
    async fn perform(&self, step: &Step, values: &Values) -> Done {
        let mut step = step.clone();
        let (mut exchanges, mut notes) = (Vec::new(), Vec::new());
        loop {
            let (exchange, came) = self.attempt(&step, values).await;
            let failed = matches!(came, Came::Failed(_)) && exchanges.len() + 1 < MOST_ATTEMPTS;
            let adapted = exchange
                .as_ref()
                .filter(|_| failed)
                .and_then(|exchange| adapt(self.scenario, &step, exchange, values));
            exchanges.extend(exchange);
            let Some(adapted) = adapted else {
                return Done {
                    exchanges,
                    came,
                    notes,
                };
            };
            notes.push(adapted.note);
            step = adapted.step;
        }
    }

    async fn attempt(&self, step: &Step, values: &Values) -> (Option<Exchange>, Came) {
        if let Some(reason) = self.sender.stop.reason() {
            return (None, Came::NotRun(reason.sentence(), None));
        }
        if let Some(not_run) = not_applicable(step, values) {
            return (None, not_run);
        }
        if let Act::Wait(duration) = &step.act {
            tokio::select! {
                () = tokio::time::sleep(*duration) => {}
                _ = self.sender.stop.reached() => {}
            }
            return (None, Came::Completed(Completed::default()));
        }
        let request = match outgoing(&step.act, self.issuer, values) {
            Ok(Some(request)) => request,
            Ok(None) => return (None, Came::Completed(Completed::default())),
            Err(lack) => return (None, lacking(&lack)),
        };
        let time = self.sender.transport.clock.now();
        let (request, outcome) = self.sender.send(&request).await;
        let exchange = Exchange {
            step: Some(step.id.clone()),
            title: step.title.clone(),
            action: action(&step.act),
            probe: Probe::Plain,
            shared: false,
            time: Some(time),
            request,
            outcome,
        };
        if let Outcome::Failure(failure) = &exchange.outcome
            && failure.kind == FailureKind::Interrupted
        {
            let reason = format!("{} before the response came", failure.message);
            return (Some(exchange), Came::NotRun(reason, None));
        }
        if let Some(reason) = not_supported(&exchange) {
            return (Some(exchange), Came::NotRun(reason, None));
        }
        let came = self.judge(step, &exchange);
        (Some(exchange), came)
    }

    fn judge(&self, step: &Step, exchange: &Exchange) -> Came {
        let Some(action) = exchange.action else {
            return Came::Completed(Completed::default());
        };
        let expected = Expectation {
            action,
            issuer: self.issuer,
            endpoints: &self.endpoints,
            captures: &step.captures,
        };
        completed(&expected, exchange).map_or_else(Came::Failed, Came::Completed)
    }
}

/// A server may say that it revokes no tokens of this type (RFC 7009 §2.2.1): the step then does not apply.
fn not_supported(exchange: &Exchange) -> Option<String> {
    let response = exchange
        .response()
        .filter(|response| response.status == 400)?;
    let json = response
        .body
        .json()
        .filter(|_| exchange.action == Some(Action::Revoke))?;
    let unsupported = json.get("error")?.as_str()? == "unsupported_token_type";
    unsupported.then(|| "the server revokes no tokens of this type (`unsupported_token_type`), so it does not apply".to_owned())
}

/// A step for which the metadata must have members does not apply where it lacks one.
fn not_applicable(step: &Step, values: &Values) -> Option<Came> {
    step.when_metadata
        .iter()
        .find_map(|member| match values.metadata(member) {
            Ok(_) => None,
            Err(lack @ Lack::Step(_)) => Some(lacking(&lack)),
            Err(_) => Some(Came::NotRun(
                format!("it does not apply, because the metadata has no `{member}`"),
                None,
            )),
        })
}

fn lacking(lack: &Lack) -> Came {
    Came::NotRun(lack.reason(), lack.step().map(str::to_owned))
}

/// Keeps what a step gave, or what is now missing because of it; the step's spec line.
fn settle(step: &Step, came: Came, notes: Vec<String>, values: &mut Values) -> Option<Spec> {
    let (outcome, reasons) = match came {
        Came::Completed(completed) => {
            for (name, value) in completed.captured {
                values.bind(&name, value);
            }
            for name in completed.not_captured {
                values.do_without(&name, &step.title);
            }
            if let Some(metadata) = completed.metadata {
                values.set_metadata(metadata);
            }
            (SpecOutcome::Passed, notes)
        }
        Came::Failed(reasons) => {
            miss_all(step, &step.title, values);
            (SpecOutcome::Failed, [notes, reasons].concat())
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
        .filter(|step| step.when_metadata.is_empty());
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
