//! Prose: `CommonMark` as elements of ours. Markup inside it is text, and no address in it becomes a link.

use pulldown_cmark::{Event, LinkType, Parser, Tag};

use super::markup::{Markup, Space, cut};

/// Characters of a prose text that are shown.
const SHOWN: usize = 1 << 14;

/// Depth of lists and quotes; what is deeper is shown at that depth.
const DEPTH: usize = 12;

/// Prose of several paragraphs.
pub(super) fn blocks(text: &str) -> Markup {
    written(text, true)
}

/// Prose of one sentence, to stand in a line.
pub(super) fn inline(text: &str) -> Markup {
    written(text, false)
}

fn written(text: &str, blocks: bool) -> Markup {
    let (shown, left_out) = cut(text, SHOWN);
    let mut writer = Writer::default();
    for event in Parser::new(shown) {
        writer.event(event, blocks);
    }
    writer.close_all();
    writer.markup.push_left_out(left_out);
    writer.markup
}

/// A sentence in which only inline code is markup: what it quotes stays as it is.
pub(super) fn with_code(text: &str) -> Markup {
    let (mut rest, left_out) = cut(text, SHOWN);
    let mut markup = Markup::default();
    markup.own("<bdi>");
    while let Some((before, code, after)) = next_code(rest) {
        markup.push(before, Space::Line);
        markup.own("<code>");
        markup.push(code, Space::Line);
        markup.own("</code>");
        rest = after;
    }
    markup.push(rest, Space::Line);
    markup.own("</bdi>");
    markup.push_left_out(left_out);
    markup
}

/// What is before the first inline code, its inside, and what is after it. Only single backticks are read: more would be
/// looked for to the end of the text, again and again.
fn next_code(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('`')?;
    let (code, after) = rest.split_once('`')?;
    (!code.is_empty()).then_some((before, code, after))
}

#[derive(Default)]
struct Writer {
    markup: Markup,
    /// What ends the elements that are open, with the address of a link; nothing for what has none.
    open: Vec<(&'static str, Option<String>)>,
}

impl Writer {
    fn event(&mut self, event: Event<'_>, blocks: bool) {
        match event {
            Event::Start(tag) => self.start(&tag, blocks),
            Event::End(_) => self.end(),
            Event::Code(text) => {
                self.markup.own("<code>");
                self.markup.push(&text, Space::Line);
                self.markup.own("</code>");
            }
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => {
                self.markup.push(&text, Space::Kept);
            }
            Event::SoftBreak => self.markup.own("\n"),
            Event::HardBreak => self.markup.own("<br>"),
            Event::Rule if blocks => self.markup.own("<hr>"),
            // Extensions that are not on.
            Event::Rule
            | Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::FootnoteReference(_)
            | Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, blocks: bool) {
        let (begin, end) = match tag {
            _ if self.open.len() >= DEPTH => ("", ""),
            Tag::Emphasis => ("<em>", "</em>"),
            Tag::Strong => ("<strong>", "</strong>"),
            _ if !blocks => ("", ""),
            Tag::Paragraph | Tag::HtmlBlock => ("<p>", "</p>"),
            // The headings of a page are ours alone.
            Tag::Heading { .. } => ("<p><strong>", "</strong></p>"),
            Tag::BlockQuote(_) => ("<blockquote>", "</blockquote>"),
            Tag::CodeBlock(_) => ("<pre><code>", "</code></pre>"),
            Tag::List(None) => ("<ul>", "</ul>"),
            Tag::List(Some(_)) => ("<ol>", "</ol>"),
            Tag::Item => ("<li>", "</li>"),
            _ => ("", ""),
        };
        let address = match tag {
            Tag::Link {
                link_type,
                dest_url,
                ..
            } if !matches!(link_type, LinkType::Autolink | LinkType::Email) => {
                Some(dest_url.to_string())
            }
            _ => None,
        };
        self.markup.own(begin);
        self.open.push((end, address));
    }

    fn end(&mut self) {
        let Some((end, address)) = self.open.pop() else {
            return;
        };
        if let Some(address) = address {
            self.markup.own(" (");
            self.markup.push(&address, Space::Line);
            self.markup.own(")");
        }
        self.markup.own(end);
    }

    fn close_all(&mut self) {
        while !self.open.is_empty() {
            self.end();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_becomes_elements_of_ours_alone() {
        let text = "Send `a<b>`.\n\n * one\n * *two*\n\n<script>x</script>\n\n[a](javascript:1) ![b](https://x)";
        let html = blocks(text);
        assert_eq!(
            html.html(),
            "<p>Send <code>a&lt;b&gt;</code>.</p><ul><li>one</li><li><em>two</em></li></ul><p>&lt;script&gt;x&lt;/script&gt;\n</p>\
             <p>a (javascript:1) b</p>"
        );
        assert_eq!(inline("A **b**\n\n# c").html(), "A <strong>b</strong>c");
    }

    #[test]
    fn a_sentence_keeps_what_it_quotes() {
        let html = with_code("got `\"*a*\"` and *b* `");
        assert_eq!(html.html(), "<bdi>got <code>\"*a*\"</code> and *b* `</bdi>");
    }

    #[test]
    fn deep_lists_end() {
        let html = blocks(&"> ".repeat(5000));
        assert!(html.html().matches("<blockquote>").count() <= DEPTH);
    }
}
