//! Texts of a fixed form: identifiers, pointers, places in the configuration, pieces of HTTP, durations.

use std::time::Duration;

use super::raw::{Fields, Node, Reader};
use super::scope::{Scope, beginning, literal};
use super::{Mistake, Template};

/// The longest wait of one step.
const LONGEST_WAIT: Duration = Duration::from_mins(1);

/// Reports a text that has not the form it must have.
fn bad(
    reader: &mut Reader<'_>,
    node: &Node<'_>,
    value: &str,
    expected: &'static str,
    problem: &str,
    help: &str,
) {
    reader.report(Mistake::BadValue {
        value: value.escape_debug().to_string(),
        expected,
        problem: problem.to_owned(),
        at: node.span().into(),
        help: Some(help.to_owned()),
    });
}

/// One line of text, for a heading or a list.
pub(super) fn line(reader: &mut Reader<'_>, fields: &Fields<'_>, key: &str) -> Option<String> {
    let node = fields.optional(key)?;
    let place = fields.path(key);
    let text = reader.string(node, &place)?;
    if text.trim().is_empty() || text.chars().any(char::is_control) {
        reader.report(Mistake::NotOneLine {
            place,
            at: node.span().into(),
        });
    }
    Some(text.to_owned())
}

/// A place in the configuration: names joined by dots.
pub(super) fn place(reader: &mut Reader<'_>, node: &Node<'_>, name: &str) -> Option<String> {
    let text = reader.string(node, name)?;
    let usable = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    let well_formed = |part: &str| !part.is_empty() && part.chars().all(usable);
    if !text.split('.').all(well_formed) {
        let problem = "it is not names with dots between them";
        let help = "write it as `bookingPartners.primary`; a name has letters, digits, `_` and `-`";
        bad(
            reader,
            node,
            text,
            "a place in the configuration",
            problem,
            help,
        );
    }
    Some(text.to_owned())
}

/// A text that is not empty.
pub(super) fn filled(reader: &mut Reader<'_>, node: &Node<'_>, place: &str) -> Option<String> {
    let text = reader.string(node, place)?;
    if text.is_empty() || text.chars().any(|c| c == '\0' || c == '\n') {
        reader.report(Mistake::NotOneLine {
            place: place.to_owned(),
            at: node.span().into(),
        });
    }
    Some(text.to_owned())
}

/// Several texts that are not empty.
pub(super) fn words(reader: &mut Reader<'_>, node: &Node<'_>, place: &str) -> Vec<String> {
    let nodes = reader.array(node, place).iter();
    nodes
        .filter_map(|node| filled(reader, node, place))
        .collect()
}

/// A JSON pointer to a member (RFC 6901 §3); the empty one names the whole document.
pub(super) fn pointer(reader: &mut Reader<'_>, node: &Node<'_>, place: &str) -> Option<String> {
    let text = reader.string(node, place)?;
    let escapes = text
        .split('~')
        .skip(1)
        .all(|after| after.starts_with(['0', '1']));
    if !text.is_empty() && !text.starts_with('/') {
        let help = format!(
            "did you mean `/{}`?",
            text.trim_start_matches(['$', '.', '#'])
        );
        bad(
            reader,
            node,
            text,
            "a JSON pointer",
            "it does not begin with `/`",
            &help,
        );
    } else if !escapes {
        let help = "write `~0` for `~` and `~1` for `/` (RFC 6901 §3)";
        bad(
            reader,
            node,
            text,
            "a JSON pointer",
            "it has `~` without `0` or `1` after it",
            help,
        );
    }
    Some(text.to_owned())
}

/// Whether a text is a token of HTTP (RFC 9110 §5.6.2).
fn is_token(text: &str) -> bool {
    let usable = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    !text.is_empty() && text.chars().all(usable)
}

/// A request method (RFC 9110 §9.1).
pub(super) fn method(reader: &mut Reader<'_>, node: &Node<'_>, place: &str) -> Option<String> {
    let text = reader.string(node, place)?;
    if !is_token(text) {
        let problem = "it is empty or has a character that no token has";
        bad(
            reader,
            node,
            text,
            "a request method",
            problem,
            "write one word, as `POST`",
        );
    }
    Some(text.to_owned())
}

/// The name of a header field (RFC 9110 §5.1).
pub(super) fn header_name(reader: &mut Reader<'_>, node: &Node<'_>, place: &str) -> Option<String> {
    let text = reader.string(node, place)?;
    if !is_token(text) {
        let problem = "it is empty or has a character that no token has";
        bad(
            reader,
            node,
            text,
            "the name of a header field",
            problem,
            "write it as `content-type`",
        );
    }
    Some(text.to_owned())
}

/// The value of a header field (RFC 9110 §5.5).
pub(super) fn header_value(
    reader: &mut Reader<'_>,
    scope: &Scope,
    node: &Node<'_>,
    place: &str,
) -> Template {
    let template = scope.template(reader, node, place);
    let text = node.get_ref().as_str().unwrap_or_default();
    if text.chars().any(|c| c.is_control() && c != '\t') {
        let problem = "it has a line break or another control character";
        let help = "write a second header field instead of a second line";
        bad(
            reader,
            node,
            text,
            "the value of a header field",
            problem,
            help,
        );
    }
    template
}

/// A URL of the scheme http or https, as far as that can be told before its variables have values.
pub(super) fn url(
    reader: &mut Reader<'_>,
    scope: &Scope,
    node: &Node<'_>,
    place: &str,
) -> Template {
    let template = scope.template(reader, node, place);
    let text = node.get_ref().as_str().unwrap_or_default();
    if template.0.is_empty() && !text.is_empty() || !node.get_ref().is_str() {
        return template;
    }
    let web = |text: &str| {
        let scheme = text.split_once("://").map(|(scheme, _)| scheme);
        scheme.is_some_and(|s| s.eq_ignore_ascii_case("http") || s.eq_ignore_ascii_case("https"))
    };
    let problem = match (literal(&template), beginning(&template)) {
        (Some(text), _) if !web(text) => {
            "it does not begin with `https://` or `http://`".to_owned()
        }
        (Some(text), _) => match url::Url::parse(text) {
            Ok(_) => return template,
            Err(error) => error.to_string(),
        },
        (None, Some(start)) if !web(start) && !"https://".starts_with(start) => {
            "it does not begin with `https://` or `http://`".to_owned()
        }
        _ => return template,
    };
    bad(
        reader,
        node,
        text,
        "a URL",
        &problem,
        "write it as `https://client.example/path`",
    );
    template
}

/// How long to wait, as `250ms` or `2s`.
pub(super) fn wait(reader: &mut Reader<'_>, node: &Node<'_>) -> Duration {
    let Some(text) = reader.string(node, "`do.wait`") else {
        return Duration::ZERO;
    };
    let parsed = match (text.strip_suffix("ms"), text.strip_suffix('s')) {
        (Some(number), _) => number.parse().ok().map(Duration::from_millis),
        (None, Some(number)) => number.parse().ok().map(Duration::from_secs),
        (None, None) => None,
    };
    let problem = match parsed {
        Some(wait) if wait.is_zero() => "it is no time at all",
        Some(wait) if wait > LONGEST_WAIT => "a step waits 60 seconds at most",
        Some(wait) if !text.starts_with('+') => return wait,
        _ => "it is not a whole number with `ms` or `s` after it",
    };
    bad(
        reader,
        node,
        text,
        "a wait",
        problem,
        "write it as `250ms` or `2s`",
    );
    Duration::ZERO
}
