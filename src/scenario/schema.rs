//! The JSON Schema of a scenario, made of the lists of its shape.

use serde_json::{Map, Value, json};

use super::shape::{self, Form, Member, Table};

/// One line with something on it.
const LINE: &str = r"^[^\u0000-\u001f\u007f-\u009f]*[^\s\u0000-\u001f\u007f-\u009f][^\u0000-\u001f\u007f-\u009f]*$";
const FILLED: &str = r"^[^\u0000\n]+$";
const HEADER_VALUE: &str = r"^[^\u0000-\u0008\u000a-\u001f\u007f-\u009f]*$";
/// What stands before a variable can be anything, such as `https` alone.
const URL: &str = r"^([hH][tT][tT][pP][sS]?://|[^$]*\$\{)";
const STEP_ID: &str = "^[a-z][a-z0-9_-]*$";
const NAME: &str = "^[A-Za-z0-9_-]+$";
const PLACE: &str = r"^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$";
const POINTER: &str = "^(/([^~]|~[01])*)?$";
const TOKEN: &str = r"^[A-Za-z0-9!#$%&'*+.^_`|~-]+$";
const WAIT: &str = "^[0-9]*[1-9][0-9]*(ms|s)$";

/// The schema of a scenario, without its `$id`. What no schema can say, such as that a variable is known where it is used,
/// is for the reader to say.
pub fn schema() -> Map<String, Value> {
    let mut schema = Map::new();
    schema.insert(
        "description".to_owned(),
        json!("What to do with an authorization server, step by step. It acts and never asserts."),
    );
    schema.extend(table(shape::SCENARIO, &[]));
    schema.insert("$defs".to_owned(), json!({ "auth": authentication() }));
    schema
}

/// A table with these members, and exactly one of the others where there are any.
fn table(members: Table, one_of: Table) -> Map<String, Value> {
    let all = || one_of.iter().chain(members);
    let described = |member: &Member| {
        let mut form = form(member.form);
        form.insert("description".to_owned(), json!(member.about));
        (member.name.to_owned(), Value::Object(form))
    };
    let needed: Vec<_> = all()
        .filter(|member| member.needed)
        .map(|member| member.name)
        .collect();
    let mut table = Map::new();
    table.insert("type".to_owned(), json!("object"));
    let properties: Map<_, _> = all().map(described).collect();
    table.insert("properties".to_owned(), Value::Object(properties));
    if !needed.is_empty() {
        table.insert("required".to_owned(), json!(needed));
    }
    table.insert("additionalProperties".to_owned(), json!(false));
    if !one_of.is_empty() {
        let each = one_of
            .iter()
            .map(|member| json!({ "required": [member.name] }));
        table.insert("oneOf".to_owned(), each.collect());
    }
    table
}

fn form(form: Form) -> Map<String, Value> {
    let value = match form {
        Form::Line => text(LINE),
        Form::Text | Form::Template => json!({ "type": "string" }),
        Form::Filled => text(FILLED),
        Form::FilledOnes => {
            json!({ "anyOf": [text(FILLED), { "type": "array", "items": text(FILLED) }] })
        }
        Form::HeaderValue => text(HEADER_VALUE),
        Form::Url => text(URL),
        Form::StepId => text(STEP_ID),
        Form::Place => text(PLACE),
        Form::Pointer => text(POINTER),
        Form::Token => text(TOKEN),
        Form::Wait => text(WAIT),
        Form::Flag => json!({ "type": "boolean" }),
        Form::Word(words) => json!({ "enum": words() }),
        Form::Object => json!({ "type": "object" }),
        Form::FilledList => json!({ "type": "array", "items": text(FILLED) }),
        Form::Lists => json!({
            "type": "object",
            "additionalProperties": self::form(Form::FilledOnes),
        }),
        Form::Parameters => parameters(),
        Form::Headers => headers(),
        Form::ClientAuthentication => json!({ "$ref": "#/$defs/auth" }),
        Form::Table(members) => return table(members, &[]),
        Form::OneOf(members) => return table(&[], members),
        Form::OneOfWith(one_of, members) => return table(members, one_of),
        Form::Variables(of) => json!({
            "type": "object",
            "propertyNames": { "pattern": NAME, "not": { "const": "metadata" } },
            "additionalProperties": self::form(*of),
        }),
        Form::Either(one, other) => json!({ "anyOf": [self::form(*one), self::form(*other)] }),
        Form::Tables(members) => {
            json!({ "type": "array", "minItems": 1, "items": table(members, &[]) })
        }
    };
    match value {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}

fn parameters() -> Value {
    let one = json!({ "type": "string" });
    let several = json!({ "type": "array", "items": one });
    json!({ "type": "object", "additionalProperties": { "anyOf": [one, several] } })
}

fn headers() -> Value {
    json!({
        "type": "array",
        "items": {
            "type": "array",
            "prefixItems": [text(TOKEN), text(HEADER_VALUE)],
            "minItems": 2,
            "maxItems": 2,
        },
    })
}

fn text(pattern: &str) -> Value {
    json!({ "type": "string", "pattern": pattern })
}

fn authentication() -> Value {
    json!({ "anyOf": [{ "const": "none" }, table(&[], shape::METHODS)] })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Mistake, ScenarioId, SourceFile, parse};

    /// The mistakes of a scenario.
    fn mistakes(text: &str) -> Vec<Mistake> {
        let id = ScenarioId {
            category: "a".to_owned(),
            feature: "b".to_owned(),
            name: "c".to_owned(),
        };
        let source = SourceFile {
            name: "a.toml".to_owned(),
            text: text.to_owned(),
        };
        let found = parse(&source, id).map_err(|mistakes| mistakes.mistakes().to_vec());
        found.err().unwrap_or_default()
    }

    /// A scenario with one step after a discovery.
    fn step(rest: &str) -> String {
        format!(
            "title = \"t\"\n[[step]]\nid = \"a\"\ndo.discover = \"openid-configuration\"\n[[step]]\nid = \"b\"\n{rest}"
        )
    }

    fn action(name: &str, table: &str) -> String {
        step(&format!("do.{name} = {table}\n"))
    }

    /// The keys that the reader knows where it found one that it does not know.
    fn known(text: &str) -> Vec<String> {
        let help = mistakes(text)
            .into_iter()
            .find_map(|mistake| match mistake {
                Mistake::UnknownKey { key, help, .. } if key == "zzzzzzzz" => Some(help),
                _ => None,
            });
        let help = help.unwrap_or_else(|| panic!("no unknown key in {text}"));
        let help = help.unwrap_or_default();
        let mut keys: Vec<_> = help
            .split('`')
            .skip(1)
            .step_by(2)
            .map(str::to_owned)
            .collect();
        keys.sort();
        keys
    }

    /// The keys that the reader misses.
    fn missed(text: &str) -> Vec<String> {
        let missed = mistakes(text)
            .into_iter()
            .filter_map(|mistake| match mistake {
                Mistake::MissingKey { key, .. } => Some(key),
                _ => None,
            });
        let mut missed: Vec<_> = missed.collect();
        missed.sort();
        missed
    }

    fn names(tables: &[Table]) -> Vec<String> {
        let members = tables.iter().flat_map(|table| table.iter());
        let mut names: Vec<_> = members.map(|member| member.name.to_owned()).collect();
        names.sort();
        names
    }

    fn needs(table: Table) -> Vec<String> {
        let needed = table.iter().filter(|member| member.needed);
        let mut needed: Vec<_> = needed.map(|member| member.name.to_owned()).collect();
        needed.sort();
        needed
    }

    #[test]
    fn the_lists_have_the_keys_that_the_reader_knows() {
        let unknown = "{ zzzzzzzz = 1 }";
        let with = |before: &str| known(&format!("{before}\n{}", step("do.wait = \"1s\"")));
        assert_eq!(with("zzzzzzzz = 1"), names(&[shape::SCENARIO]));
        assert_eq!(
            with(&format!("credentials = {unknown}")),
            names(&[shape::CREDENTIALS])
        );
        assert_eq!(
            with(&format!("vars.a = {unknown}")),
            names(&[shape::SOURCES, shape::OPTIONAL])
        );
        assert_eq!(
            with(&format!("secrets.a = {unknown}")),
            names(&[shape::SOURCES, shape::OPTIONAL])
        );
        assert_eq!(known(&step("zzzzzzzz = 1")), names(&[shape::STEP]));
        assert_eq!(
            known(&step(&format!("when = {unknown}"))),
            names(&[shape::WHEN])
        );
        assert_eq!(
            known(&step(&format!("capture.a = {unknown}"))),
            names(&[shape::CAPTURE_FROM, shape::CAPTURE])
        );
        assert_eq!(
            known(&step(&format!("do = {unknown}"))),
            names(&[shape::ACTIONS])
        );
        let auth = format!("{{ form = {{}}, auth = {unknown} }}");
        assert_eq!(known(&action("token", &auth)), names(&[shape::METHODS]));
    }

    #[test]
    fn the_lists_have_the_members_of_every_action() {
        let tables = |members: Table| -> Vec<(&'static str, Table)> {
            let members = members.iter().filter_map(|member| match member.form {
                Form::Table(table) => Some((member.name, table)),
                _ => None,
            });
            members.collect()
        };
        for (name, table) in tables(shape::ACTIONS) {
            assert_eq!(
                known(&action(name, "{ zzzzzzzz = 1 }")),
                names(&[table]),
                "{name}"
            );
            assert_eq!(missed(&action(name, "{}")), needs(table), "{name}");
        }
        for (name, table) in tables(shape::METHODS) {
            let auth = |table: &str| format!("{{ form = {{}}, auth.{name} = {table} }}");
            let unknown = action("token", &auth("{ zzzzzzzz = 1 }"));
            assert_eq!(known(&unknown), names(&[table]), "{name}");
            assert_eq!(
                missed(&action("token", &auth("{}"))),
                needs(table),
                "{name}"
            );
        }
        assert_eq!(missed(&step("when = {}")), {
            let mut missed = needs(shape::WHEN);
            missed.push("do".to_owned());
            missed.sort();
            missed
        });
    }

    #[test]
    fn the_lists_have_the_words_that_the_reader_knows() {
        let unknown = mistakes(&action("discover", "\"zzzzzzzz\"")).into_iter();
        let help = unknown.into_iter().find_map(|mistake| match mistake {
            Mistake::UnknownWord { help, .. } => help,
            _ => None,
        });
        for word in shape::LOCATIONS {
            assert!(
                help.as_ref()
                    .is_some_and(|help| help.contains(&format!("`{word}`")))
            );
        }
        let listed = help.unwrap_or_default();
        assert_eq!(listed.matches('`').count(), 2 * shape::LOCATIONS.len());
    }
}
