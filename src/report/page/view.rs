//! What the page's templates print: strings, already computed.

use std::borrow::Cow;

use askama::Template;
use time::{UtcOffset, format_description::BorrowedFormatItem, macros::format_description};

use crate::exchange::{
    Feature, Group, Note, Origin, ScenarioRecord, Spec, SpecOutcome, Validation,
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

#[derive(Template)]
#[template(path = "page_head.md")]
pub(super) struct HeadView<'a> {
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

#[derive(Template)]
#[template(path = "page_group.md")]
pub(super) struct GroupView {
    title: String,
}

#[derive(Template)]
#[template(path = "page_note.md")]
pub(super) struct NoteView<'a> {
    title: String,
    lines: Vec<&'a str>,
}

#[derive(Template)]
#[template(path = "page_specs.md")]
pub(super) struct SpecsView<'a> {
    specs: Vec<SpecView<'a>>,
}

struct SpecView<'a> {
    icon: &'static str,
    title: String,
    reasons: Vec<Cow<'a, str>>,
}

#[derive(Template)]
#[template(path = "page_validations.md")]
pub(super) struct ValidationsView {
    validations: Vec<ValidationView>,
}

struct ValidationView {
    icon: &'static str,
    message: String,
}

impl<'a> HeadView<'a> {
    pub(super) fn new(scenario: &'a ScenarioRecord) -> Result<Self, RenderError> {
        Ok(Self {
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

impl GroupView {
    pub(super) fn new(group: &Group) -> Self {
        Self {
            title: line(&group.title),
        }
    }
}

impl<'a> NoteView<'a> {
    pub(super) fn new(note: &'a Note) -> Self {
        let lines = note.text.split_inclusive('\n').map(without_line_end);
        Self {
            title: line(&note.title),
            lines: lines.collect(),
        }
    }
}

impl<'a> SpecsView<'a> {
    pub(super) fn new(specs: &'a [Spec], origin: Origin) -> Self {
        let specs = specs.iter().map(|spec| SpecView::new(spec, origin));
        Self {
            specs: specs.collect(),
        }
    }
}

impl ValidationsView {
    pub(super) fn new(validations: &[Validation]) -> Self {
        Self {
            validations: validations.iter().map(ValidationView::new).collect(),
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
pub(super) fn without_line_end(text: &str) -> &str {
    text.strip_suffix('\n').unwrap_or(text)
}
