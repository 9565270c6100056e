//! `issuercheck explain`: what is the rule, who says so, what breaks it, how to mend it.

use super::terminal::Terminal;
use crate::{
    check::{Check, Fixture},
    checks, diagnostic,
    error::{Error, Exit},
    issuer::Faults,
};

/// Explains one check.
pub(super) fn run(id: &str, terminal: &Terminal) -> Result<Exit, Error> {
    let Some(check) = checks::find(id) else {
        let near = diagnostic::nearest(id, checks::all().map(|check| check.id));
        let near = near.map_or_else(
            || id.to_owned(),
            |near| format!("{id}`, did you mean `{near}"),
        );
        return Err(Error::NoCheck(near));
    };
    terminal.out(&explain(check))
}

/// The explanation of a check, one screen of it.
pub(crate) fn explain(check: &Check) -> String {
    let mut lines = vec![format!(
        "{}   {} → {}",
        check.id,
        check.level.keyword(),
        check.severity.word()
    )];
    if !check.aliases.is_empty() {
        lines.push(format!("also         {}", check.aliases.join(", ")));
    }
    lines.push(format!("  {}", check.statement));
    lines.push(String::new());
    for cite in check.cites {
        lines.push(format!("says         {}   {}", cite.text(), cite.url()));
    }
    for probe in check.probes {
        lines.push(format!(
            "asked by     {}: {}",
            probe.name(),
            probe.purpose()
        ));
    }
    lines.push(format!("applies when {}", check.applies.sentence()));
    for fixture in check.fails_on {
        lines.push(format!("fails on     {}", example(fixture)));
    }
    lines.push(format!("remedy       {}", check.remedy));
    if let Some(note) = check.note {
        lines.push(format!("note         {note}"));
    }
    for fault in check.faults {
        let sentence = Faults::known()
            .find(|(id, _)| id == fault)
            .map(|(_, sentence)| sentence);
        lines.push(format!(
            "try it       issuercheck serve --fault {fault}   {}",
            sentence.unwrap_or_default()
        ));
    }
    lines.push(format!(
        "ask it alone issuercheck run --checks {}",
        check.id
    ));
    lines.join("\n") + "\n"
}

fn example(fixture: &Fixture) -> String {
    let changes: Vec<_> = fixture
        .changes
        .iter()
        .map(|change| change.sentence())
        .collect();
    format!("{}: {}", fixture.label, changes.join("; "))
}
