//! The top of the page: the verdict, the numbers, what the run was, and the list of scenarios.

use askama::Template;
use time::{UtcOffset, format_description::well_known::Rfc3339};

use super::{
    code,
    counts::{Counts, PASSED, State, UNKNOWN},
    findings::Kind,
    markup::{Markup, cut},
    policy,
    site::{ScenarioSite, Site},
};
use crate::{
    exchange::{Origin, OutcomeKind, Record, Severity},
    report::RenderError,
};

/// What the top of the page prints.
#[derive(Template)]
#[template(path = "report_head.html")]
pub(super) struct HeadView<'a> {
    policy: String,
    style: Markup,
    script: Markup,
    title: Markup,
    name: Markup,
    verdict: VerdictView,
    notices: Vec<NoticeView>,
    tiles: Vec<TileView>,
    mode: &'static str,
    issuer: Option<Markup>,
    time: String,
    datetime: String,
    tool: Markup,
    rendered_by: Option<String>,
    rows: Vec<RowView<'a>>,
    filters: FiltersView,
    cards: usize,
}

struct VerdictView {
    state: State,
    headline: &'static str,
    short: String,
}

struct NoticeView {
    class: &'static str,
    icon: &'static str,
    strong: &'static str,
    text: &'static str,
}

struct TileView {
    class: &'static str,
    number: String,
    label: &'static str,
}

struct RowView<'a> {
    id: &'a str,
    name: Markup,
    title: Markup,
    state: State,
    counts: Counts,
    specs: u64,
    words: String,
}

struct FiltersView {
    severities: Vec<ChoiceView>,
    specs: Vec<ChoiceView>,
    scenarios: Vec<ChoiceView>,
    outcomes: Vec<ChoiceView>,
}

struct ChoiceView {
    value: String,
    text: Markup,
}

impl<'a> HeadView<'a> {
    /// The top of a page with so many cards.
    pub(super) fn new(site: &'a Site<'_>, cards: usize) -> Result<Self, RenderError> {
        let record = site.record;
        let rows: Vec<_> = site.scenarios.iter().map(row).collect();
        let mut sum = Counts::default();
        for row in &rows {
            sum.add(row.counts);
        }
        let name = name(record);
        let tally = Tally::of(site);
        Ok(Self {
            policy: policy::policy(),
            style: policy::style(),
            script: policy::script(),
            title: Markup::plain(cut(&name, 200).0),
            name: Markup::name(&name),
            verdict: verdict_view(record, &tally, sum),
            notices: notices(record),
            tiles: tiles(sum),
            mode: mode(record),
            issuer: record.target.issuer.as_deref().map(Markup::line),
            time: code::time(record.time),
            datetime: record.time.to_offset(UtcOffset::UTC).format(&Rfc3339)?,
            tool: Markup::name(&record.tool),
            rendered_by: (record.tool != Record::tool()).then(Record::tool),
            rows,
            filters: filters(site, &tally),
            cards,
        })
    }
}

fn row<'a>(site: &'a ScenarioSite<'_>) -> RowView<'a> {
    let counts = Counts::of(site.record);
    RowView {
        id: &site.id,
        name: site.shown_name(),
        title: Markup::name(&site.record.title),
        state: State::of(&counts),
        counts,
        specs: counts.passed + counts.failed + counts.not_run,
        words: counts.words(),
    }
}

fn name(record: &Record) -> String {
    let target = &record.target;
    match (&target.name, &target.issuer) {
        (Some(name), _) => name.clone(),
        (None, _) if target.embedded => "the embedded reference issuer".to_owned(),
        (None, Some(issuer)) => issuer.clone(),
        (None, None) => "an issuer that the report does not name".to_owned(),
    }
}

fn mode(record: &Record) -> &'static str {
    match record.origin {
        Origin::Report => "read back from a published report",
        Origin::Run if record.target.embedded => "a run against the embedded reference issuer",
        Origin::Run => "a run",
    }
}

/// How many findings there are of each kind.
#[derive(Default)]
struct Tally {
    failures: usize,
    warnings: usize,
    suggestions: usize,
    /// Of those: the check itself failed.
    broken: usize,
    accepted: usize,
    blocked: usize,
    /// Of those: the rule must be kept.
    blocked_failures: usize,
    not_observed: usize,
    not_applicable: usize,
    passed: usize,
}

impl Tally {
    fn of(site: &Site<'_>) -> Self {
        let mut tally = Self::default();
        for (_, found) in site.findings() {
            match (found.kind, found.severity) {
                (Kind::ToFix, severity) => {
                    match severity {
                        Severity::Failure => tally.failures += 1,
                        Severity::Warning => tally.warnings += 1,
                        Severity::Suggestion => tally.suggestions += 1,
                    }
                    tally.broken += usize::from(found.finding.outcome == OutcomeKind::Broken);
                }
                (Kind::Accepted, _) => tally.accepted += 1,
                (Kind::Blocked, severity) => {
                    tally.blocked += 1;
                    tally.blocked_failures += usize::from(severity == Severity::Failure);
                }
                (Kind::NotObserved, _) => tally.not_observed += 1,
                (Kind::NotApplicable, _) => tally.not_applicable += 1,
                (Kind::Pass, _) => tally.passed += 1,
            }
        }
        tally
    }

    fn to_fix(&self) -> usize {
        self.failures + self.warnings + self.suggestions
    }

    fn of_kind(&self, kind: Kind) -> usize {
        match kind {
            Kind::ToFix => self.to_fix(),
            Kind::Accepted => self.accepted,
            Kind::Blocked => self.blocked,
            Kind::NotObserved => self.not_observed,
            Kind::NotApplicable => self.not_applicable,
            Kind::Pass => self.passed,
        }
    }
}

/// The whole run in one word; the order of the exit codes.
fn verdict_view(record: &Record, tally: &Tally, sum: Counts) -> VerdictView {
    let blocked = tally.blocked_failures > 0 || record.interrupted || record.out_of_time;
    let judged = sum.passed > 0 || tally.passed > 0;
    let of = State::of_severity;
    let (state, headline) = if tally.broken > 0 {
        (
            of(Severity::Failure),
            "A check of issuercheck itself failed",
        )
    } else if sum.any_failure() {
        (of(Severity::Failure), "The target departs from the rules")
    } else if blocked {
        (
            of(Severity::Warning),
            "Not all that matters could be judged",
        )
    } else if !judged {
        (UNKNOWN, "Nothing was judged")
    } else if sum.warnings > 0 {
        (
            of(Severity::Warning),
            "No failures, but recommendations are not followed",
        )
    } else {
        (PASSED, "No failures")
    };
    let short = sum.words();
    VerdictView {
        state,
        headline,
        short,
    }
}

/// What a reader must know before all else: the class and sign of a notice, its first words and the rest.
type Notice = (&'static str, &'static str, &'static str, &'static str);

const INSECURE: Notice = (
    "failure",
    "!",
    "Certificates were not verified (--insecure).",
    "Anyone on the way could have answered.",
);
const REVEALED: Notice = (
    "failure",
    "!",
    "Secrets are shown (--reveal-secrets).",
    "Do not publish this page.",
);
const INTERRUPTED: Notice = (
    "warning",
    "!",
    "The run was interrupted.",
    "What is missing here was not tried.",
);
const OUT_OF_TIME: Notice = (
    "warning",
    "!",
    "The run reached its time limit (--run-timeout).",
    "What is missing here was not tried.",
);
const CLIENTS_LEFT: Notice = (
    "warning",
    "!",
    "Clients that the run registered are still there.",
    "They are listed at the end.",
);
const UNJUDGED: Notice = (
    "none",
    "i",
    "No checks were asked.",
    "Only the specs of the scenarios have a verdict.",
);
const REDACTED: Notice = (
    "none",
    "i",
    "Secrets are replaced by their names,",
    "as [access_token]; the same secret has the same name everywhere.",
);

fn notices(record: &Record) -> Vec<NoticeView> {
    let scenarios = &record.scenarios;
    let unjudged = scenarios.iter().all(|scenario| scenario.findings.is_none());
    let shows_secrets = record.origin == Origin::Run && !record.redacted;
    let notices = [
        (record.target.insecure, INSECURE),
        (shows_secrets, REVEALED),
        (record.interrupted, INTERRUPTED),
        (record.out_of_time, OUT_OF_TIME),
        (
            record.clients.iter().any(|client| !client.deleted),
            CLIENTS_LEFT,
        ),
        (unjudged && !scenarios.is_empty(), UNJUDGED),
        (record.redacted, REDACTED),
    ];
    let notices = notices.into_iter().filter(|(is_so, _)| *is_so);
    notices
        .map(|(_, (class, icon, strong, text))| NoticeView {
            class,
            icon,
            strong,
            text,
        })
        .collect()
}

fn tiles(sum: Counts) -> Vec<TileView> {
    let tiles = [
        ("failure", sum.failures, "failures", true),
        ("warning", sum.warnings, "warnings", true),
        ("suggestion", sum.suggestions, "suggestions", true),
        ("pass", sum.passed, "specs passed", true),
        ("failure", sum.failed, "specs failed", true),
        ("none", sum.not_run, "specs not run", false),
    ];
    tiles
        .into_iter()
        .filter(|(_, number, _, always)| *always || *number > 0)
        .map(|(class, number, label, _)| TileView {
            class: if number > 0 { class } else { "none" },
            number: number.to_string(),
            label,
        })
        .collect()
}

fn filters(site: &Site<'_>, tally: &Tally) -> FiltersView {
    let specs = site.specs.iter().enumerate();
    let scenarios = site.scenarios.iter().enumerate();
    FiltersView {
        severities: severities(tally),
        specs: specs
            .map(|(number, spec)| ChoiceView::new(&number, &spec.name()))
            .collect(),
        scenarios: scenarios
            .map(|(number, scenario)| ChoiceView::new(&number, cut(&scenario.name, 120).0))
            .collect(),
        outcomes: outcomes(tally),
    }
}

impl ChoiceView {
    fn new(value: &(impl ToString + ?Sized), text: &str) -> Self {
        Self {
            value: value.to_string(),
            text: Markup::plain(text),
        }
    }
}

fn severities(tally: &Tally) -> Vec<ChoiceView> {
    let severities = [
        (Severity::Failure, tally.failures),
        (Severity::Warning, tally.warnings),
        (Severity::Suggestion, tally.suggestions),
    ];
    let choice = |(severity, count): (Severity, usize)| {
        let word = severity.word();
        ChoiceView::new(word, &format!("{word} ({count} to fix)"))
    };
    severities.into_iter().map(choice).collect()
}

fn outcomes(tally: &Tally) -> Vec<ChoiceView> {
    let mut all = vec![
        ("fail", "to fix", tally.to_fix() - tally.broken),
        ("broken", "the check itself failed", tally.broken),
        ("accepted", "accepted for now", tally.accepted),
    ];
    all.extend(super::outcomes::words().map(|(kind, id, title)| (id, title, tally.of_kind(kind))));
    let present = all.into_iter().filter(|(_, _, count)| *count > 0);
    present
        .map(|(id, title, count)| {
            ChoiceView::new(id, &format!("{} ({count})", title.to_lowercase()))
        })
        .collect()
}
