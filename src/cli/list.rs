//! `issuercheck list`.

use serde_json::{Value, json};

use super::{args::List, terminal::Terminal};
use crate::{
    check::Check,
    checks,
    config::Format,
    error::{Error, Exit},
    issuer::{Faults, Quirk},
    profile, scenario,
};

/// Lists what was asked for.
pub(super) fn run(arguments: &List, terminal: &Terminal) -> Result<Exit, Error> {
    let rows: Vec<Row> = match arguments.what.as_str() {
        "checks" => checks::all()
            .filter(|check| wanted(check, arguments))
            .map(check_row)
            .collect(),
        "profiles" => profile::all()
            .iter()
            .map(|profile| {
                Row::new(
                    &profile.name,
                    &format!("{} On: {}.", profile.about, profile.on),
                )
            })
            .collect(),
        "faults" => Faults::known()
            .map(|(id, sentence)| Row::new(id, sentence))
            .collect(),
        "quirks" => Quirk::all()
            .map(|(_, id, sentence)| Row::new(id, sentence))
            .collect(),
        _ => scenario::select(&[])?
            .iter()
            .map(|scenario| Row::new(&scenario.id.to_string(), &scenario.title))
            .collect(),
    };
    if arguments.format == Some(Format::Json) {
        let list: Vec<_> = rows.iter().map(|row| &row.json).collect();
        let text =
            serde_json::to_string_pretty(&list).map_err(|error| Error::Bug(error.to_string()))?;
        return terminal.out(&format!("{text}\n"));
    }
    let width = rows
        .iter()
        .map(|row| row.id.len())
        .max()
        .unwrap_or_default();
    let lines: Vec<String> = rows
        .iter()
        .map(|row| format!("{:width$}  {}\n", row.id, row.text))
        .collect();
    terminal.out(&lines.concat())
}

struct Row {
    id: String,
    text: String,
    json: Value,
}

impl Row {
    fn new(id: &str, title: &str) -> Self {
        Self {
            id: id.to_owned(),
            text: title.to_owned(),
            json: json!({ "id": id, "title": title }),
        }
    }
}

fn check_row(check: &'static Check) -> Row {
    let cites: Vec<_> = check
        .cites
        .iter()
        .map(|cite| json!({ "text": cite.text(), "url": cite.url() }))
        .collect();
    let json = json!({
        "id": check.id,
        "aliases": check.aliases,
        "statement": check.statement,
        "level": check.level.keyword(),
        "severity": check.severity,
        "subject": check.subject,
        "mode": check.mode,
        "applies_when": check.applies.sentence(),
        "remedy": check.remedy,
        "note": check.note,
        "cites": cites,
        "faults": check.faults,
    });
    Row {
        id: check.id.to_owned(),
        text: format!("{:10}  {}", check.severity.word(), check.statement),
        json,
    }
}

/// Whether a check passes the filters.
fn wanted(check: &Check, arguments: &List) -> bool {
    let cites = |spec: &String| {
        let spec = spec.to_lowercase().replace([' ', '-'], "");
        check.cites.iter().any(|cite| {
            cite.spec
                .name()
                .to_lowercase()
                .replace([' ', '-'], "")
                .contains(&spec.replace("oidc", "openidconnect"))
        })
    };
    is(arguments.subject.as_ref(), &json!(check.subject))
        && is(arguments.severity.as_ref(), &json!(check.severity))
        && is(arguments.mode.as_ref(), &json!(check.mode))
        && arguments.spec.as_ref().is_none_or(cites)
}

fn is(wanted: Option<&String>, value: &Value) -> bool {
    wanted.is_none_or(|wanted| value == wanted)
}
