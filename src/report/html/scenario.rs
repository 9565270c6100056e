//! A scenario as the page shows it: its specs, what was found in it, its notes and its exchanges.

use std::borrow::Cow;

use askama::Template;

use super::{
    code,
    counts::{Counts, State},
    exchange::{ExchangeView, Known, LinkView},
    findings::Kind,
    markup::{LINE_SHOWN, Markup, Space, cut},
    prose,
    site::{FindingSite, ScenarioSite, Site},
};
use crate::exchange::{
    Block, Group, Severity, Spec, SpecOutcome, Unsent, UnsentKind, ValidationSeverity,
};

/// Links to findings that one exchange shows.
const MOST_LINKS: usize = 20;

/// One scenario.
#[derive(Template)]
#[template(path = "report_scenario.html")]
pub(super) struct ScenarioView<'a> {
    id: &'a str,
    number: usize,
    open: bool,
    name: Markup,
    title: Markup,
    feature: Markup,
    facts: Vec<FactView>,
    time: String,
    description: Markup,
    command: Markup,
    state: State,
    numbers: String,
    specs: Vec<SpecView>,
    findings: Vec<LinkView<'a>>,
    /// Whether checks were asked.
    judged: bool,
    others: Option<String>,
    groups: Vec<GroupView<'a>>,
    unsent: Vec<UnsentView>,
}

/// A step that was not run.
struct UnsentView {
    title: Markup,
    step: Markup,
    word: &'static str,
    reason: Markup,
}

struct FactView {
    name: &'static str,
    value: Markup,
}

struct SpecView {
    class: &'static str,
    icon: &'static str,
    word: &'static str,
    title: Markup,
    reasons: Vec<Markup>,
}

struct GroupView<'a> {
    title: Markup,
    blocks: Vec<BlockView<'a>>,
}

/// One block of a group.
enum BlockView<'a> {
    Exchange(Box<ExchangeView<'a>>),
    Note { title: Markup, text: Markup },
    Validations(Vec<SpecView>),
    Text(Markup),
}

impl<'a> ScenarioView<'a> {
    pub(super) fn new(
        site: &'a Site<'_>,
        number: usize,
        scenario: &'a ScenarioSite<'_>,
        known: &mut Known<'a>,
    ) -> Self {
        let record = scenario.record;
        let counts = Counts::of(record);
        let feature = [record.feature.category.as_str(), &record.feature.name];
        let feature: Vec<_> = feature
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect();
        Self {
            id: &scenario.id,
            number,
            open: site.scenarios.len() <= 4 || counts.any_failure(),
            name: scenario.shown_name(),
            title: Markup::name(if record.title.is_empty() {
                &record.heading
            } else {
                &record.title
            }),
            feature: Markup::name(&feature.join(" / ")),
            facts: facts(scenario),
            time: code::time(record.time),
            description: prose::blocks(&record.description),
            command: Markup::line(&record.command),
            state: State::of(&counts),
            numbers: counts.words(),
            specs: record.specs().map(SpecView::new).collect(),
            findings: wrong(site, scenario),
            judged: record.findings.is_some(),
            others: others(scenario),
            groups: groups(site, scenario, known),
            unsent: record.unsent.iter().map(UnsentView::new).collect(),
        }
    }
}

fn facts(scenario: &ScenarioSite<'_>) -> Vec<FactView> {
    let record = scenario.record;
    let implemented = if record.feature.implemented {
        "implemented"
    } else {
        "not implemented"
    };
    let facts = [
        ("booking flow", record.booking_flow.clone()),
        ("opportunity type", record.opportunity_type.clone()),
        ("the feature is said to be", implemented.to_owned()),
        ("profiles", record.profiles.join(", ")),
    ];
    let facts = facts.into_iter().filter(|(_, value)| !value.is_empty());
    facts
        .map(|(name, value)| FactView {
            name,
            value: Markup::name(&value),
        })
        .collect()
}

/// The findings that say something is wrong, the most severe first.
fn wrong<'a>(site: &'a Site<'_>, scenario: &'a ScenarioSite<'_>) -> Vec<LinkView<'a>> {
    let found = scenario.findings.iter();
    let mut found: Vec<_> = found.filter(|found| found.kind == Kind::ToFix).collect();
    found.sort_by_key(|found| std::cmp::Reverse(found.severity));
    found.iter().map(|found| link(site, found)).collect()
}

fn link<'a>(site: &'a Site<'_>, found: &'a FindingSite<'_>) -> LinkView<'a> {
    let check = &found.finding.check;
    let statement = site.rules.statement(check);
    LinkView {
        id: &found.id,
        text: statement.map_or_else(|| Cow::Owned(Markup::line(check)), Cow::Borrowed),
        severity: found.severity.word(),
    }
}

/// The numbers of findings that need no fixing.
fn others(scenario: &ScenarioSite<'_>) -> Option<String> {
    let count = |kind: Kind| {
        let findings = scenario.findings.iter();
        findings.filter(|found| found.kind == kind).count()
    };
    let parts = super::outcomes::words()
        .map(|(kind, _, title)| (count(kind), title.to_lowercase()))
        .chain([(count(Kind::Accepted), "accepted for now".to_owned())])
        .filter(|(count, _)| *count > 0)
        .map(|(count, title)| format!("{count} {title}"));
    let parts: Vec<_> = parts.collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

fn groups<'a>(
    site: &'a Site<'_>,
    scenario: &'a ScenarioSite<'_>,
    known: &mut Known<'a>,
) -> Vec<GroupView<'a>> {
    let mut links: Vec<Vec<LinkView<'_>>> = scenario.exchanges.iter().map(|_| Vec::new()).collect();
    let wrong = scenario
        .findings
        .iter()
        .filter(|found| found.kind == Kind::ToFix);
    for found in wrong {
        let mut last = None;
        for problem in &found.finding.problems {
            let exchange = scenario.exchange_at(&problem.at);
            if exchange == last {
                continue;
            }
            last = exchange;
            let into = exchange.and_then(|number| links.get_mut(number));
            if let Some(into) = into.filter(|into| into.len() < MOST_LINKS) {
                into.push(link(site, found));
            }
        }
    }
    let mut exchanges = scenario.exchanges.iter().zip(links).map(|(site, links)| {
        let id = site.id.as_str();
        ExchangeView::new(site.exchange, &site.label, id, links, known)
    });
    // What a page showed of an earlier judgement is replaced by the findings, where specs are (as the markdown report does).
    let judged = scenario.record.findings.is_some();
    let with_specs = |group: &&Group| {
        let mut blocks = group.blocks.iter();
        blocks.any(|block| matches!(block, Block::Specs { .. }))
    };
    let last = scenario.record.groups.iter().rfind(with_specs);
    let groups = scenario.record.groups.iter().map(|group| {
        let replaced = judged && last.is_some_and(|last| std::ptr::eq(last, group));
        GroupView {
            title: Markup::name(&group.title),
            blocks: group
                .blocks
                .iter()
                .filter_map(|block| BlockView::new(block, replaced, &mut exchanges))
                .collect(),
        }
    });
    groups.collect()
}

impl<'a> BlockView<'a> {
    fn new(
        block: &Block,
        replaced: bool,
        exchanges: &mut impl Iterator<Item = ExchangeView<'a>>,
    ) -> Option<Self> {
        Some(match block {
            Block::Exchange { .. } => Self::Exchange(Box::new(exchanges.next()?)),
            Block::Note(note) => Self::Note {
                title: Markup::name(&note.title),
                text: prose::blocks(&note.text),
            },
            Block::Validations { validations, .. } if !replaced && !validations.is_empty() => {
                let lines = validations.iter().map(|validation| {
                    let severity = severity(validation.severity);
                    let state = State::of_severity(severity);
                    SpecView {
                        class: state.class,
                        icon: state.icon,
                        word: severity.word(),
                        title: prose::inline(&validation.message),
                        reasons: Vec::new(),
                    }
                });
                Self::Validations(lines.collect())
            }
            Block::Text(text) if !text.trim().is_empty() => {
                let (shown, left_out) = cut(text, LINE_SHOWN * 4);
                let mut markup = Markup::default();
                markup.push(shown, Space::Kept);
                markup.push_left_out(left_out);
                Self::Text(markup)
            }
            Block::Specs { .. } | Block::Validations { .. } | Block::Text(_) => return None,
        })
    }
}

fn severity(severity: ValidationSeverity) -> Severity {
    match severity {
        ValidationSeverity::Failure => Severity::Failure,
        ValidationSeverity::Warning => Severity::Warning,
        ValidationSeverity::Suggestion => Severity::Suggestion,
    }
}

impl UnsentView {
    fn new(unsent: &Unsent) -> Self {
        Self {
            title: Markup::name(&unsent.title),
            step: Markup::name(&unsent.step),
            word: match unsent.kind {
                UnsentKind::Inapplicable => "not applicable",
                UnsentKind::Withheld => "not sent",
                UnsentKind::Blocked => "blocked",
            },
            reason: prose::with_code(&unsent.reason),
        }
    }
}

impl SpecView {
    fn new(spec: &Spec) -> Self {
        let (class, icon, word) = match spec.outcome {
            SpecOutcome::Passed => ("pass", "✓", "passed"),
            SpecOutcome::Failed => ("failure", "✕", "failed"),
            SpecOutcome::NotRun => ("none", "–", "not run"),
        };
        let reasons = spec.reasons.iter();
        Self {
            class,
            icon,
            word,
            title: Markup::line(&spec.title),
            reasons: reasons.map(|reason| prose::with_code(reason)).collect(),
        }
    }
}
