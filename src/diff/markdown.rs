//! The comparison as one page of Markdown, for a pull request or a job's summary.

use super::{
    Change, Comparison, ExchangeDiff, FindingDiff, Presence, ScenarioDiff, Side, SpecDiff,
    ValueChange,
    sections::{self, MOST, Section},
};
use crate::{
    checks,
    report::{code, plain},
};

/// Renders a comparison as one page of Markdown.
pub fn render(comparison: &Comparison) -> String {
    let mut lines = vec!["# What changed".to_owned(), String::new()];
    lines.push(side("OLD", &comparison.old));
    lines.push(side("NEW", &comparison.new));
    lines.push(String::new());
    let broken = comparison.totals.newly_broken.sum() > 0;
    for (label, words) in sections::totals(comparison) {
        let icon = match label {
            "newly broken" if broken => "❌ ",
            "newly broken" => "✅ ",
            _ => "",
        };
        lines.push(format!("* {icon}**{label}:** {words}"));
    }
    for (word, checks) in [
        ("NEW", &comparison.checks.appeared),
        ("OLD", &comparison.checks.disappeared),
    ] {
        if !checks.is_empty() {
            let ids: Vec<_> = checks.iter().take(MOST).map(|id| code(id)).collect();
            lines.push(format!("* **only {word} was asked:** {}", ids.join(", ")));
        }
    }
    for scenario in &comparison.scenarios {
        lines.extend(scenario_lines(scenario));
    }
    lines.join("\n") + "\n"
}

fn side(word: &str, side: &Side) -> String {
    let (kind, target, about) = sections::described(side);
    format!(
        "* **{word}:** {}, {kind} of {} ({}; {about})",
        code(&side.source),
        code(&target),
        side.time.date()
    )
}

fn scenario_lines(scenario: &ScenarioDiff) -> Vec<String> {
    let mut parts = vec![vec![format!("## {}", code(&scenario.id))]];
    let sections = sections::of(scenario);
    let exchanges = scenario.exchanges.iter();
    let changed: Vec<_> = exchanges.filter(|diff| is_changed(diff)).collect();
    let nothing = sections.is_empty() && changed.is_empty();
    let about = about(scenario, nothing);
    if !about.is_empty() {
        parts.push(vec![about.join(" ")]);
    }
    for section in &sections {
        parts.push(vec![format!("### {}", section.heading)]);
        parts.push(section_lines(section));
    }
    if !changed.is_empty() {
        parts.push(vec!["### Changed in the exchanges".to_owned()]);
        parts.push(changed.into_iter().flat_map(exchange_lines).collect());
    }
    let volatile = scenario.exchanges.iter().flat_map(|diff| &diff.volatile);
    let volatile: Vec<_> = volatile.cloned().collect();
    if !volatile.is_empty() {
        parts.push(vec!["### Not counted: volatile values".to_owned()]);
        parts.push(vec![format!("{}.", sections::reasons(&volatile))]);
    }
    parts
        .into_iter()
        .flat_map(|part| std::iter::once(String::new()).chain(part))
        .collect()
}

fn about(scenario: &ScenarioDiff, nothing: bool) -> Vec<String> {
    let mut about = Vec::new();
    if let Some(old) = &scenario.old_id {
        about.push(format!("In OLD: {}.", code(old)));
    }
    match scenario.presence {
        Presence::Both => {}
        Presence::Appeared => about.push("Only in NEW.".to_owned()),
        Presence::Disappeared => about.push("Only in OLD.".to_owned()),
    }
    let still = sections::still_broken(scenario);
    if still > 0 {
        about.push(format!("{still} still broken."));
    }
    if nothing && scenario.presence == Presence::Both {
        about.push(
            if still > 0 {
                "Nothing else changed."
            } else {
                "Nothing changed."
            }
            .to_owned(),
        );
    }
    about
}

fn is_changed(exchange: &ExchangeDiff) -> bool {
    exchange.presence != Presence::Both || !exchange.changes.is_empty()
}

fn section_lines(section: &Section<'_>) -> Vec<String> {
    let mut lines = Vec::new();
    for spec in section.specs.iter().take(MOST) {
        lines.push(spec_line(spec));
        lines.extend(
            spec.reasons
                .iter()
                .map(|reason| format!("    - {}", plain(&sections::prose(reason)))),
        );
    }
    if section.change == Change::NoLongerJudged {
        lines.extend(unjudged_lines(&section.findings));
        return lines;
    }
    let findings = section.findings.iter().take(MOST);
    lines.extend(findings.map(|finding| finding_line(finding)));
    let more =
        section.specs.len().saturating_sub(MOST) + section.findings.len().saturating_sub(MOST);
    if more > 0 {
        lines.push(format!("* and {more} more"));
    }
    lines
}

fn unjudged_lines(findings: &[&FindingDiff]) -> Vec<String> {
    let unjudged = sections::unjudged(findings).into_iter().map(|unjudged| {
        format!(
            "* ❔ {} (pass → {}) {}: {}",
            sections::plural(unjudged.checks.len(), "check"),
            unjudged.word,
            plain(unjudged.reason),
            sections::few(&unjudged.checks, code)
        )
    });
    unjudged.collect()
}

fn icon(change: Change) -> &'static str {
    match change {
        Change::NewlyBroken | Change::BrokenUnseen | Change::StillBroken => "❌",
        Change::Mended => "✅",
        Change::Appeared => "➕",
        Change::Disappeared => "➖",
        Change::NoLongerShown | Change::NoLongerJudged => "❔",
    }
}

fn spec_line(spec: &SpecDiff) -> String {
    format!(
        "* {} {} ({} → {})",
        icon(spec.change),
        plain(&spec.title),
        sections::spec_word(spec.old),
        sections::spec_word(spec.new)
    )
}

fn finding_line(finding: &FindingDiff) -> String {
    let mut parts = vec!["*".to_owned(), icon(finding.change).to_owned()];
    parts.extend(finding.at.as_deref().map(|at| format!("{}:", code(at))));
    if let Some(check) = checks::find(&finding.check) {
        let cites: Vec<_> = check
            .cites
            .iter()
            .map(|cite| format!("[{}]({})", cite.text(), cite.url()))
            .collect();
        parts.push(format!("{} {}", cites.join(", "), check.statement));
    }
    parts.push(format!("({})", code(&finding.check)));
    let stand = match finding.change {
        Change::Mended | Change::NoLongerShown => &finding.old,
        _ => &finding.new,
    };
    if let Some(stand) = stand
        && let (Some(expected), Some(observed)) = (&stand.expected, &stand.observed)
    {
        parts.push(format!(
            "Expected {}, got {}.",
            plain(expected),
            plain(observed)
        ));
    }
    let (old, new) = (
        sections::stand_word(finding.old.as_ref()),
        sections::stand_word(finding.new.as_ref()),
    );
    parts.push(format!("({old} → {new})"));
    let reason = finding.new.as_ref().and_then(|stand| stand.reason.as_ref());
    parts.extend(reason.map(|reason| plain(reason)));
    parts.join(" ")
}

fn exchange_lines(exchange: &ExchangeDiff) -> Vec<String> {
    let name = code(&exchange.name);
    let title = plain(&exchange.title);
    let mut lines = match exchange.presence {
        Presence::Both => vec![format!("* {name} {title}")],
        Presence::Appeared => vec![format!("* ➕ {name} {title}, only in NEW")],
        Presence::Disappeared => vec![format!("* ➖ {name} {title}, only in OLD")],
    };
    let changes = exchange.changes.iter().take(MOST);
    lines.extend(changes.map(|change| format!("    - {}", value_line(change))));
    let more = exchange.changes.len().saturating_sub(MOST);
    if more > 0 {
        lines.push(format!("    - and {more} more"));
    }
    lines
}

fn value_line(change: &ValueChange) -> String {
    let at = format!("{} {}", change.part.word(), code(&change.at));
    let shown = |value| code(&sections::value(value));
    let text = match (&change.old, &change.new) {
        (Some(old), Some(new)) => format!("{at}: {} → {}", shown(old), shown(new)),
        (None, Some(new)) => format!("{at}: added {}", shown(new)),
        (Some(old), None) => format!("{at}: removed {}", shown(old)),
        (None, None) => at,
    };
    match change.volatile {
        Some(why) => format!("{text} ({})", why.word()),
        None => text,
    }
}
