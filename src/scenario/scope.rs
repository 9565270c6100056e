//! The variables of a scenario: which names mean something at which step.

use toml::de::DeValue;

use super::raw::{Node, Reader, Span};
use super::{Mistake, Part, Template, TemplateError, suggest};

/// The namespace of the server's metadata.
const METADATA: &str = "metadata";
/// The issuer identifier; `issuer.origin`, `issuer.path` and `issuer.slash` are parts of it.
const ISSUER: &str = "issuer";

/// What is known at a point of a scenario.
#[derive(Default)]
pub(super) struct Scope {
    names: Vec<Name>,
    /// What captures and variables of the whole file will be called, and where they come from.
    later: Vec<(String, String)>,
    discovered: bool,
}

struct Name {
    text: String,
    at: Span,
    captured: bool,
}

impl Scope {
    /// Notes a name that the file defines somewhere, to say so where it is used too early.
    pub(super) fn expect(&mut self, name: &str, origin: &str) {
        self.later.push((name.to_owned(), origin.to_owned()));
    }

    /// Defines a variable.
    pub(super) fn define(&mut self, reader: &mut Reader<'_>, name: &str, at: Span, captured: bool) {
        let usable = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
        if name.is_empty() || [METADATA, ISSUER].contains(&name) || !name.chars().all(usable) {
            let name = name.to_owned();
            return reader.report(Mistake::BadVariableName {
                name,
                at: at.into(),
            });
        }
        match self.names.iter().find(|known| known.text == name) {
            // A later response may bring a new value: an update, for one, a new registration access token.
            Some(first) if first.captured && captured => {}
            Some(first) => reader.report(Mistake::SameVariable {
                name: name.to_owned(),
                at: at.into(),
                first: first.at.clone().into(),
            }),
            None => self.names.push(Name {
                text: name.to_owned(),
                at,
                captured,
            }),
        }
    }

    /// Notes that metadata is there from now on.
    pub(super) fn discover(&mut self) {
        self.discovered = true;
    }

    /// Reports what needs metadata where there is none yet.
    pub(super) fn need_metadata(&self, reader: &mut Reader<'_>, what: &str, at: Span) {
        if !self.discovered {
            let what = what.to_owned();
            reader.report(Mistake::NeedsDiscovery {
                what,
                at: at.into(),
            });
        }
    }

    /// The template at a node, its variables known.
    pub(super) fn template(
        &self,
        reader: &mut Reader<'_>,
        node: &Node<'_>,
        place: &str,
    ) -> Template {
        let Some(text) = reader.string(node, place) else {
            return Template(Vec::new());
        };
        match Template::parse(text) {
            Ok(template) => {
                self.check(reader, node, &template);
                template
            }
            Err(error) => {
                reader.report(bad_template(error, locate(reader, node, text, error.at())));
                Template(Vec::new())
            }
        }
    }

    fn check(&self, reader: &mut Reader<'_>, node: &Node<'_>, template: &Template) {
        let mut seen: Vec<&str> = Vec::new();
        for name in template.variables() {
            if seen.contains(&name) {
                continue;
            }
            seen.push(name);
            let source = reader.source(&node.span());
            let written = format!("${{{name}}}");
            let at = source.find(&written).map_or_else(
                || node.span(),
                |offset| {
                    let start = node.span().start + offset;
                    start..start + written.len()
                },
            );
            self.check_name(reader, name, at);
        }
    }

    fn check_name(&self, reader: &mut Reader<'_>, name: &str, at: Span) {
        match name.split_once('.') {
            Some((METADATA, member)) if !member.is_empty() => {
                self.need_metadata(reader, &format!("`${{{name}}}`"), at);
            }
            Some(
                ("issuer", "origin" | "path" | "slash") | ("jwks" | "private_jwks" | "alg", _),
            ) => {}
            None if name == ISSUER => {}
            _ if self.names.iter().any(|known| known.text == name) => {}
            _ => reader.report(Mistake::UnknownVariable {
                name: name.to_owned(),
                at: at.into(),
                help: self.help(name),
            }),
        }
    }

    /// Reports the name of a variable that is not known at this point.
    pub(super) fn need(&self, reader: &mut Reader<'_>, name: &str, at: Span) {
        self.check_name(reader, name, at);
    }

    fn help(&self, name: &str) -> Option<String> {
        if let Some((_, origin)) = self.later.iter().find(|(later, _)| later == name) {
            return Some(format!("{origin} defines it, which comes too late"));
        }
        let known: Vec<&str> = self.names.iter().map(|known| known.text.as_str()).collect();
        if known.is_empty() {
            return Some(format!("define it, as in `vars.{name} = \"…\"`"));
        }
        suggest::help(name, &known)
    }
}

fn bad_template(error: TemplateError, at: Span) -> Mistake {
    let (problem, help) = match error {
        TemplateError::Unclosed(_) => (
            "`${` without `}`",
            "close it, or write `$${` for `${` as text",
        ),
        TemplateError::BadName(_) => (
            "`${…}` without the name of a variable in it",
            "a name has letters, digits, `_`, `-` and `.`; write `$${` for `${` as text",
        ),
    };
    Mistake::BadTemplate {
        problem,
        at: at.into(),
        help: Some(help.to_owned()),
    }
}

/// Where the `${` at an offset of the decoded text is in the file; the whole value where escapes make that unclear.
fn locate(reader: &Reader<'_>, node: &Node<'_>, text: &str, offset: usize) -> Span {
    let span = node.span();
    reader
        .source(&span)
        .find(text)
        .map_or(span.clone(), |quote| {
            let start = span.start + quote + offset;
            start..start + 2
        })
}

/// Every template in free-form JSON, and the JSON itself.
pub(super) fn json(
    reader: &mut Reader<'_>,
    scope: &Scope,
    node: &Node<'_>,
    place: &str,
) -> serde_json::Value {
    use serde_json::Value;
    match node.get_ref() {
        DeValue::String(text) => {
            scope.template(reader, node, place);
            Value::String(text.clone().into_owned())
        }
        DeValue::Boolean(flag) => Value::Bool(*flag),
        DeValue::Integer(integer) => {
            let (digits, radix) = (integer.as_str(), integer.radix());
            i64::from_str_radix(digits, radix)
                .map(Value::from)
                .or_else(|_| u64::from_str_radix(digits, radix).map(Value::from))
                .unwrap_or_else(|_| not_json(reader, node, "an integer of more than 64 bits"))
        }
        DeValue::Float(float) => {
            let number = float
                .as_str()
                .parse()
                .ok()
                .and_then(serde_json::Number::from_f64);
            number.map_or_else(
                || not_json(reader, node, "a float that is no finite number"),
                Value::Number,
            )
        }
        DeValue::Datetime(_) => not_json(reader, node, "a date or time"),
        DeValue::Array(items) => items
            .iter()
            .map(|item| json(reader, scope, item, place))
            .collect(),
        DeValue::Table(table) => table
            .iter()
            .map(|(key, item)| {
                (
                    key.get_ref().clone().into_owned(),
                    json(reader, scope, item, place),
                )
            })
            .collect(),
    }
}

fn not_json(reader: &mut Reader<'_>, node: &Node<'_>, what: &'static str) -> serde_json::Value {
    let help = format!("write it as a string: \"{}\"", reader.source(&node.span()));
    reader.report(Mistake::NotJson {
        what,
        at: node.span().into(),
        help: Some(help),
    });
    serde_json::Value::Null
}

/// The text of a template without variables.
pub(super) fn literal(template: &Template) -> Option<&str> {
    match template.0.as_slice() {
        [] => Some(""),
        [Part::Text(text)] => Some(text),
        _ => None,
    }
}

/// The text that a template begins with.
pub(super) fn beginning(template: &Template) -> Option<&str> {
    match template.0.first() {
        Some(Part::Text(text)) => Some(text),
        _ => None,
    }
}
