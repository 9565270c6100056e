//! A page as lines, each of which knows whether it is inside a code fence.

/// The lines of a text, by number from zero.
pub(super) struct Lines<'a> {
    text: &'a str,
    lines: Vec<Line<'a>>,
}

struct Line<'a> {
    text: &'a str,
    start: usize,
    fenced: bool,
}

/// A code block: what is between its fences, and the number of the line after it.
pub(super) struct Fence<'a> {
    pub(super) inside: &'a str,
    pub(super) after: usize,
}

impl<'a> Lines<'a> {
    /// Splits a text that ends with a line end.
    pub(super) fn new(text: &'a str) -> Self {
        let mut lines = Vec::new();
        let mut start = 0;
        let mut open: Option<usize> = None;
        for whole in text.split_inclusive('\n') {
            let line = whole.strip_suffix('\n').unwrap_or(whole);
            let ticks = line.len() - line.trim_start_matches('`').len();
            let fenced = open.is_some() || ticks >= 3;
            open = match open {
                // Backticks alone, as many at least, close it (CommonMark 0.31 §4.5).
                Some(length) if ticks >= length && line.trim_end().len() == ticks => None,
                None if ticks >= 3 => Some(ticks),
                open => open,
            };
            lines.push(Line {
                text: line,
                start,
                fenced,
            });
            start += whole.len();
        }
        Self { text, lines }
    }

    /// The number of lines.
    pub(super) fn len(&self) -> usize {
        self.lines.len()
    }

    /// A line without its line end; empty beyond the last.
    pub(super) fn line(&self, at: usize) -> &'a str {
        self.lines.get(at).map_or("", |line| line.text)
    }

    /// Whether a line is there and empty, outside code.
    pub(super) fn is_blank(&self, at: usize) -> bool {
        self.lines
            .get(at)
            .is_some_and(|line| line.text.is_empty() && !line.fenced)
    }

    /// The first line at or after this one that is not empty, or the end.
    pub(super) fn skip_blank(&self, from: usize, end: usize) -> usize {
        (from..end).find(|&at| !self.is_blank(at)).unwrap_or(end)
    }

    /// The lines in a range that are outside code and fit.
    pub(super) fn find_all(
        &self,
        from: usize,
        end: usize,
        fits: impl Fn(&str) -> bool,
    ) -> Vec<usize> {
        let lines = self.lines.iter().enumerate().take(end).skip(from);
        let found = lines.filter(|(_, line)| !line.fenced && fits(line.text));
        found.map(|(at, _)| at).collect()
    }

    /// The first of them.
    pub(super) fn find(
        &self,
        from: usize,
        end: usize,
        fits: impl Fn(&str) -> bool,
    ) -> Option<usize> {
        (from..end.min(self.len())).find(|&at| {
            self.lines
                .get(at)
                .is_some_and(|line| !line.fenced && fits(line.text))
        })
    }

    /// The text of the lines in a range, line ends included.
    pub(super) fn slice(&self, from: usize, end: usize) -> &'a str {
        let start = |at: usize| {
            self.lines
                .get(at)
                .map_or(self.text.len(), |line| line.start)
        };
        self.text.get(start(from)..start(end)).unwrap_or_default()
    }

    /// The code block that begins at a line and ends before another.
    pub(super) fn fence(&self, at: usize, end: usize) -> Option<Fence<'a>> {
        let open = self.lines.get(at).filter(|line| line.fenced && at < end)?;
        let ticks = open.text.len() - open.text.trim_start_matches('`').len();
        let closes = |line: &&str| {
            let length = line.trim_end().len();
            length >= ticks && line.bytes().take(length).all(|byte| byte == b'`')
        };
        let close = (at + 1..end).find(|&at| closes(&self.line(at)))?;
        let inside = self.slice(at + 1, close);
        Some(Fence {
            inside: inside.strip_suffix('\n').unwrap_or(inside),
            after: close + 1,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_in_a_fence_is_no_heading() {
        let lines = Lines::new("## a\n````json\n## b\n```\n## c\n`````\n## d\n");
        assert_eq!(lines.find_all(0, 7, |line| line.starts_with("## ")), [0, 6]);
        let fence = lines.fence(1, 7).unwrap();
        assert_eq!((fence.inside, fence.after), ("## b\n```\n## c", 6));
        assert!(lines.fence(1, 5).is_none());
        assert!(lines.fence(0, 7).is_none());
    }

    #[test]
    fn slices_are_the_text() {
        let text = "a\n\nb\n";
        let lines = Lines::new(text);
        assert_eq!(lines.slice(0, 2), "a\n\n");
        assert_eq!(lines.slice(2, 9), "b\n");
        assert_eq!(lines.skip_blank(1, 3), 2);
        assert_eq!(lines.line(7), "");
    }
}
