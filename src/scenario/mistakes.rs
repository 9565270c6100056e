//! Every mistake of one file, and how they are shown.

use std::fmt;

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError,
    MietteSpanContents, SourceCode, SourceSpan, SpanContents,
};

use super::Mistake;
use super::source::{self, Place};

/// How many mistakes of one file are shown.
const SHOWN: usize = 100;

/// Every mistake of one scenario file, in the order of the file.
#[derive(Clone)]
pub struct Mistakes {
    name: String,
    text: String,
    all: Vec<Mistake>,
}

/// One mistake with the file around it.
struct InFile<'m> {
    file: &'m Mistakes,
    mistake: &'m Mistake,
}

impl Mistakes {
    pub(super) fn new(name: &str, text: &str, mut mistakes: Vec<Mistake>) -> Self {
        mistakes.sort_by_key(|mistake| (mistake.at().offset(), mistake.at().len()));
        let name = name.to_owned();
        let text = hide_secrets(text, &mistakes);
        Self {
            name,
            text,
            all: mistakes,
        }
    }

    /// The mistakes, in the order of the file.
    pub fn mistakes(&self) -> &[Mistake] {
        &self.all
    }

    /// The name of the file.
    pub fn file(&self) -> &str {
        &self.name
    }

    /// The text that the places of the mistakes are in: the file's, without byte order mark and with `\n` at line ends,
    /// secrets that stand in it hidden.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The mistakes as text, each with its place, the excerpt and what to do about it.
    ///
    /// `fancy` draws them for a terminal, in color where `color` says so. Otherwise each is a line
    /// `file:line:column: message (help)`, columns counted in characters from 1, with the excerpt below it.
    pub fn render(&self, color: bool, fancy: bool) -> String {
        let shown = self.all.iter().take(SHOWN);
        let mut text: String = shown
            .map(|mistake| {
                let drawn = fancy.then(|| self.drawn(mistake, color)).flatten();
                drawn.unwrap_or_else(|| self.written(mistake))
            })
            .collect::<Vec<String>>()
            .join(if fancy { "\n" } else { "" });
        if let Some(rest @ 1..) = self.all.len().checked_sub(SHOWN) {
            text += self.file();
            text += ": and ";
            text += &rest.to_string();
            text += " more\n";
        }
        text
    }

    fn drawn(&self, mistake: &Mistake, color: bool) -> Option<String> {
        let theme = if color {
            GraphicalTheme::unicode()
        } else {
            GraphicalTheme::unicode_nocolor()
        };
        let handler = GraphicalReportHandler::new_themed(theme)
            .with_links(false)
            .with_context_lines(1);
        let mistake = InFile {
            file: self,
            mistake,
        };
        let mut drawn = String::new();
        handler.render_report(&mut drawn, &mistake).ok()?;
        Some(drawn)
    }

    fn written(&self, mistake: &Mistake) -> String {
        let Place { line, column } = Place::of(self.text(), mistake.at().offset());
        let help = mistake
            .advice()
            .map_or_else(String::new, |help| format!(" ({help})"));
        let excerpt = source::excerpt(self.text(), mistake.at());
        let others = mistake.labels().into_iter().flatten();
        let others = others.filter(|label| *label.inner() != mistake.at());
        let others = others.fold(String::new(), |others, label| {
            let line = Place::of(self.text(), label.offset()).line;
            others + "  " + label.label().unwrap_or_default() + &format!(": line {line}\n")
        });
        let file = self.file();
        format!("{file}:{line}:{column}: {mistake}{help}\n{excerpt}{others}")
    }
}

/// The text with `*` in place of the secrets that stand in it.
fn hide_secrets(text: &str, mistakes: &[Mistake]) -> String {
    let mut hidden = text.to_owned();
    for mistake in mistakes {
        if let Mistake::SecretInFile { at, .. } = mistake {
            let range = at.offset()..at.offset() + at.len();
            let part = text.get(range.clone()).unwrap_or_default();
            let stars = part.bytes().map(|b| if b == b'\n' { '\n' } else { '*' });
            hidden.replace_range(range, &stars.collect::<String>());
        }
    }
    hidden
}

impl SourceCode for Mistakes {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let contents = self.text.read_span(span, before, after)?;
        // Columns count characters; miette's own count bytes.
        let column = Place::of(&self.text, contents.span().offset()).column - 1;
        Ok(Box::new(MietteSpanContents::new_named(
            self.name.clone(),
            contents.data(),
            *contents.span(),
            contents.line(),
            column,
            contents.line_count(),
        )))
    }
}

impl fmt::Debug for Mistakes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(false, false))
    }
}

impl fmt::Display for Mistakes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let noun = if self.all.len() == 1 {
            "mistake"
        } else {
            "mistakes"
        };
        write!(f, "{} {noun} in {}", self.all.len(), self.file())
    }
}

impl std::error::Error for Mistakes {}

impl fmt::Debug for InFile<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.mistake.fmt(f)
    }
}

impl fmt::Display for InFile<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.mistake.fmt(f)
    }
}

impl std::error::Error for InFile<'_> {}

impl Diagnostic for InFile<'_> {
    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.mistake.help()
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(self.file)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        self.mistake.labels()
    }
}
