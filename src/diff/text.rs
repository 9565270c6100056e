//! The comparison for people, on stdout.

use super::{
    Change, Comparison, ExchangeDiff, FindingDiff, Presence, ScenarioDiff, Side, SpecDiff,
    ValueChange,
    sections::{self, MOST, Section},
};
use crate::{
    checks,
    report::{Paint, line},
    spec::Citation,
};

/// Renders a comparison for a terminal.
pub fn render(comparison: &Comparison, color: bool) -> String {
    let paint = Paint(color);
    let mut lines = vec![
        side("OLD", &comparison.old, &paint),
        side("NEW", &comparison.new, &paint),
    ];
    for (word, checks) in [
        ("NEW", &comparison.checks.appeared),
        ("OLD", &comparison.checks.disappeared),
    ] {
        if !checks.is_empty() {
            let ids: Vec<_> = checks.iter().take(MOST).map(|id| line(id)).collect();
            lines.push(format!("only {word} was asked: {}", ids.join(", ")));
        }
    }
    let mut before = 2;
    for scenario in &comparison.scenarios {
        let shown = scenario_lines(scenario, &paint);
        // What did not change stands together.
        if before > 1 || shown.len() > 1 {
            lines.push(String::new());
        }
        before = shown.len();
        lines.extend(shown);
    }
    lines.push(String::new());
    for (label, words) in sections::totals(comparison) {
        let broken = comparison.totals.newly_broken.sum() > 0;
        let text = format!("{label}: {words}");
        lines.push(match label {
            "newly broken" if broken => paint.bad(&text),
            "newly broken" => paint.good(&text),
            _ => text,
        });
    }
    lines.join("\n") + "\n"
}

fn side(word: &str, side: &Side, paint: &Paint) -> String {
    let (kind, target, about) = sections::described(side);
    let time = side.time;
    let source = line(&side.source);
    let text = format!("{word} {source}: {kind} of {}", line(&target));
    format!(
        "{text} {}",
        paint.dim(&format!("({}; {about})", time.date()))
    )
}

fn scenario_lines(scenario: &ScenarioDiff, paint: &Paint) -> Vec<String> {
    let sections = sections::of(scenario);
    let changed = scenario.exchanges.iter().any(is_changed);
    let icon = match scenario.presence {
        _ if sections::is_newly_broken(scenario) => paint.bad("✗"),
        Presence::Both if sections.is_empty() && !changed => paint.good("="),
        Presence::Both => "~".to_owned(),
        Presence::Appeared => "+".to_owned(),
        Presence::Disappeared => "-".to_owned(),
    };
    let mut lines = vec![format!("{icon} {}", line(&scenario.id))];
    if let Some(old) = &scenario.old_id {
        lines.push(paint.dim(&format!("  in OLD: {}", line(old))));
    }
    match scenario.presence {
        Presence::Both => {}
        Presence::Appeared => lines.push("  only in NEW".to_owned()),
        Presence::Disappeared => lines.push("  only in OLD".to_owned()),
    }
    for section in &sections {
        lines.extend(section_lines(section, paint));
    }
    if changed {
        lines.push(format!("\n  {}", paint.bold("Changed in the exchanges")));
        for exchange in scenario.exchanges.iter().filter(|diff| is_changed(diff)) {
            lines.extend(exchange_lines(exchange, paint));
        }
    }
    let mut rest = Vec::new();
    let still = sections::still_broken(scenario);
    if still > 0 {
        rest.push(format!("{still} still broken"));
    }
    let volatile = scenario.exchanges.iter().flat_map(|diff| &diff.volatile);
    let volatile: Vec<_> = volatile.cloned().collect();
    if !volatile.is_empty() {
        rest.push(format!("volatile: {}", sections::reasons(&volatile)));
    }
    if !rest.is_empty() {
        lines.push(paint.dim(&format!("  {}", rest.join("; "))));
    }
    lines
}

fn is_changed(exchange: &ExchangeDiff) -> bool {
    exchange.presence != Presence::Both || !exchange.changes.is_empty()
}

fn section_lines(section: &Section<'_>, paint: &Paint) -> Vec<String> {
    let mut lines = vec![format!("\n  {}", paint.bold(section.heading))];
    for spec in section.specs.iter().take(MOST) {
        lines.extend(spec_lines(spec, paint));
    }
    if section.change == Change::NoLongerJudged {
        lines.extend(unjudged_lines(&section.findings, paint));
        return lines;
    }
    for finding in section.findings.iter().take(MOST) {
        lines.extend(finding_lines(finding, paint));
    }
    let more =
        section.specs.len().saturating_sub(MOST) + section.findings.len().saturating_sub(MOST);
    if more > 0 {
        lines.push(format!("  and {more} more"));
    }
    lines
}

fn unjudged_lines(findings: &[&FindingDiff], paint: &Paint) -> Vec<String> {
    let mut lines = Vec::new();
    for unjudged in sections::unjudged(findings) {
        let count = sections::plural(unjudged.checks.len(), "check");
        let change = paint.dim(&format!("pass → {}", unjudged.word));
        let reason = line(unjudged.reason);
        lines.push(format!("  {} {count}  {change}  {reason}", paint.dim("?")));
        let checks = sections::few(&unjudged.checks, line);
        lines.push(format!("      {}", paint.dim(&checks)));
    }
    lines
}

fn icon(change: Change, paint: &Paint) -> String {
    match change {
        Change::NewlyBroken | Change::BrokenUnseen | Change::StillBroken => paint.bad("✗"),
        Change::Mended => paint.good("✓"),
        Change::Appeared => "+".to_owned(),
        Change::Disappeared => "-".to_owned(),
        Change::NoLongerShown | Change::NoLongerJudged => paint.dim("?"),
    }
}

fn spec_lines(spec: &SpecDiff, paint: &Paint) -> Vec<String> {
    let (old, new) = (sections::spec_word(spec.old), sections::spec_word(spec.new));
    let icon = icon(spec.change, paint);
    let change = paint.dim(&format!("{old} → {new}"));
    let mut lines = vec![format!("  {icon} {}  {change}", line(&spec.title))];
    for reason in &spec.reasons {
        lines.push(format!("      {}", line(&sections::prose(reason))));
    }
    lines
}

fn finding_lines(finding: &FindingDiff, paint: &Paint) -> Vec<String> {
    let check = checks::find(&finding.check);
    let cites = check.map(|check| {
        let cites: Vec<_> = check.cites.iter().map(Citation::text).collect();
        cites.join(", ")
    });
    let (old, new) = (
        sections::stand_word(finding.old.as_ref()),
        sections::stand_word(finding.new.as_ref()),
    );
    let change = paint.dim(&format!("{old} → {new}"));
    let icon = icon(finding.change, paint);
    let cites = paint.dim(&cites.unwrap_or_default());
    let mut lines = vec![format!(
        "  {icon} {}  {cites}  {change}",
        line(&finding.check)
    )];
    let at = finding.at.as_deref().map(line);
    let stand = match finding.change {
        Change::Mended | Change::NoLongerShown => &finding.old,
        _ => &finding.new,
    };
    if let (Some(at), Some(stand)) = (at, stand)
        && let (Some(expected), Some(observed)) = (&stand.expected, &stand.observed)
    {
        let (expected, observed) = (line(expected), line(observed));
        lines.push(format!(
            "      at {at}: expected {expected}, got {observed}"
        ));
    }
    let reason = finding.new.as_ref().and_then(|stand| stand.reason.as_ref());
    lines.extend(reason.map(|reason| format!("      {}", line(reason))));
    if finding.change.is_broken()
        && let Some(check) = check
    {
        lines.push(format!("      {} {}", paint.dim("remedy:"), check.remedy));
    }
    lines
}

fn exchange_lines(exchange: &ExchangeDiff, paint: &Paint) -> Vec<String> {
    let name = line(&exchange.name);
    let title = paint.dim(&line(&exchange.title));
    let mut lines = match exchange.presence {
        Presence::Both => vec![format!("  ~ {name}  {title}")],
        Presence::Appeared => vec![format!("  + {name}  {title}  only in NEW")],
        Presence::Disappeared => vec![format!("  - {name}  {title}  only in OLD")],
    };
    for change in exchange.changes.iter().take(MOST) {
        lines.push(format!("      {}", value_line(change)));
    }
    let more = exchange.changes.len().saturating_sub(MOST);
    if more > 0 {
        lines.push(format!("      and {more} more"));
    }
    lines
}

fn value_line(change: &ValueChange) -> String {
    let at = format!("{} {}", change.part.word(), line(&change.at));
    let shown = |value| line(&sections::value(value));
    let text = match (&change.old, &change.new) {
        (Some(old), Some(new)) => format!("{at}: {} → {}", shown(old), shown(new)),
        (None, Some(new)) => format!("{at}: + {}", shown(new)),
        (Some(old), None) => format!("{at}: - {}", shown(old)),
        (None, None) => at,
    };
    match change.volatile {
        Some(why) => format!("{text} ({})", why.word()),
        None => text,
    }
}
