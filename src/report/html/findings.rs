//! What to fix: a card for each check that found something wrong, with every place where it did.

use std::cmp::Reverse;

use askama::{Template, filters::HtmlSafe};

use super::{
    exchange::result_words,
    markup::{Markup, grouped},
    prose,
    rules::RuleView,
    site::{At, Site},
};
use crate::exchange::{Finding, Origin, OutcomeKind, Problem, Severity};

/// Scenarios whose findings of one check are not folded.
const OPEN: usize = 3;

/// Places shown of one finding.
const MOST_PLACES: usize = 20;

/// What one check found, in every scenario.
#[derive(Template)]
#[template(path = "report_finding.html")]
pub(super) struct FindingView<'a> {
    id: String,
    specs: String,
    outcome: &'static str,
    outcome_words: &'static str,
    severity: &'static str,
    rule: RuleView<'a>,
    entries: Vec<EntryView<'a>>,
    /// Those of further scenarios, folded.
    folded: Vec<EntryView<'a>>,
}

/// What it found in one scenario.
#[derive(Template)]
#[template(path = "report_entry.html")]
struct EntryView<'a> {
    id: &'a str,
    scenario: usize,
    scenario_link: &'a Markup,
    severity: &'static str,
    places: Vec<PlaceView<'a>>,
    more: Option<String>,
    reason: Option<Markup>,
    known: Option<Markup>,
    command: Option<Markup>,
}

impl HtmlSafe for EntryView<'_> {}

/// One place where the rule is broken.
struct PlaceView<'a> {
    at: Markup,
    exchange: Option<TargetView<'a>>,
    expected: Markup,
    observed: Markup,
    severity: Option<&'static str>,
}

struct TargetView<'a> {
    id: &'a str,
    text: Markup,
}

/// Where the page has a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    ToFix,
    Accepted,
    Blocked,
    NotObserved,
    NotApplicable,
    Pass,
}

impl Kind {
    pub(super) fn of(finding: &Finding) -> Self {
        match finding.outcome {
            _ if finding.known.is_some() => Self::Accepted,
            OutcomeKind::Fail | OutcomeKind::Broken => Self::ToFix,
            OutcomeKind::Blocked => Self::Blocked,
            OutcomeKind::NotObserved => Self::NotObserved,
            OutcomeKind::NotApplicable => Self::NotApplicable,
            OutcomeKind::Pass => Self::Pass,
        }
    }
}

/// The findings of one check, by their places.
pub(super) struct Group {
    pub(super) check: String,
    pub(super) severity: Severity,
    pub(super) at: Vec<At>,
    kind: Kind,
}

/// The findings by their checks: the most severe first, then in the order of reports.
pub(super) struct Groups(Vec<Group>);

impl Groups {
    pub(super) fn of(site: &Site<'_>) -> Self {
        let mut groups: Vec<Vec<Group>> = site.checks.iter().map(|_| Vec::new()).collect();
        for (at, found) in site.findings() {
            let Some(groups) = groups.get_mut(found.check) else {
                continue;
            };
            if let Some(group) = groups.iter_mut().find(|group| group.kind == found.kind) {
                group.severity = group.severity.max(found.severity);
                group.at.push(at);
            } else {
                groups.push(Group {
                    check: found.finding.check.clone(),
                    severity: found.severity,
                    at: vec![at],
                    kind: found.kind,
                });
            }
        }
        let mut groups: Vec<_> = groups.into_iter().flatten().collect();
        groups.sort_by_cached_key(|group| {
            let order = site.rules.find(&group.check).map(|(order, _)| order);
            (
                Reverse(group.severity),
                order.unwrap_or(usize::MAX),
                group.check.clone(),
            )
        });
        Self(groups)
    }

    /// Those of one kind.
    pub(super) fn of_kind(&self, kind: Kind) -> impl Iterator<Item = &Group> {
        self.0.iter().filter(move |group| group.kind == kind)
    }

    /// How many checks found something of a kind.
    pub(super) fn checks(&self, kind: Kind) -> usize {
        self.of_kind(kind).count()
    }
}

impl<'a> FindingView<'a> {
    /// The card of a group; `accepted` for those that are accepted for now.
    pub(super) fn new(site: &'a Site<'_>, group: &Group, id: String, accepted: bool) -> Self {
        let entries = group.at.iter();
        let mut entries: Vec<_> = entries.filter_map(|at| EntryView::new(site, *at)).collect();
        let folded = entries.split_off(entries.len().min(OPEN));
        let broken = group.at.iter().any(|at| {
            let finding = finding(site, *at).map(|site| site.finding.outcome);
            finding == Some(OutcomeKind::Broken)
        });
        let (outcome, outcome_words) = match (accepted, broken) {
            (true, _) => ("accepted", "accepted for now"),
            (false, true) => ("broken", "the check itself failed"),
            (false, false) => ("fail", ""),
        };
        Self {
            id,
            specs: site.spec_numbers(&group.check),
            outcome,
            outcome_words,
            severity: group.severity.word(),
            rule: site.rules.view(&group.check),
            entries,
            folded,
        }
    }
}

pub(super) fn finding<'s, 'a>(
    site: &'s Site<'a>,
    at: At,
) -> Option<&'s super::site::FindingSite<'a>> {
    site.scenarios.get(at.scenario)?.findings.get(at.finding)
}

impl<'a> EntryView<'a> {
    fn new(site: &'a Site<'_>, at: At) -> Option<Self> {
        let scenario = site.scenarios.get(at.scenario)?;
        let found = scenario.findings.get(at.finding)?;
        let finding = found.finding;
        let places = finding.problems.iter().take(MOST_PLACES);
        let more = finding.problems.len().saturating_sub(MOST_PLACES);
        Some(Self {
            id: &found.id,
            scenario: at.scenario,
            scenario_link: &scenario.link,
            severity: finding.severity.word(),
            places: places
                .map(|problem| PlaceView::new(scenario, finding, problem))
                .collect(),
            more: (more > 0).then(|| {
                let more = grouped(more);
                format!(
                    "and in {more} more places, which the JSON report (--report json=FILE) lists"
                )
            }),
            reason: finding.reason.as_deref().map(prose::with_code),
            known: finding.known.as_deref().map(prose::with_code),
            command: command(site, scenario, finding),
        })
    }
}

/// The command that asks just this check of just this scenario.
fn command(
    site: &Site<'_>,
    scenario: &super::site::ScenarioSite<'_>,
    finding: &Finding,
) -> Option<Markup> {
    let (_, check) = site.rules.find(&finding.check)?;
    let command = match site.record.origin {
        Origin::Run => scenario.record.command.clone(),
        Origin::Report => {
            let page = scenario.record.page_name();
            let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
            let plain = page.chars().all(is_plain) && !page.starts_with('-');
            let page = if plain { page } else { "REPORT.md".to_owned() };
            format!("issuercheck judge {page}")
        }
    };
    Some(Markup::line(&format!("{command} --checks {}", check.id)))
}

impl<'a> PlaceView<'a> {
    fn new(
        scenario: &'a super::site::ScenarioSite<'_>,
        finding: &Finding,
        problem: &Problem,
    ) -> Self {
        let exchange = scenario.exchange_at(&problem.at);
        let exchange = exchange.and_then(|number| scenario.exchanges.get(number));
        Self {
            at: Markup::line(&problem.at),
            exchange: exchange.map(|site| {
                let mut text = Markup::name(&site.exchange.title);
                text.append(&Markup::word(&format!(
                    " request → {}",
                    result_words(site.exchange)
                )));
                TargetView { id: &site.id, text }
            }),
            expected: prose::with_code(&problem.expected),
            observed: prose::with_code(&problem.observed),
            severity: problem
                .severity
                .filter(|severity| *severity != finding.severity)
                .map(Severity::word),
        }
    }
}
