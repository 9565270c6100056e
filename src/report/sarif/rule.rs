//! The checks as rules.

use std::collections::{BTreeSet, HashMap};

use serde_json::{Value, json};

use crate::{
    check::Check,
    checks,
    exchange::{Record, Severity},
};

/// The rules of the checks that a record has findings of, in the order of the checks; then those that this build does not
/// know.
pub(super) struct Rules<'a> {
    known: Vec<&'static Check>,
    unknown: BTreeSet<&'a str>,
    index: HashMap<&'a str, usize>,
}

impl<'a> Rules<'a> {
    pub(super) fn of(record: &'a Record) -> Self {
        let findings = record.scenarios.iter().flat_map(|s| &s.findings).flatten();
        let (mut asked, mut unknown) = (BTreeSet::new(), BTreeSet::new());
        for finding in findings {
            match checks::find(&finding.check) {
                Some(check) => asked.insert(check.id),
                None => unknown.insert(finding.check.as_str()),
            };
        }
        let known: Vec<_> = checks::all()
            .filter(|check| asked.contains(check.id))
            .collect();
        let ids = known
            .iter()
            .map(|check| check.id)
            .chain(unknown.iter().copied());
        let index = ids.enumerate().map(|(index, id)| (id, index)).collect();
        Self {
            known,
            unknown,
            index,
        }
    }

    /// The index of a rule.
    pub(super) fn index(&self, id: &str) -> Option<usize> {
        self.index.get(id).copied()
    }

    pub(super) fn json(&self) -> Vec<Value> {
        let known = self.known.iter().map(|check| rule(check));
        // A record that another version judged.
        let unknown = self.unknown.iter().map(|id| json!({ "id": id }));
        known.chain(unknown).collect()
    }
}

/// What SARIF calls a severity.
pub(super) fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Failure => "error",
        Severity::Warning => "warning",
        Severity::Suggestion => "note",
    }
}

fn rule(check: &'static Check) -> Value {
    let applies = check.applies.sentence();
    let mut full = format!("{} Applies when: {applies}.", check.statement);
    if let Some(note) = check.note {
        full = format!("{full} {note}");
    }
    let mut rule = json!({
        "id": check.id,
        "shortDescription": { "text": check.statement },
        "fullDescription": { "text": full },
        "help": { "text": help(check), "markdown": markdown_help(check) },
        "defaultConfiguration": { "level": level(check.severity) },
        "properties": {
            "tags": tags(check),
            "precision": "very-high",
            "problem.severity": problem_severity(check.severity),
        },
    });
    // The first section states the rule.
    if let (Some(cite), Some(members)) = (check.cites.first(), rule.as_object_mut()) {
        members.insert("helpUri".to_owned(), json!(cite.url()));
    }
    rule
}

fn tags(check: &Check) -> Vec<String> {
    let mut tags = vec![
        check.subject.word().to_owned(),
        check.level.keyword().to_owned(),
    ];
    for cite in check.cites {
        let name = cite.spec.name();
        if !tags.contains(&name) {
            tags.push(name);
        }
    }
    tags
}

/// The word that GitHub code scanning has for it.
fn problem_severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Failure => "error",
        Severity::Warning => "warning",
        Severity::Suggestion => "recommendation",
    }
}

fn help(check: &Check) -> String {
    let cites: Vec<_> = check
        .cites
        .iter()
        .map(|cite| format!("{}: {}", cite.text(), cite.url()))
        .collect();
    format!(
        "{}\n\nRemedy: {}\n\n{}: {}",
        check.statement,
        check.remedy,
        check.level.keyword(),
        cites.join(", ")
    )
}

fn markdown_help(check: &Check) -> String {
    let cites: Vec<_> = check
        .cites
        .iter()
        .map(|cite| format!("[{}]({})", cite.text(), cite.url()))
        .collect();
    format!(
        "{}\n\n**Remedy:** {}\n\n**{}:** {}\n\n`issuercheck explain {}` shows what breaks it.\n",
        check.statement,
        check.remedy,
        check.level.keyword(),
        cites.join(", "),
        check.id
    )
}
