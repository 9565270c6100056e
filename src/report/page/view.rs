//! What the page's templates print: strings, already computed.

use std::borrow::Cow;

use serde::Serialize;
use time::{UtcOffset, format_description::BorrowedFormatItem, macros::format_description};

use super::view_exchange::ExchangeView;
use crate::exchange::{
    Block, Feature, Group, Note, Origin, ScenarioRecord, Spec, SpecOutcome, Validation,
    ValidationSeverity, Verdict,
};
use crate::report::{
    template::RenderError,
    text::line,
    verdict::{icon, verdict},
};

/// The time in a page's head, as JavaScript writes it, in UTC.
const TIME: &[BorrowedFormatItem<'_>] = format_description!(
    "[weekday repr:short] [month repr:short] [day] [year] [hour]:[minute]:[second] \
     GMT[offset_hour sign:mandatory][offset_minute] (Coordinated Universal Time)"
);

#[derive(Serialize)]
pub(super) struct PageView<'a> {
    head: HeadView<'a>,
    groups: Vec<GroupView<'a>>,
}

#[derive(Serialize)]
pub(super) struct HeadView<'a> {
    shown: Option<ShownView<'a>>,
    time: String,
    heading: String,
    booking_flow: String,
    opportunity_type: String,
    feature: String,
    title: String,
    description: &'a str,
    command: &'a str,
    verdict: String,
}

#[derive(Serialize)]
struct GroupView<'a> {
    shown: Option<ShownView<'a>>,
    title: String,
    blocks: Vec<BlockView<'a>>,
}

/// One block: one of its members is there.
#[derive(Default, Serialize)]
pub(super) struct BlockView<'a> {
    shown: Option<ShownView<'a>>,
    note: Option<NoteView<'a>>,
    exchange: Option<ExchangeView<'a>>,
    specs: Option<SpecsView<'a>>,
    validations: Option<ValidationsView>,
}

// Text in a struct of its own, because a template takes an empty text for none, and a line end alone leaves an empty one.
#[derive(Serialize)]
struct ShownView<'a> {
    text: &'a str,
}

#[derive(Serialize)]
struct NoteView<'a> {
    title: String,
    lines: Vec<&'a str>,
}

// A list in a struct of its own, because a template takes an empty list for none.
#[derive(Serialize)]
struct SpecsView<'a> {
    specs: Vec<SpecView<'a>>,
}

#[derive(Serialize)]
struct SpecView<'a> {
    icon: &'static str,
    title: String,
    reasons: Vec<Cow<'a, str>>,
}

#[derive(Serialize)]
struct ValidationsView {
    validations: Vec<ValidationView>,
}

#[derive(Serialize)]
struct ValidationView {
    icon: &'static str,
    message: String,
}

impl<'a> PageView<'a> {
    pub(super) fn new(scenario: &'a ScenarioRecord, origin: Origin) -> Result<Self, RenderError> {
        Ok(Self {
            head: HeadView::new(scenario)?,
            groups: scenario
                .groups
                .iter()
                .map(|group| GroupView::new(group, origin))
                .collect(),
        })
    }
}

impl<'a> HeadView<'a> {
    pub(super) fn new(scenario: &'a ScenarioRecord) -> Result<Self, RenderError> {
        Ok(Self {
            shown: scenario.shown.as_deref().and_then(ShownView::new),
            time: scenario.time.to_offset(UtcOffset::UTC).format(TIME)?,
            heading: line(&scenario.heading),
            booking_flow: line(&scenario.booking_flow),
            opportunity_type: line(&scenario.opportunity_type),
            feature: feature_text(&scenario.feature),
            title: line(&scenario.title),
            description: scenario.description.trim_matches('\n'),
            command: &scenario.command,
            verdict: verdict_text(verdict(scenario)),
        })
    }
}

impl<'a> GroupView<'a> {
    fn new(group: &'a Group, origin: Origin) -> Self {
        let blocks = group.blocks.iter();
        Self {
            shown: group.shown.as_deref().and_then(ShownView::new),
            title: line(&group.title),
            blocks: blocks.map(|block| BlockView::new(block, origin)).collect(),
        }
    }
}

impl<'a> BlockView<'a> {
    pub(super) fn new(block: &'a Block, origin: Origin) -> Self {
        if let Some(shown) = shown(block) {
            return Self {
                shown: ShownView::new(shown),
                ..Self::default()
            };
        }
        let mut view = Self::default();
        match block {
            Block::Note(note) => view.note = Some(NoteView::new(note)),
            Block::Exchange { exchange, .. } => {
                view.exchange = Some(ExchangeView::new(exchange, origin));
            }
            Block::Specs { specs, .. } => {
                let specs = specs.iter().map(|spec| SpecView::new(spec, origin));
                view.specs = Some(SpecsView {
                    specs: specs.collect(),
                });
            }
            Block::Validations { validations, .. } => {
                view.validations = Some(ValidationsView {
                    validations: validations.iter().map(ValidationView::new).collect(),
                });
            }
            Block::Text(_) => {}
        }
        view
    }
}

impl<'a> ShownView<'a> {
    fn new(text: &'a str) -> Option<Self> {
        (!text.is_empty()).then(|| Self {
            text: without_line_end(text),
        })
    }
}

impl<'a> NoteView<'a> {
    fn new(note: &'a Note) -> Self {
        let lines = note.text.split_inclusive('\n').map(without_line_end);
        Self {
            title: line(&note.title),
            lines: lines.collect(),
        }
    }
}

impl<'a> SpecView<'a> {
    fn new(spec: &'a Spec, origin: Origin) -> Self {
        let reason = |reason: &'a String| {
            let text = match origin {
                Origin::Run => Cow::Owned(line(reason)),
                Origin::Report => Cow::Borrowed(reason.as_str()),
            };
            match spec.outcome {
                SpecOutcome::NotRun => Cow::Owned(format!("{NOT_RUN}{text}")),
                SpecOutcome::Passed | SpecOutcome::Failed => text,
            }
        };
        Self {
            icon: match spec.outcome {
                SpecOutcome::Passed => "✅",
                SpecOutcome::Failed => "❌\u{fe0f}",
                SpecOutcome::NotRun => "➖",
            },
            title: line(&spec.title),
            reasons: spec.reasons.iter().map(reason).collect(),
        }
    }
}

impl ValidationView {
    fn new(validation: &Validation) -> Self {
        Self {
            icon: match validation.severity {
                ValidationSeverity::Failure => "❌",
                ValidationSeverity::Warning => "⚠️",
                ValidationSeverity::Suggestion => "📝",
            },
            message: line(&validation.message),
        }
    }
}

/// What a spec's reason begins with where the spec was not tried.
pub(super) const NOT_RUN: &str = "not run: ";

fn shown(block: &Block) -> Option<&str> {
    match block {
        Block::Exchange { shown, .. }
        | Block::Specs { shown, .. }
        | Block::Validations { shown, .. } => shown.as_deref(),
        Block::Text(text) => Some(text),
        Block::Note(_) => None,
    }
}

fn feature_text(feature: &Feature) -> String {
    let implemented = if feature.implemented {
        "Implemented"
    } else {
        "Not Implemented"
    };
    line(&format!(
        "{} / {} ({implemented})",
        feature.category, feature.name
    ))
}

fn verdict_text(verdict: Verdict) -> String {
    let Verdict {
        passed,
        failures,
        warnings,
        suggestions,
    } = verdict;
    let icon = icon(verdict);
    format!(
        "{icon} {passed} passed with {failures} failures, {warnings} warnings and {suggestions} suggestions"
    )
}

// The templates end each line themselves.
fn without_line_end(text: &str) -> &str {
    text.strip_suffix('\n').unwrap_or(text)
}
