//! TOML text in; a tree with places out, and every syntax mistake.

use toml::Spanned;
use toml::de::{DeTable, Error};

use super::Mistake;
use super::raw::Span;
use super::source::boundary;

/// The longest text whose every syntax mistake is reported; of a longer one it is the first.
const RECOVERABLE: usize = 64 * 1024;

/// How many lines are left out at the end of a text in search of a readable beginning.
const CUTS: usize = 64;

/// What could be read of a text.
pub(super) struct Document<'t> {
    /// The tree; absent where the mistakes leave its structure unclear.
    pub(super) tree: Option<Spanned<DeTable<'t>>>,
    /// Whether something was left out of the tree.
    pub(super) partial: bool,
}

/// The syntax mistakes of a text, and the text to go on with.
pub(super) struct Syntax {
    /// The mistakes.
    pub(super) mistakes: Vec<Mistake>,
    /// The text without the lines that have mistakes, as long as the text and with the same lines.
    cleaned: Option<String>,
    /// The lines that have mistakes.
    lost: String,
}

impl Syntax {
    /// Finds the syntax mistakes of a text; where it has none, its tree as well.
    pub(super) fn check(text: &str) -> (Self, Option<Spanned<DeTable<'_>>>) {
        let errors = match DeTable::parse(text) {
            Ok(tree) => return (Self::none(), Some(tree)),
            Err(_) if text.len() <= RECOVERABLE => DeTable::parse_recoverable(text).1,
            Err(error) => vec![error],
        };
        let mut found: Vec<(Span, String)> = errors
            .iter()
            .map(|error| (span(text, error), error.message().to_owned()))
            .collect();
        found.sort_by_key(|(at, _)| at.start);
        let lines: Vec<Span> = found
            .iter()
            .map(|(at, _)| line_around(text, at.start))
            .collect();
        let (cleaned, lost) = if found.is_empty() || text.len() > RECOVERABLE {
            (None, String::new())
        } else {
            clean(text, &lines)
        };
        let mut mistakes = Vec::new();
        let mut previous = None;
        for ((at, message), line) in found.into_iter().zip(lines) {
            // What follows on the same line follows from the first mistake there.
            if previous.as_ref() != Some(&line) {
                mistakes.push(mistake(text, at, &message));
            }
            previous = Some(line);
        }
        let found = Self {
            mistakes,
            cleaned,
            lost,
        };
        (found, None)
    }

    fn none() -> Self {
        Self {
            mistakes: Vec::new(),
            cleaned: None,
            lost: String::new(),
        }
    }

    /// The tree of what is readable, which is the whole where that was read.
    pub(super) fn document<'t>(&'t self, whole: Option<Spanned<DeTable<'t>>>) -> Document<'t> {
        let readable = || DeTable::parse(self.cleaned.as_deref()?).ok();
        Document {
            partial: whole.is_none(),
            tree: whole.or_else(readable),
        }
    }

    /// Whether a mistake may be nothing but the absence of a line that could not be read.
    pub(super) fn explains(&self, mistake: &Mistake) -> bool {
        mistake
            .misses()
            .is_some_and(|word| self.lost.contains(word))
    }
}

/// The text with spaces in place of the lines, and those lines.
///
/// Where a table's header cannot be read, all that follows is left out, as it would seem to belong to another table. So
/// is the end of a text that still is no TOML, line by line, until what is left over is: a bracket may be open.
fn clean(text: &str, lines: &[Span]) -> (Option<String>, String) {
    let mut cleaned = text.to_owned();
    let mut lost = String::new();
    for line in lines {
        let content = text.get(line.clone()).unwrap_or_default();
        if content.trim_start().starts_with('[') {
            erase(&mut cleaned, line.start..text.len(), &mut lost);
            break;
        }
        erase(&mut cleaned, line.clone(), &mut lost);
    }
    for _ in 0..CUTS {
        if DeTable::parse(&cleaned).is_ok() {
            return (Some(cleaned), lost);
        }
        let end = line_around(&cleaned, cleaned.trim_end().len());
        erase(&mut cleaned, end, &mut lost);
    }
    (None, lost)
}

/// Puts spaces in place of a part of a text, so that every other part stays where it is.
fn erase(text: &mut String, at: Span, erased: &mut String) {
    let part = text.get(at.clone()).unwrap_or_default();
    erased.push_str(part);
    erased.push('\n');
    let blank: String = part
        .bytes()
        .map(|b| if b == b'\n' { '\n' } else { ' ' })
        .collect();
    text.replace_range(at, &blank);
}

/// Where an error is, on character boundaries inside the text.
fn span(text: &str, error: &Error) -> Span {
    let at = error.span().unwrap_or(text.len()..text.len());
    let start = boundary(text, at.start);
    start..boundary(text, at.end).max(start)
}

/// The line around an offset, without its end.
fn line_around(text: &str, at: usize) -> Span {
    let (before, after) = text.split_at(at);
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    let end = after.find('\n').map_or(text.len(), |end| at + end);
    start..end
}

fn mistake(text: &str, at: Span, message: &str) -> Mistake {
    let (before, rest) = text.split_at(at.start);
    let help = if rest.starts_with("${") || message.starts_with("string values must be quoted") {
        Some("put quotes around text, as in `\"${client_id}\"`")
    } else if message == "duplicate key" {
        Some("a table has each key once, and each `[table]` is written once; steps are `[[step]]`")
    } else if message.contains("escaped value") {
        Some("write `\\\\` for a backslash, or use single quotes")
    } else if before.is_empty() || before.ends_with('\n') {
        Some("a bracket or a quote above may not be closed")
    } else {
        None
    };
    let message = message
        .trim_end_matches(", expected literal string")
        .to_owned();
    Mistake::Syntax {
        message,
        at: at.into(),
        help: help.map(str::to_owned),
    }
}
