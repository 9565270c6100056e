//! Mistakes in a file that a person wrote, shown with their place, the excerpt, and the cure.

use std::fmt::{self, Write as _};
use std::ops::Range;

use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents,
    SourceCode, SourceSpan, SpanContents,
};

/// A file with very many mistakes shows this many of them; its reader starts over anyway.
const SHOWN: usize = 50;

/// A line with more characters than this was not written by a person.
const WIDEST: usize = 400;

/// One mistake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// What is wrong: one line without a period.
    pub message: String,
    /// Where it is wrong: byte offsets into the text.
    pub span: Range<usize>,
    /// What stands beside the caret; may be empty.
    pub label: String,
    /// What to do about it.
    pub help: Option<String>,
}

/// All mistakes of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostics {
    name: String,
    text: String,
    list: Vec<Diagnostic>,
}

impl Diagnostics {
    /// The mistakes of the file `name`, sorted by place. Spans that do not fit `text` are cut to fit.
    pub fn new(name: impl Into<String>, text: &str, mut list: Vec<Diagnostic>) -> Self {
        for mistake in &mut list {
            mistake.span = fit(text, &mistake.span);
        }
        list.sort_by_key(|mistake| (mistake.span.start, mistake.span.end));
        Self {
            name: name.into(),
            text: printable(text),
            list,
        }
    }

    /// The name of the file.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The mistakes, in the order of the file.
    pub fn list(&self) -> &[Diagnostic] {
        &self.list
    }

    /// The mistakes as text: drawn with lines and arrows where `fancy` (in color where `color`), else one line
    /// `file:line:column: message` for each, its excerpt with a caret, and its help.
    pub fn render(&self, color: bool, fancy: bool) -> String {
        let mut out = String::new();
        let shown = self.list.iter().take(SHOWN);
        for mistake in shown {
            if fancy {
                self.draw(&mut out, mistake, color);
            } else {
                self.lines(&mut out, mistake);
            }
        }
        if let more @ 1.. = self.list.len().saturating_sub(SHOWN) {
            _ = writeln!(out, "and {more} more mistakes in {}", self.name);
        }
        out
    }

    fn draw(&self, out: &mut String, mistake: &Diagnostic, color: bool) {
        let theme = if color {
            GraphicalTheme::unicode()
        } else {
            GraphicalTheme::unicode_nocolor()
        };
        let shown = Shown {
            mistake,
            source: Lines(self),
        };
        let lines = lines(&self.text, &mistake.span);
        let drawn = GraphicalReportHandler::new_themed(theme);
        if lines.len() > WIDEST || drawn.render_report(out, &shown).is_err() {
            self.lines(out, mistake);
        }
    }

    fn lines(&self, out: &mut String, mistake: &Diagnostic) {
        let (line, column) = position(&self.text, mistake.span.start);
        let excerpt = self.text.split('\n').nth(line - 1).unwrap_or_default();
        let excerpt = excerpt.trim_end_matches('\r');
        let covered = self.text.get(mistake.span.clone()).unwrap_or_default();
        let covered = covered.split(['\n', '\r']).next().unwrap_or_default();
        // Of a very long line, what is around the mistake.
        let from = (column - 1).saturating_sub(WIDEST / 2);
        let shown: String = excerpt.chars().skip(from).take(WIDEST).collect();
        let pad: String = (shown.chars().take(column - 1 - from))
            .map(|c| if c == '\t' { '\t' } else { ' ' })
            .collect();
        let caret = "^".repeat(covered.chars().count().clamp(1, WIDEST / 2));
        let gutter = line.to_string();
        let blank = " ".repeat(gutter.len());
        _ = writeln!(out, "{}:{line}:{column}: {}", self.name, mistake.message);
        _ = writeln!(out, "  {gutter} | {shown}");
        let under = format!("  {blank} | {pad}{caret} {}", mistake.label);
        _ = writeln!(out, "{}", under.trim_end());
        if let Some(help) = &mistake.help {
            _ = writeln!(out, "  help: {help}");
        }
    }
}

/// The line and the column of a byte offset, both counted from 1, columns in characters.
pub fn position(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..floor(text, offset)).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    let last = before.rsplit('\n').next().unwrap_or_default();
    (line, last.chars().count() + 1)
}

/// What a person may have meant: the candidate that is nearest to `word`, if any is near.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let flat = |text: &str| text.replace(['-', '_'], "").to_lowercase();
    let wanted = flat(word);
    // `run_timeout` and `runTimeout` mean `run-timeout`; beyond that, a third of the letters may differ.
    let allowed = wanted.chars().count().div_ceil(3).min(4);
    // Cheap, and it spares a file of many strange keys the expensive comparison.
    let near = |candidate: &&str| candidate.len().abs_diff(word.len()) <= allowed + 4;
    candidates
        .into_iter()
        .filter(near)
        .map(|candidate| (strsim::osa_distance(&wanted, &flat(candidate)), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

fn floor(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

fn fit(text: &str, span: &Range<usize>) -> Range<usize> {
    let start = floor(text, span.start);
    start..floor(text, span.end).max(start)
}

// Of the same length in bytes, so that spans stay true; an escape sequence in a file does not reach the terminal.
fn printable(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\n' | '\r' | '\t' => c,
            c if c.is_control() && c.len_utf8() == 1 => '?',
            c if c.is_control() => '·',
            c => c,
        })
        .collect()
}

struct Shown<'a> {
    mistake: &'a Diagnostic,
    source: Lines<'a>,
}

impl fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.mistake.fmt(f)
    }
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.mistake.message)
    }
}

/// Whole lines and no others: miette would show a span alone, or its neighbors with it.
struct Lines<'a>(&'a Diagnostics);

impl SourceCode for Lines<'_> {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        _after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let text = &self.0.text;
        let wanted = span.offset()..span.offset() + span.len();
        // With lines of context wanted, miette draws the excerpt; without, it asks for the place.
        let whole = if before > 0 {
            lines(text, &wanted)
        } else {
            wanted
        };
        let part = text.get(whole.clone()).ok_or(MietteError::OutOfBounds)?;
        let (line, column) = position(text, whole.start);
        Ok(Box::new(MietteSpanContents::new_named(
            self.0.name.clone(),
            part.as_bytes(),
            (whole.start, whole.len()).into(),
            line - 1,
            column - 1,
            part.matches('\n').count(),
        )))
    }
}

fn lines(text: &str, span: &Range<usize>) -> Range<usize> {
    let before = text.get(..span.start).unwrap_or_default();
    let after = text.get(span.end..).unwrap_or_default();
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    start..span.end + after.find('\n').unwrap_or(after.len())
}

impl std::error::Error for Shown<'_> {}

impl miette::Diagnostic for Shown<'_> {
    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        let help = self.mistake.help.as_ref()?;
        Some(Box::new(help))
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.source)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let label = Some(self.mistake.label.clone()).filter(|label| !label.is_empty());
        let span = self.mistake.span.clone();
        Some(Box::new(std::iter::once(LabeledSpan::new_with_span(
            label, span,
        ))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Diagnostics {
        let text = "name = \"é\"\r\n\tisuer = 1\u{1b}\n";
        let second = Diagnostic {
            message: "unknown key `isuer`".to_owned(),
            span: 14..19,
            label: "not a setting".to_owned(),
            help: Some("did you mean `issuer`?".to_owned()),
        };
        let first = Diagnostic {
            message: "beyond the end".to_owned(),
            span: 8..900,
            label: String::new(),
            help: None,
        };
        Diagnostics::new("a.toml", text, vec![second, first])
    }

    #[test]
    fn mistakes_are_lines_in_the_order_of_the_file() {
        let expected = "\
a.toml:1:9: beyond the end
  1 | name = \"é\"
    |         ^^
a.toml:2:2: unknown key `isuer`
  2 | \tisuer = 1?
    | \t^^^^^ not a setting
  help: did you mean `issuer`?
";
        assert_eq!(sample().render(true, false), expected);
    }

    #[test]
    fn mistakes_are_drawn_for_a_terminal() {
        let drawn = sample().render(false, true);
        assert!(drawn.contains("[a.toml:2:2]"), "{drawn}");
        assert!(drawn.contains("isuer = 1?"), "{drawn}");
        assert!(drawn.contains("╰── not a setting"), "{drawn}");
        assert!(drawn.contains("help: did you mean `issuer`?"), "{drawn}");
        assert!(!drawn.contains('\u{1b}'));
        assert!(sample().render(true, true).contains("\u{1b}["));
    }

    #[test]
    fn very_many_mistakes_are_counted() {
        let one = sample().list()[0].clone();
        let all = Diagnostics::new("a.toml", "x", vec![one; SHOWN + 7]).render(false, false);
        assert!(all.ends_with("and 7 more mistakes in a.toml\n"), "{all}");
    }

    #[test]
    fn of_a_very_long_line_the_part_around_the_mistake_is_shown() {
        let text = format!("{}x{}", "é".repeat(1000), "b".repeat(1000));
        let mistake = Diagnostic {
            span: 2000..2001,
            ..sample().list()[0].clone()
        };
        for fancy in [true, false] {
            let shown = Diagnostics::new("a.toml", &text, vec![mistake.clone()]);
            let shown = shown.render(false, fancy);
            let lines: Vec<Vec<char>> = shown.lines().map(|line| line.chars().collect()).collect();
            assert_eq!(lines[1].len(), "  1 | ".len() + WIDEST);
            let caret = lines[2].iter().position(|c| *c == '^').unwrap();
            assert_eq!(lines[1][caret], 'x');
        }
    }

    #[test]
    fn the_nearest_word_is_found_and_a_far_one_is_not() {
        let words = ["run-timeout", "timeout", "issuer"];
        assert_eq!(nearest("runTimeout", words), Some("run-timeout"));
        assert_eq!(nearest("isuer", words), Some("issuer"));
        assert_eq!(nearest("colour", words), None);
    }
}
