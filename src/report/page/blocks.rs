//! The groups of a page and the blocks in them, read.

use super::{exchange, head::is_group, lines::Lines, view::NOT_RUN, write::write_block};
use crate::exchange::{
    Block, Group, Note, Origin, Shown, Spec, SpecOutcome, Validation, ValidationSeverity,
};
use crate::report::{template::RenderError, text::line};

/// A part of the page, in lines: where it begins with the blank line above its heading, its heading, and its end.
#[derive(Clone, Copy)]
pub(super) struct Span {
    pub(super) start: usize,
    pub(super) heading: usize,
    pub(super) end: usize,
}

/// The groups from this line on.
pub(super) fn read_groups(lines: &Lines<'_>, from: usize) -> Result<Vec<Group>, RenderError> {
    let headings = lines.find_all(from, lines.len(), is_group);
    let spans = spans(lines, from, lines.len(), &headings);
    spans
        .into_iter()
        .map(|span| read_group(lines, span))
        .collect()
}

fn read_group(lines: &Lines<'_>, span: Span) -> Result<Group, RenderError> {
    let title = lines
        .line(span.heading)
        .trim_start_matches('#')
        .trim_start();
    let source = lines.slice(span.start, span.heading + 1);
    let canonical = format!("\n## {}\n", line(title));
    let from = span.heading + 1;
    let headings = lines.find_all(from, span.end, |line| line.starts_with("### "));
    let sections = spans(lines, from, span.end, &headings);
    let mut blocks = Vec::new();
    let above = sections.first().map_or(span.end, |section| section.start);
    push_text(&mut blocks, lines.slice(from, above));
    for section in sections {
        read_section(lines, section, &mut blocks)?;
    }
    Ok(Group {
        title: title.to_owned(),
        blocks,
        shown: (canonical != source).then(|| source.to_owned()),
    })
}

/// The parts under these headings. The blank line above a heading is the heading's, except above `### Specs`, which follows
/// what is before it directly.
fn spans(lines: &Lines<'_>, from: usize, end: usize, headings: &[usize]) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::with_capacity(headings.len());
    let mut free = from;
    for &heading in headings {
        let lead = heading > free && lines.is_blank(heading - 1) && lines.line(heading) != SPECS;
        let start = if lead { heading - 1 } else { heading };
        if let Some(last) = spans.last_mut() {
            last.end = start;
        }
        spans.push(Span {
            start,
            heading,
            end,
        });
        free = heading + 1;
    }
    spans
}

const SPECS: &str = "### Specs";
const VALIDATIONS: &str = "### Validations";

fn read_section(lines: &Lines<'_>, span: Span, blocks: &mut Vec<Block>) -> Result<(), RenderError> {
    let (mut block, after) = match lines.line(span.heading) {
        SPECS => read_specs(lines, span),
        VALIDATIONS => read_validations(lines, span),
        _ => exchange::read(lines, span).unwrap_or_else(|| read_note(lines, span)),
    };
    let source = lines.slice(span.start, after);
    let mut written = String::new();
    write_block(&block, Origin::Report, &mut written)?;
    if written != source {
        match &mut block {
            Block::Exchange { shown, .. }
            | Block::Specs { shown, .. }
            | Block::Validations { shown, .. } => *shown = Some(source.to_owned()),
            Block::Note(_) | Block::Text(_) => block = Block::Text(source.to_owned()),
        }
    }
    blocks.push(block);
    push_text(blocks, lines.slice(after, span.end));
    Ok(())
}

fn push_text(blocks: &mut Vec<Block>, text: &str) {
    if !text.is_empty() {
        blocks.push(Block::Text(text.to_owned()));
    }
}

fn read_note(lines: &Lines<'_>, span: Span) -> (Block, usize) {
    let title = lines.line(span.heading).trim_start_matches("### ");
    let note = Note {
        title: title.to_owned(),
        text: lines.slice(span.heading + 1, span.end).to_owned(),
    };
    (Block::Note(note), span.end)
}

fn read_specs(lines: &Lines<'_>, span: Span) -> (Block, usize) {
    let mut specs: Vec<Spec> = Vec::new();
    // A reason may have blank lines in it, but does not end in one.
    let mut end = span.end;
    while end > span.heading + 1 && lines.line(end - 1).is_empty() {
        end -= 1;
    }
    let mut at = span.heading + 1;
    while at < end {
        let text = lines.line(at);
        let reasons = specs.last_mut().map(|spec| &mut spec.reasons);
        if let Some(spec) = parse_spec(text) {
            specs.push(spec);
        } else if let (Some(reason), Some(reasons)) = (text.strip_prefix("    - "), reasons) {
            reasons.push(reason.to_owned());
        } else if let Some(last) = specs.last_mut().and_then(|spec| spec.reasons.last_mut()) {
            last.push('\n');
            last.push_str(text);
        } else {
            break;
        }
        at += 1;
    }
    for spec in specs
        .iter_mut()
        .filter(|spec| spec.outcome == SpecOutcome::NotRun)
    {
        for reason in &mut spec.reasons {
            *reason = reason.strip_prefix(NOT_RUN).unwrap_or(reason).to_owned();
        }
    }
    let shown: Shown = None;
    (Block::Specs { specs, shown }, at)
}

fn parse_spec(text: &str) -> Option<Spec> {
    let (icon, title) = text.strip_prefix("* ")?.split_once(' ')?;
    let outcome = match icon.trim_end_matches('\u{fe0f}') {
        "✅" => SpecOutcome::Passed,
        "❌" => SpecOutcome::Failed,
        "➖" | "–" => SpecOutcome::NotRun,
        _ => return None,
    };
    Some(Spec {
        title: title.to_owned(),
        outcome,
        reasons: Vec::new(),
    })
}

fn read_validations(lines: &Lines<'_>, span: Span) -> (Block, usize) {
    let from = span.heading + 1;
    let found = (from..span.end).map_while(|at| parse_validation(lines.line(at)));
    let validations: Vec<_> = found.collect();
    let after = from + validations.len();
    let shown: Shown = None;
    (Block::Validations { validations, shown }, after)
}

fn parse_validation(text: &str) -> Option<Validation> {
    let (icon, message) = text.strip_prefix(" * ")?.split_once(' ')?;
    let severity = match icon.trim_end_matches('\u{fe0f}') {
        "❌" => ValidationSeverity::Failure,
        "⚠" => ValidationSeverity::Warning,
        "📝" => ValidationSeverity::Suggestion,
        _ => return None,
    };
    Some(Validation {
        severity,
        message: message.to_owned(),
    })
}
