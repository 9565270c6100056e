//! The steps of a scenario file, in order: each is read with what is known when it runs.

use toml::de::DeValue;

use super::raw::{Fields, Node, Reader, Span};
use super::scope::Scope;
use super::{Act, Capture, CaptureFrom, Mistake, Step, act, values};

/// Notes what the steps capture, so that a use before the capture is told from a name that nothing has.
pub(super) fn expect(scope: &mut Scope, steps: &[Node<'_>]) {
    for step in steps {
        let id = step
            .get_ref()
            .get("id")
            .and_then(|id| id.get_ref().as_str())
            .unwrap_or("?");
        let captures = step
            .get_ref()
            .get("capture")
            .and_then(|node| node.get_ref().as_table());
        for key in captures.into_iter().flat_map(|table| table.keys()) {
            scope.expect(key.get_ref(), &format!("the step `{id}`"));
        }
    }
}

/// Reads the steps.
pub(super) fn read_all(
    reader: &mut Reader<'_>,
    scope: &mut Scope,
    nodes: &[Node<'_>],
) -> Vec<Step> {
    let mut ids: Vec<(String, Span)> = Vec::new();
    nodes
        .iter()
        .filter_map(|node| read(reader, scope, node, &mut ids))
        .collect()
}

fn read(
    reader: &mut Reader<'_>,
    scope: &mut Scope,
    node: &Node<'_>,
    ids: &mut Vec<(String, Span)>,
) -> Option<Step> {
    const KEYS: [&str; 6] = ["id", "title", "spec", "when", "do", "capture"];
    let fields = reader.fields(node, "the step", &KEYS)?;
    let help = "name the step, as `id = \"discover\"`";
    let id = reader.required(&fields, "id", help);
    let id = id
        .and_then(|node| step_id(reader, node, ids))
        .unwrap_or_default();
    let title = values::line(reader, &fields, "title");
    let spec = values::line(reader, &fields, "spec");
    let when_metadata = when(reader, scope, &fields).unwrap_or_default();
    let help = "say what the step does, as `do.discover = \"openid-configuration\"`";
    let act = reader.required(&fields, "do", help);
    if act.is_none() {
        scope.discover();
    }
    let act = act.and_then(|node| act::read(reader, scope, node));
    let captures = captures(reader, scope, &fields, act.as_ref());
    let act = act?;
    let title = title.unwrap_or_else(|| act::title(&act, &id));
    Some(Step {
        id,
        title,
        spec,
        when_metadata,
        act,
        captures,
    })
}

fn step_id(
    reader: &mut Reader<'_>,
    node: &Node<'_>,
    ids: &mut Vec<(String, Span)>,
) -> Option<String> {
    let id = reader.string(node, "`id` in the step")?.to_owned();
    let usable = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_');
    if !id.starts_with(|c: char| c.is_ascii_lowercase()) || !id.chars().all(usable) {
        let id = id.escape_debug().to_string();
        reader.report(Mistake::BadStepId {
            id,
            at: node.span().into(),
        });
    } else if let Some((_, first)) = ids.iter().find(|(known, _)| *known == id) {
        let (at, first) = (node.span().into(), first.clone().into());
        reader.report(Mistake::SameStepId {
            id: id.clone(),
            at,
            first,
        });
    } else {
        ids.push((id.clone(), node.span()));
    }
    Some(id)
}

fn when(reader: &mut Reader<'_>, scope: &Scope, fields: &Fields<'_>) -> Option<Vec<String>> {
    let fields = reader.fields(fields.optional("when")?, "`when`", &["metadata"])?;
    let help = "name the member of the metadata, as `when.metadata = \"revocation_endpoint\"`";
    let node = reader.required(&fields, "metadata", help)?;
    scope.need_metadata(reader, "`when.metadata`", node.span());
    let nodes = match node.get_ref() {
        DeValue::Array(items) => items.iter().as_slice(),
        _ => std::slice::from_ref(node),
    };
    let place = "`when.metadata`";
    Some(
        nodes
            .iter()
            .filter_map(|node| values::filled(reader, node, place))
            .collect(),
    )
}

fn captures(
    reader: &mut Reader<'_>,
    scope: &mut Scope,
    fields: &Fields<'_>,
    act: Option<&Act>,
) -> Vec<Capture> {
    let mut captures = Vec::new();
    let table = fields
        .optional("capture")
        .and_then(|node| reader.table(node, "`capture`"));
    for (key, node) in table.into_iter().flatten() {
        let name = key.get_ref().clone().into_owned();
        scope.define(reader, &name, key.span(), true);
        if matches!(act, Some(Act::Wait(_))) {
            let name = name.clone();
            reader.report(Mistake::NothingToCapture {
                name,
                at: key.span().into(),
            });
        }
        captures.extend(capture(reader, name, node));
    }
    captures
}

fn capture(reader: &mut Reader<'_>, name: String, node: &Node<'_>) -> Option<Capture> {
    let place = format!("`capture.{name}`");
    if let Some(text) = node.get_ref().as_str() {
        let help = format!("write `capture.{name} = {{ json = \"{text}\" }}`");
        reader.wrong_type(node, &place, "a table", Some(help));
        return None;
    }
    let fields = reader.fields(node, &place, &["json", "header", "secret", "optional"])?;
    let secret = reader.flag(&fields, "secret");
    let optional = reader.flag(&fields, "optional");
    let (kind, node) = reader.only(&fields, &["json", "header"])?;
    let place = fields.path(kind);
    let from = if kind == "json" {
        CaptureFrom::Json(values::pointer(reader, node, &place)?)
    } else {
        CaptureFrom::Header(values::header_name(reader, node, &place)?)
    };
    Some(Capture {
        name,
        from,
        secret,
        optional,
    })
}
