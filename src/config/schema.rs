//! The JSON Schema of the configuration, made of the settings and what `default.toml` says of them.

use serde_json::{Map, Value, json};

use super::{
    Color, DEFAULTS, FailOn, Format, KEYS, Key, ReportFormat,
    credential::{CLIENT_ID, CLIENT_SECRET, PROBES, PUBLIC, SECRETS, TOKEN, TOP_LEVEL},
    keys::{self, Shape},
};

/// The schema of the configuration, without its `$id`. What no schema can say, such as that a file is there, is for the
/// reader to say.
pub fn schema() -> Map<String, Value> {
    let mut properties = Map::new();
    // Editors say with it which schema a JSON file has.
    properties.insert(
        keys::SCHEMA.to_owned(),
        json!({ "type": "string", "description": "The schema of this file; nothing reads it." }),
    );
    let defaults: toml::Table = toml::from_str(DEFAULTS).unwrap_or_default();
    for key in KEYS {
        let mut setting = setting(key);
        setting.insert("description".to_owned(), json!(description(key)));
        if let Some(default) = defaults.get(key.name) {
            setting.insert("default".to_owned(), json!(default));
        }
        properties.insert(key.name.to_owned(), Value::Object(setting));
    }
    for name in TOP_LEVEL {
        let (about, target) = match name {
            TOKEN => (
                "The initial access token for every place that has none of its own.",
                "credential",
            ),
            PROBES => ("What probes need to know of the target.", "probes"),
            _ => ("Credentials by the names of booking partners.", "partners"),
        };
        let reference = json!({ "description": about, "$ref": format!("#/$defs/{target}") });
        properties.insert(name.to_owned(), reference);
    }
    let schema = json!({
        "description": "A flag wins over the environment, the environment over this file, the file over the defaults.",
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
        "$defs": definitions(),
    });
    match schema {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}

/// What a setting can be: what its kind says, and what else is known of it.
fn setting(key: &Key) -> Map<String, Value> {
    let mut setting = match key.shape {
        Shape::Text => json!({ "type": "string", "pattern": LINE }),
        Shape::Integer => json!({ "type": "integer", "minimum": 0 }),
        Shape::TextOrInteger => json!({ "type": ["string", "integer"] }),
        Shape::Boolean => json!({ "type": "boolean" }),
        Shape::List => json!({ "type": "array", "items": { "type": "string", "pattern": LINE } }),
    };
    if let (Value::Object(setting), Value::Object(more)) = (&mut setting, narrower(key)) {
        setting.extend(more);
    }
    match setting {
        Value::Object(setting) => setting,
        _ => Map::new(),
    }
}

/// One line with something on it.
const LINE: &str = r"^[^\u0000-\u001f\u007f-\u009f]*[^\s\u0000-\u001f\u007f-\u009f][^\u0000-\u001f\u007f-\u009f]*$";
const DURATION: &str = "^[0-9]*[1-9][0-9]* *(ms|s|m|h)$";
const SIZE: &str = "^[0-9]*[1-9][0-9]* *(B|KB|kB|MB|KiB|MiB)?$";
const ISSUER: &str = r"^[hH][tT][tT][pP][sS]?://[^/?#@\s]+(/[^?#\s]*)?$";
const GIBIBYTE: u64 = 1 << 30;

fn narrower(key: &Key) -> Value {
    match *key {
        keys::ISSUER => json!({ "pattern": ISSUER, "examples": ["https://localhost:5003"] }),
        keys::JOBS => json!({ "minimum": 1, "maximum": 64 }),
        keys::TIMEOUT | keys::RUN_TIMEOUT | keys::DELAY | keys::RETRY_LIMIT | keys::SETTLE => {
            json!({ "type": "string", "pattern": DURATION })
        }
        keys::MAX_BODY | keys::MAX_WIRE_BODY => {
            json!({ "pattern": SIZE, "minimum": 1, "maximum": GIBIBYTE })
        }
        keys::CHECKS => json!({ "examples": [["all"], ["none"], ["rfc7591-*"]] }),
        keys::FAIL_ON => json!({ "enum": names(FailOn::ALL) }),
        keys::FORMAT => json!({ "enum": names(Format::ALL) }),
        keys::COLOR => json!({ "enum": names(Color::ALL) }),
        keys::REPORTS => {
            let formats = names(ReportFormat::ALL).join("|");
            json!({ "items": { "type": "string", "pattern": format!("^({formats})=.*\\S") } })
        }
        keys::CLOCK => json!({ "format": "date-time" }),
        keys::MAX_REQUESTS => json!({ "minimum": 1 }),
        keys::PLAIN_HTTP_PORT => json!({ "minimum": 1, "maximum": u16::MAX }),
        keys::SEED => json!({ "maximum": u64::MAX }),
        _ => json!({}),
    }
}

fn names<T>(all: &[(T, &'static str)]) -> Vec<&'static str> {
    all.iter().map(|(_, name)| *name).collect()
}

/// What `default.toml` says above a setting.
fn description(key: &Key) -> String {
    let head = format!("\n# {}, {}\n", key.flag, key.env);
    let before = DEFAULTS.split_once(&head).map(|(before, _)| before);
    let paragraph = before.and_then(|before| before.rsplit("\n\n").next());
    let lines = paragraph.unwrap_or_default().lines();
    let lines: Vec<_> = lines
        .map(|line| line.trim_start_matches('#').trim())
        .collect();
    lines.join(" ")
}

/// The tables that hold credentials.
fn definitions() -> Value {
    let table = |properties: Value| json!({ "type": "object", "properties": properties, "additionalProperties": false });
    let credential = |name: &str| json!({ name: { "$ref": "#/$defs/credential" } });
    let client = {
        let mut members = credential(CLIENT_ID);
        if let (Value::Object(members), Value::Object(more)) =
            (&mut members, credential(CLIENT_SECRET))
        {
            members.extend(more);
        }
        members
    };
    let given = json!({ "type": "string", "pattern": "^[^\\u0000-\\u001f\\u007f-\\u009f]+$" });
    let probes = PUBLIC.iter().chain(&SECRETS);
    let probes: Map<_, _> = probes
        .map(|name| ((*name).to_owned(), json!({ "$ref": "#/$defs/credential" })))
        .collect();
    let probes = Value::Object(probes);
    json!({
        "credential": {
            "description": "The value itself, the name of an environment variable, or a file whose first line it is.",
            "oneOf": [
                given,
                {
                    "type": "object",
                    "properties": { "env": given },
                    "required": ["env"],
                    "additionalProperties": false,
                },
                {
                    "type": "object",
                    "properties": { "file": given },
                    "required": ["file"],
                    "additionalProperties": false,
                },
            ],
        },
        "partners": {
            "type": "object",
            "propertyNames": { "pattern": "^[A-Za-z0-9_-]+$" },
            "additionalProperties": table(json!({ "authentication": { "$ref": "#/$defs/authentication" } })),
        },
        "probes": table(probes),
        "authentication": table(json!({
            TOKEN: { "$ref": "#/$defs/credential" },
            "clientCredentials": table(client),
        })),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_is_described_and_has_its_default() {
        let schema = schema();
        for key in KEYS {
            let setting = &schema["properties"][key.name];
            let description = setting["description"].as_str().unwrap();
            assert!(
                description.ends_with('.') && !description.contains('#'),
                "{key:?}"
            );
        }
        assert_eq!(schema["properties"]["jobs"]["default"], 1);
        assert!(schema["properties"]["issuer"].get("default").is_none());
    }
}
