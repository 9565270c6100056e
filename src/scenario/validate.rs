//! The meaning of a scenario file: from the tree to a [`Scenario`], or every mistake in it.

use toml::de::{DeTable, DeValue};

use super::raw::{Fields, Node, Reader, Span};
use super::scope::Scope;
use super::syntax::Syntax;
use super::{
    Credentials, Mistake, Mistakes, Scenario, ScenarioId, SecretSource, SecretVar, SourceFile,
    Template, step, values,
};

const KEYS: [&str; 10] = [
    "title",
    "description",
    "category",
    "feature",
    "group",
    "profile",
    "credentials",
    "vars",
    "secrets",
    "step",
];
const SOURCES: [&str; 3] = ["config", "env", "file"];

/// Reads a scenario.
///
/// # Errors
///
/// Every mistake in the file. Where the file is not TOML, what the unreadable lines leave is read all the same.
pub fn parse(source: &SourceFile, id: ScenarioId) -> Result<Scenario, Mistakes> {
    let text = source.normalized();
    let (syntax, whole) = Syntax::check(&text);
    let document = syntax.document(whole);
    let mut reader = Reader::new(&text);
    let scenario = document.tree.map(|tree| Scenario {
        text: source.text.clone(),
        ..read(&mut reader, tree.get_ref(), id)
    });
    let mut mistakes = reader.mistakes;
    if document.partial {
        mistakes.retain(|mistake| !syntax.explains(mistake));
    }
    mistakes.extend(syntax.mistakes.iter().cloned());
    match scenario {
        Some(scenario) if mistakes.is_empty() => Ok(scenario),
        _ => Err(Mistakes::new(&source.name, &text, mistakes)),
    }
}

fn read(reader: &mut Reader<'_>, tree: &DeTable<'_>, id: ScenarioId) -> Scenario {
    let fields = reader.known(tree, 0..0, "the scenario", &KEYS);
    let help = "name the test, as `title = \"Client Credentials Flow\"`";
    reader.required(&fields, "title", help);
    let title = values::line(reader, &fields, "title").unwrap_or_default();
    let category = values::line(reader, &fields, "category").unwrap_or_else(|| label(&id.category));
    let feature = values::line(reader, &fields, "feature").unwrap_or_else(|| label(&id.feature));
    let group = values::line(reader, &fields, "group").unwrap_or_else(|| feature.clone());
    let profile = values::line(reader, &fields, "profile");
    let description = description(reader, &fields).unwrap_or_default();
    let mut scope = Scope::default();
    let steps = steps(reader, &fields);
    step::expect(&mut scope, steps);
    let mut outside = Vec::new();
    let vars = vars(reader, &mut scope, &fields, &mut outside);
    secrets(reader, &mut scope, &fields, &mut outside);
    let credentials = credentials(reader, &fields, &outside).unwrap_or_default();
    let steps = step::read_all(reader, &mut scope, steps);
    Scenario {
        id,
        text: String::new(),
        title,
        description,
        category,
        feature,
        group,
        credentials,
        profiles: profile.into_iter().collect(),
        vars,
        secrets: outside,
        steps,
    }
}

/// The label of a scenario's category or feature that has none, made of its id.
pub(super) fn label(id: &str) -> String {
    let words = id.split(['-', '_']).filter(|word| !word.is_empty());
    let words: Vec<String> = words
        .map(|word| {
            let mut letters = word.chars();
            letters.next().map_or_else(String::new, |first| {
                first.to_uppercase().chain(letters).collect()
            })
        })
        .collect();
    words.join(" ")
}

fn description(reader: &mut Reader<'_>, fields: &Fields<'_>) -> Option<String> {
    let node = fields.optional("description")?;
    let text = reader.string(node, &fields.path("description"))?;
    Some(text.to_owned())
}

fn steps<'t>(reader: &mut Reader<'_>, fields: &Fields<'t>) -> &'t [Node<'t>] {
    let Some(node) = fields.optional("step") else {
        reader.report(Mistake::NoSteps {
            at: fields.at.clone().into(),
        });
        return &[];
    };
    if let DeValue::Table(_) = node.get_ref() {
        let help = Some("write `[[step]]`, with two brackets, above each step".to_owned());
        reader.wrong_type(node, "`step`", "an array of tables", help);
        return &[];
    }
    let items = reader.array(node, "`step`");
    if items.is_empty() && node.get_ref().is_array() {
        reader.report(Mistake::NoSteps {
            at: node.span().into(),
        });
    }
    items
}

/// The variables with fixed values; those with values from outside go to `outside`.
fn vars(
    reader: &mut Reader<'_>,
    scope: &mut Scope,
    fields: &Fields<'_>,
    outside: &mut Vec<SecretVar>,
) -> Vec<(String, Template)> {
    let mut vars = Vec::new();
    let table = fields
        .optional("vars")
        .and_then(|node| reader.table(node, "`vars`"));
    for (key, node) in table.into_iter().flatten() {
        let name = key.get_ref().clone().into_owned();
        let place = format!("`vars.{name}`");
        if node.get_ref().is_table() {
            let known = reader.fields(node, &place, &["config", "env", "file", "optional"]);
            if let Some(fields) = known {
                let optional = reader.flag(&fields, "optional");
                let source = secret_source(reader, &fields);
                outside.extend(source.map(|source| SecretVar {
                    name: name.clone(),
                    source,
                    optional,
                    public: true,
                }));
            }
        } else {
            vars.push((name.clone(), scope.template(reader, node, &place)));
        }
        scope.define(reader, &name, key.span(), false);
    }
    vars
}

fn secrets(
    reader: &mut Reader<'_>,
    scope: &mut Scope,
    fields: &Fields<'_>,
    outside: &mut Vec<SecretVar>,
) {
    let table = fields
        .optional("secrets")
        .and_then(|node| reader.table(node, "`secrets`"));
    for (key, node) in table.into_iter().flatten() {
        let name = key.get_ref().clone().into_owned();
        scope.define(reader, &name, key.span(), false);
        let place = format!("`secrets.{name}`");
        if !node.get_ref().is_table() {
            let at = node.span().into();
            reader.report(Mistake::SecretInFile { name, at });
            continue;
        }
        let Some(fields) = reader.fields(node, &place, &["config", "env", "file", "optional"])
        else {
            continue;
        };
        let optional = reader.flag(&fields, "optional");
        let source = secret_source(reader, &fields);
        outside.extend(source.map(|source| SecretVar {
            name,
            source,
            optional,
            public: false,
        }));
    }
}

fn secret_source(reader: &mut Reader<'_>, fields: &Fields<'_>) -> Option<SecretSource> {
    let (kind, node) = reader.only(fields, &SOURCES)?;
    let place = fields.path(kind);
    match kind {
        "config" => values::place(reader, node, &place).map(SecretSource::Config),
        "env" => values::filled(reader, node, &place).map(SecretSource::Env),
        _ => values::filled(reader, node, &place).map(SecretSource::File),
    }
}

fn credentials(
    reader: &mut Reader<'_>,
    fields: &Fields<'_>,
    outside: &[SecretVar],
) -> Option<Credentials> {
    const KINDS: [&str; 2] = ["registration", "configured"];
    let fields = reader.fields(fields.optional("credentials")?, "`credentials`", &KINDS)?;
    let (kind, node) = reader.only(&fields, &KINDS)?;
    let place = values::place(reader, node, &fields.path(kind))?;
    let registration = kind == "registration";
    let members: &[(&str, &str)] = if registration {
        &[("initialAccessToken", "secrets.initial_access_token")]
    } else {
        &[
            ("clientId", "vars.client_id"),
            ("clientSecret", "secrets.client_secret"),
        ]
    };
    for (member, variable) in members {
        used(
            reader,
            outside,
            format!("{place}.{member}"),
            variable,
            node.span(),
        );
    }
    Some(if registration {
        Credentials::Registration(place)
    } else {
        Credentials::Configured(place)
    })
}

/// Reports a place that the report would name and that no variable has its value from.
fn used(reader: &mut Reader<'_>, outside: &[SecretVar], place: String, variable: &str, at: Span) {
    if !outside
        .iter()
        .any(|var| var.source == SecretSource::Config(place.clone()))
    {
        let help = Some(format!("write `{variable} = {{ config = \"{place}\" }}`"));
        reader.report(Mistake::CredentialsUnused {
            place,
            at: at.into(),
            help,
        });
    }
}
