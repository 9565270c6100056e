//! `issuercheck config`: every setting and where it came from; secrets only as set or not set.

use std::fmt::Write as _;
use std::path::Path;
use std::time::Duration;

use serde_json::{Map, Value, json};

use super::credential::{self, Given};
use super::{Format, Key, Origin, Settings, Sourced, keys};
use crate::clock::Clock;

/// What `issuercheck config` shows of one setting or credential.
struct Row {
    name: String,
    value: Value,
    /// Stands in for the value where that must not be shown.
    state: Option<&'static str>,
    origin: Option<Origin>,
    /// What a credential refers to, as `environment variable NAME`.
    from: Option<String>,
}

impl Settings {
    /// Every setting with its origin, in the order of `default.toml`, then the credentials. It holds no secret.
    pub fn show(&self, format: Format) -> String {
        match format {
            Format::Text => self.show_text(),
            Format::Json => self.show_json(),
        }
    }

    fn show_text(&self) -> String {
        let mut out = match &self.file {
            Some(path) => format!("# configuration file: {}\n\n", display(path)),
            None => "# configuration file: none\n\n".to_owned(),
        };
        out.push_str(&table(&self.rows()));
        out.push_str("\n# credentials\n\n");
        out.push_str(&table(&self.credential_rows()));
        for warning in &self.warnings {
            _ = writeln!(out, "\nwarning: {warning}");
        }
        out
    }

    fn show_json(&self) -> String {
        let list = |rows: Vec<Row>| rows.into_iter().map(Row::into_json).collect::<Vec<_>>();
        let shown = json!({
            "version": 1,
            "file": self.file.as_deref().map(display),
            "settings": list(self.rows()),
            "credentials": list(self.credential_rows()),
            "warnings": self.warnings,
        });
        format!("{shown:#}\n")
    }

    fn rows(&self) -> Vec<Row> {
        vec![
            row(&keys::ISSUER, &self.issuer, |issuer| json!(issuer)),
            row(&keys::NAME, &self.name, |name| json!(name)),
            row(&keys::CACERT, &self.cacert, |path| {
                json!(path.as_deref().map(display))
            }),
            row(&keys::INSECURE, &self.insecure, |insecure| json!(insecure)),
            row(&keys::JOBS, &self.jobs, |jobs| json!(jobs)),
            row(&keys::DELAY, &self.delay, |time| {
                optional_duration(time.as_ref())
            }),
            row(&keys::MAX_REQUESTS, &self.max_requests, |most| json!(most)),
            row(&keys::RETRY_LIMIT, &self.retry_limit, duration),
            row(&keys::SETTLE, &self.settle, |time| {
                optional_duration(time.as_ref())
            }),
            row(&keys::KEEP_CLIENTS, &self.keep_clients, |keep| json!(keep)),
            row(&keys::PASSIVE, &self.passive, |passive| json!(passive)),
            row(&keys::PLAIN_HTTP_PORT, &self.plain_http_port, |port| {
                json!(port)
            }),
            row(&keys::TIMEOUT, &self.timeout, duration),
            row(&keys::RUN_TIMEOUT, &self.run_timeout, duration),
            row(&keys::MAX_BODY, &self.max_body, |bytes| size(*bytes)),
            row(&keys::MAX_WIRE_BODY, &self.max_wire_body, |bytes| {
                size(*bytes)
            }),
            row(&keys::CHECKS, &self.checks, |checks| json!(checks)),
            row(&keys::FAIL_ON, &self.fail_on, |severity| {
                json!(severity.to_string())
            }),
            row(&keys::REPORTS, &self.reports, |reports| {
                reports.iter().map(ToString::to_string).collect()
            }),
            row(&keys::FORMAT, &self.format, |format| {
                json!(format.to_string())
            }),
            row(&keys::COLOR, &self.color, |color| json!(color.to_string())),
            row(&keys::ANNOTATIONS, &self.annotations, |annotations| {
                json!(annotations.to_string())
            }),
            row(&keys::CLOCK, &self.clock, clock),
            row(&keys::SEED, &self.seed, |seed| json!(seed)),
            row(&keys::SCENARIOS, &self.scenarios, |scenarios| {
                json!(scenarios)
            }),
        ]
    }

    fn credential_rows(&self) -> Vec<Row> {
        let generic = credential::VARIABLES.iter().map(|(name, variable)| {
            let value = self.credentials.variable(name).map(|(_, value)| value);
            Row {
                name: (*variable).to_owned(),
                // A client identifier is no secret (RFC 6749 §2.2).
                value: json!(value.filter(|_| credential::is_public(name))),
                state: state(name, value.is_some()),
                origin: value.map(|_| Origin::Env((*variable).to_owned())),
                from: None,
            }
        });
        let placed = self
            .credentials
            .placed
            .iter()
            .map(|(place, given, origin)| {
                let found = self.credentials.resolve(place, given, origin).ok();
                let value = found.as_ref().map(crate::secret::Secret::reveal);
                Row {
                    name: place.clone(),
                    value: json!(value.filter(|_| credential::is_public(place))),
                    state: state(place, value.is_some()),
                    origin: Some(origin.clone()),
                    from: reference(given),
                }
            });
        generic.chain(placed).collect()
    }
}

fn state(place: &str, set: bool) -> Option<&'static str> {
    match set {
        true if credential::is_public(place) => None,
        true => Some("set"),
        false => Some("not set"),
    }
}

fn reference(given: &Given) -> Option<String> {
    match given {
        Given::Value(_) => None,
        Given::Env(name) => Some(format!("environment variable {name}")),
        Given::File(path) => Some(format!("file {}", display(path))),
    }
}

fn row<T>(key: &Key, sourced: &Sourced<T>, show: impl Fn(&T) -> Value) -> Row {
    let value = show(&sourced.value);
    Row {
        name: key.name.to_owned(),
        state: value.is_null().then_some("not set"),
        value,
        origin: Some(sourced.origin.clone()),
        from: None,
    }
}

impl Row {
    fn text(&self) -> String {
        match (&self.state, &self.value) {
            (Some(state), _) => format!("({state})"),
            (None, Value::String(text)) => printable(text),
            (None, value) => printable(&value.to_string()),
        }
    }

    fn origin(&self) -> String {
        let origin = self.origin.as_ref().map(ToString::to_string);
        let from = self.from.as_ref().map(|from| format!("from {from}"));
        let parts: Vec<String> = origin.into_iter().chain(from).collect();
        printable(&parts.join(", "))
    }

    fn into_json(self) -> Value {
        let mut members = Map::new();
        members.insert("name".to_owned(), json!(self.name));
        match self.state {
            Some(state) => members.insert("state".to_owned(), json!(state)),
            None => members.insert("value".to_owned(), self.value),
        };
        members.insert(
            "origin".to_owned(),
            self.origin.as_ref().map_or(Value::Null, origin),
        );
        if let Some(from) = self.from {
            members.insert("from".to_owned(), json!(from));
        }
        Value::Object(members)
    }
}

fn origin(origin: &Origin) -> Value {
    match origin {
        Origin::Flag(name) => json!({ "kind": "flag", "name": name }),
        Origin::Env(name) => json!({ "kind": "environment", "name": name }),
        Origin::File { path, line, column } => {
            json!({ "kind": "file", "path": display(path), "line": line, "column": column })
        }
        Origin::Default => json!({ "kind": "default" }),
    }
}

/// Columns. A value that is wider than most does not push the origins of the others away.
fn table(rows: &[Row]) -> String {
    let width = |of: &dyn Fn(&Row) -> String| {
        let widths = rows.iter().map(|row| of(row).chars().count());
        widths.filter(|width| *width <= 80).max().unwrap_or(0)
    };
    let names = width(&|row| row.name.clone());
    let values = width(&Row::text).min(40);
    let mut out = String::new();
    for row in rows {
        let (name, value, origin) = (&row.name, row.text(), row.origin());
        let line = format!("{name:names$}  {value:values$}  {origin}");
        _ = writeln!(out, "{}", line.trim_end());
    }
    out
}

fn optional_duration(value: Option<&Duration>) -> Value {
    value.map_or(Value::Null, duration)
}

fn duration(duration: &Duration) -> Value {
    let millis = duration.as_millis();
    let units = [(3_600_000, "h"), (60_000, "m"), (1_000, "s"), (1, "ms")];
    let unit = units
        .into_iter()
        .find(|(unit, _)| millis.is_multiple_of(*unit));
    let (unit, name) = unit.unwrap_or((1, "ms"));
    json!(format!("{}{name}", millis / unit))
}

fn size(bytes: u64) -> Value {
    let units = [
        (1 << 20, "MiB"),
        (1 << 10, "KiB"),
        (1_000_000, "MB"),
        (1_000, "KB"),
        (1, "B"),
    ];
    let unit = units
        .into_iter()
        .find(|(unit, _)| bytes.is_multiple_of(*unit));
    let (unit, name) = unit.unwrap_or((1, "B"));
    json!(format!("{}{name}", bytes / unit))
}

fn clock(clock: &Clock) -> Value {
    match clock {
        Clock::System => Value::Null,
        Clock::Fixed(time) => {
            json!(
                time.format(&time::format_description::well_known::Rfc3339)
                    .ok()
            )
        }
    }
}

fn display(path: &Path) -> String {
    path.display().to_string()
}

/// Text without control characters, so that no value can move the cursor of a terminal.
fn printable(text: &str) -> String {
    let shown = |c: char| {
        if c.is_control() {
            char::REPLACEMENT_CHARACTER
        } else {
            c
        }
    };
    text.chars().map(shown).collect()
}
