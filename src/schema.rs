//! JSON Schemas (2020-12) of the files that are read and written, so that editors complete and check them.
//!
//! The schemas of records, reports and comparisons are derived from the types; those of scenarios and of the configuration
//! are made of the same lists that their readers use. docs/schema has them all, and a test keeps it up to date.

use schemars::{JsonSchema, generate::SchemaSettings};
use serde_json::{Map, Value, json};

use crate::{config, diff::Comparison, exchange::Record, report::machine::JsonReport, scenario};

/// A file that has a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A scenario.
    Scenario,
    /// The configuration.
    Config,
    /// A record.
    Record,
    /// The JSON report.
    Report,
    /// The comparison of two records.
    Diff,
}

/// Where docs/schema is published, with a slash at its end. While it is nowhere, an id is the name of the file: a reference
/// that leads to it from wherever the schema was retrieved (JSON Schema 2020-12, Core §8.2.1).
const PUBLISHED: &str = "";

const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

impl Kind {
    /// Every kind, with its name on the command line and what the schema describes.
    pub const ALL: &[(Self, &str, &str)] = &[
        (Self::Scenario, "scenario", "A scenario (TOML)"),
        (
            Self::Config,
            "config",
            "The configuration: issuercheck.toml or issuercheck.json",
        ),
        (
            Self::Record,
            "record",
            "A record: all that a run saw (--report record=FILE)",
        ),
        (
            Self::Report,
            "report",
            "The JSON report (--format json, --report json=FILE)",
        ),
        (
            Self::Diff,
            "diff",
            "The comparison of two records (diff --format json)",
        ),
    ];

    /// The kind of this name.
    pub fn named(name: &str) -> Option<Self> {
        let found = Self::ALL.iter().find(|(_, known, _)| *known == name);
        found.map(|(kind, ..)| *kind)
    }

    /// The name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Scenario => "scenario",
            Self::Config => "config",
            Self::Record => "record",
            Self::Report => "report",
            Self::Diff => "diff",
        }
    }

    /// The name of the schema's file.
    pub fn file(self) -> String {
        format!("{}.schema.json", self.name())
    }

    /// The schema's `$id`.
    pub fn id(self) -> String {
        format!("{PUBLISHED}{}", self.file())
    }

    /// The schema.
    pub fn schema(self) -> Value {
        let body = match self {
            Self::Scenario => scenario::schema(),
            Self::Config => config::schema(),
            // A record is read, too: what may be absent there may be absent.
            Self::Record => versioned(derived::<Record>(false), Record::FORMAT, Record::VERSION),
            Self::Report => {
                let mut body = derived::<JsonReport<'_>>(true);
                fix(&mut body, "version", json!(JsonReport::VERSION));
                body
            }
            Self::Diff => {
                let body = derived::<Comparison>(true);
                versioned(body, Comparison::FORMAT, Comparison::VERSION)
            }
        };
        let title = Self::ALL.iter().find(|(kind, ..)| *kind == self);
        let title = title.map(|(_, _, title)| *title).unwrap_or_default();
        let mut schema = Map::new();
        schema.insert("$schema".to_owned(), json!(DIALECT));
        schema.insert("$id".to_owned(), json!(self.id()));
        schema.insert("title".to_owned(), json!(title));
        for (name, value) in body {
            schema.entry(name).or_insert(value);
        }
        Value::Object(schema)
    }

    /// The schema as JSON text, indented, with a line end.
    ///
    /// # Errors
    ///
    /// None that a schema can cause.
    pub fn text(self) -> Result<String, serde_json::Error> {
        serde_json::to_string_pretty(&self.schema()).map(|text| text + "\n")
    }
}

/// The schema of a type, as it is written or as it is read.
fn derived<T: JsonSchema>(written: bool) -> Map<String, Value> {
    let settings = SchemaSettings::draft2020_12();
    let settings = if written {
        settings.for_serialize()
    } else {
        settings
    };
    let schema = settings.into_generator().into_root_schema_for::<T>();
    match schema.to_value() {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}

fn versioned(mut body: Map<String, Value>, format: &str, version: u32) -> Map<String, Value> {
    fix(&mut body, "format", json!(format));
    fix(&mut body, "version", json!(version));
    body
}

/// Says that a member has always this value.
fn fix(body: &mut Map<String, Value>, member: &str, value: Value) {
    let member = body
        .get_mut("properties")
        .and_then(|members| members.get_mut(member));
    if let Some(Value::Object(member)) = member {
        member.insert("const".to_owned(), value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_found_by_its_name() {
        for (kind, name, _) in Kind::ALL {
            assert_eq!(Kind::named(name), Some(*kind));
            assert_eq!(kind.name(), *name);
        }
    }

    #[test]
    fn a_schema_says_what_it_is_and_which_version() {
        let schema = Kind::Record.schema();
        assert_eq!(schema["$id"], "record.schema.json");
        assert_eq!(schema["properties"]["format"]["const"], Record::FORMAT);
        assert_eq!(schema["properties"]["version"]["const"], Record::VERSION);
    }
}
