//! The steps of a scenario file, in order: each is read with what is known when it runs.

use toml::de::DeValue;

use super::raw::{Fields, Node, Reader, Span};
use super::scope::Scope;
use super::{
    Act, Capture, CaptureChange, CaptureFrom, Mistake, Step, Template, When, act, auth, suggest,
    values,
};
use crate::exchange::Probe;

pub(super) const CHANGES: [(&str, CaptureChange); 4] = [
    ("tampered-jwt", CaptureChange::TamperedJwt),
    ("unsigned-jwt", CaptureChange::UnsignedJwt),
    ("foreign-typ", CaptureChange::ForeignTyp),
    ("unknown-client", CaptureChange::UnknownClient),
];

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

/// The keys of a step.
pub(super) const KEYS: [&str; 10] = [
    "id",
    "title",
    "spec",
    "probe",
    "after",
    "shared",
    "otherwise",
    "when",
    "do",
    "capture",
];

fn read(
    reader: &mut Reader<'_>,
    scope: &mut Scope,
    node: &Node<'_>,
    ids: &mut Vec<(String, Span)>,
) -> Option<Step> {
    let fields = reader.fields(node, "the step", &KEYS)?;
    let help = "name the step, as `id = \"discover\"`";
    let id = reader.required(&fields, "id", help);
    let id = id
        .and_then(|node| step_id(reader, node, ids))
        .unwrap_or_default();
    let title = values::line(reader, &fields, "title");
    let spec = values::line(reader, &fields, "spec");
    let probe = fields.optional("probe");
    let probe = probe.and_then(|node| probe_named(reader, node));
    let after = after(reader, &fields, ids);
    let shared = reader.flag(&fields, "shared");
    let otherwise = otherwise(reader, scope, &fields);
    let when = when(reader, scope, &fields).unwrap_or_default();
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
        probe: probe.unwrap_or_default(),
        after,
        shared,
        otherwise,
        when,
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

fn probe_named(reader: &mut Reader<'_>, node: &Node<'_>) -> Option<Probe> {
    let text = reader.string(node, "`probe` in the step")?;
    let probe = Probe::named(text).filter(|probe| *probe != Probe::Aside);
    if probe.is_none() {
        let known: Vec<_> = Probe::ALL.iter().map(|probe| probe.name()).collect();
        let near = suggest::nearest(text, known.iter().copied());
        reader.report(Mistake::UnknownWord {
            what: "probe",
            value: text.escape_debug().to_string(),
            at: node.span().into(),
            help: Some(near.map_or_else(
                || "docs/scenarios.md lists the probes".to_owned(),
                |near| format!("did you mean `{near}`?"),
            )),
        });
    }
    probe
}

/// The steps before this one that must be over.
fn after(reader: &mut Reader<'_>, fields: &Fields<'_>, ids: &[(String, Span)]) -> Vec<String> {
    let Some(node) = fields.optional("after") else {
        return Vec::new();
    };
    let known: Vec<&str> = ids.iter().map(|(id, _)| id.as_str()).collect();
    let mut after = Vec::new();
    for node in one_or_more(node) {
        let Some(id) = reader.string(node, "`after` in the step") else {
            continue;
        };
        // The last of the known ids is the step's own.
        if !known
            .split_last()
            .is_some_and(|(_, before)| before.contains(&id))
        {
            reader.report(Mistake::UnknownWord {
                what: "earlier step",
                value: id.escape_debug().to_string(),
                at: node.span().into(),
                help: suggest::help(id, &known),
            });
        }
        after.push(id.to_owned());
    }
    after
}

/// The values with which the step is performed once more.
fn otherwise(
    reader: &mut Reader<'_>,
    scope: &Scope,
    fields: &Fields<'_>,
) -> Vec<(String, Template)> {
    let node = fields.optional("otherwise");
    let table = node.and_then(|node| reader.table(node, "`otherwise`"));
    let mut values = Vec::new();
    for (name, node) in table.into_iter().flatten() {
        scope.need(reader, name.get_ref(), name.span());
        let value = scope.template(reader, node, "`otherwise`");
        values.push((name.get_ref().clone().into_owned(), value));
    }
    values
}

fn one_or_more<'t>(node: &'t Node<'t>) -> &'t [Node<'t>] {
    match node.get_ref() {
        DeValue::Array(items) => items.iter().as_slice(),
        _ => std::slice::from_ref(node),
    }
}

fn when(reader: &mut Reader<'_>, scope: &Scope, fields: &Fields<'_>) -> Option<When> {
    const KINDS: [&str; 5] = ["metadata", "lists", "has", "lacks", "https"];
    let fields = reader.fields(fields.optional("when")?, "`when`", &KINDS)?;
    let mut when = When {
        https: reader.flag(&fields, "https"),
        ..When::default()
    };
    if let Some(node) = fields.optional("metadata") {
        scope.need_metadata(reader, "`when.metadata`", node.span());
        let nodes = one_or_more(node).iter();
        let names = nodes.filter_map(|node| values::filled(reader, node, "`when.metadata`"));
        when.metadata = names.collect();
    }
    if let Some(node) = fields.optional("lists") {
        scope.need_metadata(reader, "`when.lists`", node.span());
        for (member, node) in reader.table(node, "`when.lists`").into_iter().flatten() {
            let member = member.get_ref().clone().into_owned();
            for node in one_or_more(node) {
                let value = values::filled(reader, node, "`when.lists`");
                when.lists
                    .extend(value.map(|value| (member.clone(), value)));
            }
        }
    }
    when.has = variables(reader, scope, fields.optional("has"), "`when.has`");
    when.lacks = variables(reader, scope, fields.optional("lacks"), "`when.lacks`");
    Some(when)
}

/// The names of variables that are known at this step.
fn variables(
    reader: &mut Reader<'_>,
    scope: &Scope,
    node: Option<&Node<'_>>,
    place: &str,
) -> Vec<String> {
    let mut names = Vec::new();
    for node in node.into_iter().flat_map(one_or_more) {
        let name = values::filled(reader, node, place);
        names.extend(name.inspect(|name| scope.need(reader, name, node.span())));
    }
    names
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
        captures.extend(capture(reader, scope, name, node));
    }
    captures
}

fn capture(
    reader: &mut Reader<'_>,
    scope: &Scope,
    name: String,
    node: &Node<'_>,
) -> Option<Capture> {
    const KEYS: [&str; 8] = [
        "json", "header", "sent", "secret", "optional", "change", "as", "or",
    ];
    let place = format!("`capture.{name}`");
    if let Some(text) = node.get_ref().as_str() {
        let help = format!("write `capture.{name} = {{ json = \"{text}\" }}`");
        reader.wrong_type(node, &place, "a table", Some(help));
        return None;
    }
    let fields = reader.fields(node, &place, &KEYS)?;
    let secret = reader.flag(&fields, "secret");
    let optional = reader.flag(&fields, "optional");
    let change = fields.optional("change");
    let change = change.and_then(|node| auth::word(reader, node, "change of a capture", &CHANGES));
    let instead = fields.optional("as");
    let instead = instead.map(|node| scope.template(reader, node, &fields.path("as")));
    let or = fields.optional("or");
    let or = or.map(|node| scope.template(reader, node, &fields.path("or")));
    let (kind, node) = reader.only(&fields, &["json", "header", "sent"])?;
    let place = fields.path(kind);
    let from = match kind {
        "json" => CaptureFrom::Json(values::pointer(reader, node, &place)?),
        "header" => CaptureFrom::Header(values::header_name(reader, node, &place)?),
        _ => CaptureFrom::Sent(values::filled(reader, node, &place)?),
    };
    Some(Capture {
        name,
        from,
        change,
        instead,
        or,
        secret,
        optional,
    })
}
