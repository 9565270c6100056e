//! The summary page: every scenario with its verdict, and a link to its page.

use std::collections::BTreeSet;

use askama::Template;

use super::{
    template::{RenderError, render},
    text::{code, line},
    verdict::{icon, verdict},
};
use crate::exchange::{Origin, Record, ScenarioRecord, SpecOutcome, Verdict};

/// The summary of a record, as `summary.md` holds it.
///
/// Scenarios stand under their opportunity type, or where there is none under their category, and below that under their
/// feature; each of these comes where the record first has it. The mode says what the results come from.
///
/// # Errors
///
/// A template of ours is broken.
pub fn write(record: &Record) -> Result<String, RenderError> {
    let mut page = String::new();
    render(&SummaryView::new(record), &mut page)?;
    Ok(page)
}

#[derive(Template)]
#[template(path = "summary.md")]
struct SummaryView {
    name: String,
    mode: &'static str,
    notices: Vec<String>,
    totals: Vec<String>,
    groups: Vec<GroupView>,
}

struct GroupView {
    title: String,
    features: Vec<FeatureView>,
}

struct FeatureView {
    icon: &'static str,
    label: String,
    pages: Vec<PageView>,
}

struct PageView {
    icon: &'static str,
    title: String,
    file: String,
    counts: String,
}

impl SummaryView {
    fn new(record: &Record) -> Self {
        let mut groups: Vec<GroupView> = Vec::new();
        for scenario in &record.scenarios {
            let title = group_title(scenario);
            let fits = |group: &&mut GroupView| group.title == title;
            let new = || GroupView {
                title: title.clone(),
                features: Vec::new(),
            };
            change(&mut groups, fits, new, |group| group.add(scenario));
        }
        Self {
            name: target_name(record),
            mode: mode(record),
            notices: notices(record),
            totals: totals(record),
            groups,
        }
    }
}

impl GroupView {
    fn add(&mut self, scenario: &ScenarioRecord) {
        let label = feature_label(scenario);
        let fits = |feature: &&mut FeatureView| feature.label == label;
        let new = || FeatureView {
            icon: "✅",
            label: label.clone(),
            pages: Vec::new(),
        };
        change(&mut self.features, fits, new, |feature| {
            let verdict = verdict(scenario);
            if verdict.failures > 0 {
                feature.icon = "❌";
            }
            feature.pages.push(PageView::new(scenario, verdict));
        });
    }
}

impl PageView {
    fn new(scenario: &ScenarioRecord, verdict: Verdict) -> Self {
        let Verdict {
            passed,
            failures,
            warnings,
            suggestions,
        } = verdict;
        let title = if scenario.title.is_empty() {
            &scenario.heading
        } else {
            &scenario.title
        };
        Self {
            icon: icon(verdict),
            title: line(title).replace('[', "\\[").replace(']', "\\]"),
            file: percent_encoded(&scenario.page_name()),
            counts: format!(
                "{failures} failures, {warnings} warnings, {suggestions} suggestions, {passed} passes"
            ),
        }
    }
}

// Changes the first of the list that fits, or a new one at its end.
fn change<T>(
    list: &mut Vec<T>,
    fits: impl FnMut(&&mut T) -> bool,
    new: impl FnOnce() -> T,
    change: impl FnOnce(&mut T),
) {
    if let Some(found) = list.iter_mut().find(fits) {
        return change(found);
    }
    let mut added = new();
    change(&mut added);
    list.push(added);
}

fn group_title(scenario: &ScenarioRecord) -> String {
    let titles = [&scenario.opportunity_type, &scenario.feature.category];
    let title = titles.into_iter().find(|title| !title.is_empty());
    title.map_or_else(|| "Other".to_owned(), |title| line(title))
}

fn feature_label(scenario: &ScenarioRecord) -> String {
    let feature = &scenario.feature;
    let shown = [feature.category.as_str(), feature.name.as_str()];
    let shown: Vec<_> = shown.into_iter().filter(|part| !part.is_empty()).collect();
    let label = if shown.is_empty() {
        scenario
            .heading
            .split(" >> ")
            .next()
            .unwrap_or_default()
            .to_owned()
    } else {
        shown.join(" / ")
    };
    let implemented = if feature.implemented {
        "Implemented"
    } else {
        "Not Implemented"
    };
    line(&format!("{label} ({implemented})"))
}

pub(super) fn target_name(record: &Record) -> String {
    let target = &record.target;
    match (&target.name, &target.issuer) {
        (Some(name), _) => line(name),
        (None, _) if target.embedded => "embedded reference issuer".to_owned(),
        (None, Some(issuer)) => line(issuer),
        (None, None) => "an issuer that the report does not name".to_owned(),
    }
}

fn mode(record: &Record) -> &'static str {
    match record.origin {
        Origin::Report => "Read from a report",
        Origin::Run if record.target.embedded => "Run against the embedded reference issuer",
        Origin::Run => "Run",
    }
}

pub(super) fn notices(record: &Record) -> Vec<String> {
    let target = &record.target;
    let shows_secrets = record.origin == Origin::Run && !record.redacted;
    [
        (target.insecure, "⚠️ **Certificates were not verified (`--insecure`): anyone on the way could have answered.**"),
        (record.interrupted, "⚠️ **The run was interrupted: what is missing here was not tried.**"),
        (record.out_of_time, "⚠️ **The run reached its time limit: what is missing here was not tried.**"),
        (shows_secrets, "⚠️ **Secrets are shown (`--reveal-secrets`): do not publish these pages.**"),
        (record.redacted, "🔒 Secrets are replaced by their names."),
    ]
    .into_iter()
    .filter(|(is_so, _)| *is_so)
    .map(|(_, notice)| notice.to_owned())
    .chain(clients(record))
    .collect()
}

/// Clients named one by one; the record names all.
const MOST_CLIENTS: usize = 20;

/// What became of the clients that the run registered.
fn clients(record: &Record) -> Vec<String> {
    let left: Vec<_> = record
        .clients
        .iter()
        .filter(|client| !client.deleted)
        .collect();
    let deleted = record.clients.len() - left.len();
    let mut notices = Vec::new();
    if deleted > 0 {
        notices.push(format!(
            "🧹 {deleted} of {} registered clients are deleted.",
            record.clients.len()
        ));
    }
    if !left.is_empty() {
        let named = left.iter().take(MOST_CLIENTS).map(|client| {
            let reason = client.reason.as_deref().unwrap_or_default();
            format!("\n* {}: {}", code(&client.client_id), line(reason))
        });
        let more = left.len().saturating_sub(MOST_CLIENTS);
        let more = (more > 0).then(|| format!("\n* and {more} more, which `record.json` names"));
        let named: String = named.chain(more).collect();
        notices.push(format!("⚠️ **Registered clients that are left:**\n{named}"));
    }
    notices
}

fn totals(record: &Record) -> Vec<String> {
    let (mut passing, mut failing, mut pending) = (0, 0, 0);
    for scenario in &record.scenarios {
        let verdict = verdict(scenario);
        passing += verdict.passed;
        failing += verdict.failures;
        let not_run = scenario
            .specs()
            .filter(|spec| spec.outcome == SpecOutcome::NotRun);
        pending += not_run.map(|_| 1).sum::<u64>();
    }
    [
        ("✅", passing, "passing"),
        ("❌", failing, "failing"),
        ("–", pending, "pending"),
    ]
    .into_iter()
    .filter(|(_, number, _)| *number > 0)
    .map(|(icon, number, label)| format!("{icon} {number} {label}"))
    .collect()
}

/// Text fit for the target of a link (RFC 3986 §2.3).
pub(super) fn percent_encoded(file: &str) -> String {
    let encode = |byte: u8| match byte {
        b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
        byte if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    };
    file.bytes().map(encode).collect()
}

/// The pages that a summary links to, in its order, each once: names of files beside it. A link that leads elsewhere is
/// none of its pages.
pub fn pages(summary: &str) -> Vec<String> {
    let mut pages = Vec::new();
    let mut seen = BTreeSet::new();
    for link in summary.split("](").skip(1) {
        let target = link.split(')').next().unwrap_or_default();
        let name = percent_decoded(target);
        let usable = |name: &String| {
            let page = name.strip_suffix(".md");
            page.is_some_and(|page| !page.is_empty() && page != "summary")
                && !name.contains(['/', '\\', '\0', ':'])
        };
        if let Some(name) = name.filter(usable)
            && seen.insert(name.clone())
        {
            pages.push(name);
        }
    }
    pages
}

/// What [`percent_encoded`] was given; nothing where that is no text.
fn percent_decoded(target: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut rest = target;
    while let Some((before, after)) = rest.split_once('%') {
        bytes.extend_from_slice(before.as_bytes());
        bytes.push(u8::from_str_radix(after.get(..2)?, 16).ok()?);
        rest = after.get(2..)?;
    }
    bytes.extend_from_slice(rest.as_bytes());
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_summary_leads_to_the_pages_beside_it() {
        let summary = "# Summary\n    - ✅ [A \\[b\\]](f_a.md): (0)\n    - [c](f_%C3%A9%20b.md)\n[again](f_a.md)\n\
                       [up](../x.md) [up](..%2Fx.md) [web](https://as.example/x.md) [self](summary.md) [bad](%ZZ.md) [x](";
        assert_eq!(pages(summary), ["f_a.md", "f_é b.md"]);
    }
}
