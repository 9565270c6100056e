//! What the renderings share: the order in which changes are shown, and the words for them.

use serde_json::Value;

use super::{
    Change, Comparison, Counts, FindingDiff, Findings, Presences, ScenarioDiff, Side, SpecDiff,
    Stand, ValueChange, Why,
};
use crate::exchange::{Origin, OutcomeKind, SpecOutcome};

/// The changes that are shown one by one, in order, each under its heading. What is still broken is counted.
const SHOWN: [(Change, &str); 7] = [
    (Change::NewlyBroken, "Newly broken"),
    (
        Change::BrokenUnseen,
        "Broken now; OLD does not show whether it was before",
    ),
    (Change::Mended, "Mended"),
    (
        Change::NoLongerShown,
        "Was broken; NEW does not show whether it still is",
    ),
    (
        Change::NoLongerJudged,
        "Was kept; NEW does not show whether it still is",
    ),
    (Change::Appeared, "Appeared"),
    (Change::Disappeared, "Disappeared"),
];

/// Lines under one heading; the JSON has them all.
pub(super) const MOST: usize = 100;

/// The characters of a value that are shown.
const SHOWN_OF_A_VALUE: usize = 120;

/// What became what, under one heading.
pub(super) struct Section<'a> {
    pub(super) change: Change,
    pub(super) heading: &'static str,
    pub(super) specs: Vec<&'a SpecDiff>,
    pub(super) findings: Vec<&'a FindingDiff>,
}

/// The sections of a scenario that hold something.
pub(super) fn of(scenario: &ScenarioDiff) -> Vec<Section<'_>> {
    let sections = SHOWN.iter().map(|(change, heading)| {
        let specs = scenario.specs.iter();
        let findings = scenario.findings.iter();
        let mut findings: Vec<_> = findings.filter(|item| item.change == *change).collect();
        findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
        Section {
            change: *change,
            heading,
            specs: specs.filter(|item| item.change == *change).collect(),
            findings,
        }
    });
    sections
        .filter(|section| !section.specs.is_empty() || !section.findings.is_empty())
        .collect()
}

/// Checks that judged OLD and do not judge NEW, for one reason.
pub(super) struct Unjudged<'a> {
    /// What they say of NEW, as `blocked`.
    pub(super) word: &'static str,
    pub(super) reason: &'a str,
    pub(super) checks: Vec<&'a str>,
}

/// What is no longer judged, by the reason for it: one failed request hides the rules of all that come after it.
pub(super) fn unjudged<'a>(findings: &[&'a FindingDiff]) -> Vec<Unjudged<'a>> {
    let mut reasons: Vec<Unjudged<'a>> = Vec::new();
    for finding in findings {
        let word = stand_word(finding.new.as_ref());
        let reason = finding
            .new
            .as_ref()
            .and_then(|stand| stand.reason.as_deref());
        let reason = reason.unwrap_or_default();
        let same = |known: &&mut Unjudged<'_>| known.word == word && known.reason == reason;
        match reasons.iter_mut().find(same) {
            Some(known) => known.checks.push(&finding.check),
            None => reasons.push(Unjudged {
                word,
                reason,
                checks: vec![&finding.check],
            }),
        }
    }
    reasons.truncate(MOST);
    reasons
}

/// The first few of a list, and how many more there are.
pub(super) fn few(items: &[&str], shown: impl Fn(&str) -> String) -> String {
    const FEW: usize = 3;
    let first: Vec<_> = items.iter().take(FEW).map(|item| shown(item)).collect();
    match items.len().saturating_sub(FEW) {
        0 => first.join(", "),
        more => format!("{} and {more} more", first.join(", ")),
    }
}

/// How many are still broken.
pub(super) fn still_broken(scenario: &ScenarioDiff) -> usize {
    let specs = scenario.specs.iter().map(|spec| spec.change);
    let findings = scenario.findings.iter().map(|finding| finding.change);
    specs
        .chain(findings)
        .filter(|change| *change == Change::StillBroken)
        .count()
}

/// Whether something in a scenario is newly broken.
pub(super) fn is_newly_broken(scenario: &ScenarioDiff) -> bool {
    let specs = scenario.specs.iter().map(|spec| spec.change);
    let findings = scenario.findings.iter().map(|finding| finding.change);
    specs
        .chain(findings)
        .any(|change| change == Change::NewlyBroken)
}

/// `1 spec, 2 failures`; `none` where there are none.
pub(super) fn counted(counts: Counts) -> String {
    let parts = [
        (counts.specs, "spec"),
        (counts.failures, "failure"),
        (counts.warnings, "warning"),
        (counts.suggestions, "suggestion"),
    ];
    let parts = parts.into_iter().filter(|(number, _)| *number > 0);
    let parts: Vec<_> = parts.map(|(number, word)| plural(number, word)).collect();
    if parts.is_empty() {
        "none".to_owned()
    } else {
        parts.join(", ")
    }
}

/// `1 spec`, `2 specs`.
pub(super) fn plural(number: usize, word: &str) -> String {
    let end = if number == 1 { "" } else { "s" };
    format!("{number} {word}{end}")
}

/// The numbers of a comparison, each with its label; those that are zero are left out, but for what is newly broken.
pub(super) fn totals(comparison: &Comparison) -> Vec<(&'static str, String)> {
    let totals = &comparison.totals;
    let counts = [
        ("newly broken", totals.newly_broken),
        ("broken, not shown before", totals.broken_unseen),
        ("mended", totals.mended),
        ("still broken", totals.still_broken),
        ("was broken, no longer shown", totals.no_longer_shown),
        ("was kept, no longer shown", totals.no_longer_judged),
    ];
    let counts = counts
        .into_iter()
        .enumerate()
        .filter(|(at, (_, counts))| *at == 0 || counts.sum() > 0)
        .map(|(_, (label, counts))| (label, counted(counts)));
    let mut lines: Vec<_> = counts.collect();
    let came_and_went = came_and_went(comparison);
    if !came_and_went.is_empty() {
        lines.push(("came and went", came_and_went.join("; ")));
    }
    let volatile = match totals.volatile {
        0 => String::new(),
        number => format!(", and {number} in volatile values, which do not count"),
    };
    lines.push((
        "exchanges",
        format!("{}{volatile}", plural(totals.changes, "difference")),
    ));
    lines
}

/// What only one of the two has.
fn came_and_went(comparison: &Comparison) -> Vec<String> {
    let totals = &comparison.totals;
    let checks = Presences {
        both: 0,
        appeared: comparison.checks.appeared.len(),
        disappeared: comparison.checks.disappeared.len(),
    };
    let counted = [
        ("scenario", totals.scenarios),
        ("spec", totals.specs),
        ("check", checks),
        ("exchange", totals.exchanges),
    ];
    let only = |(word, presences): (&str, Presences)| {
        let new = (presences.appeared > 0)
            .then(|| format!("{} only in NEW", plural(presences.appeared, word)));
        let old = (presences.disappeared > 0)
            .then(|| format!("{} only in OLD", plural(presences.disappeared, word)));
        new.into_iter().chain(old)
    };
    counted.into_iter().flat_map(only).collect()
}

/// What a side is: `a record of https://…`, its time, and where its findings come from.
pub(super) fn described(side: &Side) -> (&'static str, String, String) {
    let target = side
        .target
        .name
        .as_deref()
        .or(side.target.issuer.as_deref());
    let target = target.unwrap_or("an unknown issuer").to_owned();
    let kind = match side.origin {
        Origin::Run => "record",
        Origin::Report => "report",
    };
    let mut about = vec![plural(side.scenarios, "scenario")];
    about.push(match side.findings {
        Findings::Judged => "judged by today's checks".to_owned(),
        Findings::Recorded => "with the findings that it holds".to_owned(),
    });
    if side.origin == Origin::Report {
        about.push("what a page does not show is not compared".to_owned());
    }
    if side.cut_short {
        about.push("the run ended before its end".to_owned());
    }
    (kind, target, about.join("; "))
}

/// What a spec line was before, or what it is now.
pub(super) fn spec_word(outcome: Option<SpecOutcome>) -> &'static str {
    match outcome {
        Some(SpecOutcome::Passed) => "passed",
        Some(SpecOutcome::Failed) => "failed",
        Some(SpecOutcome::NotRun) => "not run",
        None => "not there",
    }
}

/// The reason of a spec line, which quotes values as code, without the marks of code.
pub(super) fn prose(reason: &str) -> String {
    reason.replace("`\"", "\"").replace("\"`", "\"")
}

/// What a check said: `pass`, `not observed`, `failure`.
pub(super) fn stand_word(stand: Option<&Stand>) -> &'static str {
    let Some(stand) = stand else {
        return "not asked";
    };
    match stand.outcome {
        OutcomeKind::Pass => "pass",
        OutcomeKind::Fail => stand.severity.word(),
        OutcomeKind::NotApplicable => "not applicable",
        OutcomeKind::NotObserved => "not observed",
        OutcomeKind::Blocked => "blocked",
        OutcomeKind::Broken => "the check itself failed",
    }
}

/// A value on one line, cut where it is long.
pub(super) fn value(value: &Value) -> String {
    let mut text = value.to_string();
    if let Some((end, _)) = text.char_indices().nth(SHOWN_OF_A_VALUE) {
        text.truncate(end);
        text.push('…');
    }
    text
}

/// `2 × date, 1 × id`: why values are volatile, and how many.
pub(super) fn reasons(volatile: &[ValueChange]) -> String {
    let mut counts: Vec<(Why, usize)> = Vec::new();
    for why in volatile.iter().filter_map(|change| change.volatile) {
        match counts.iter_mut().find(|(known, _)| *known == why) {
            Some((_, count)) => *count += 1,
            None => counts.push((why, 1)),
        }
    }
    counts.sort_by_key(|(why, _)| *why);
    let words: Vec<_> = counts
        .iter()
        .map(|(why, count)| format!("{count} × {}", why.word()))
        .collect();
    words.join(", ")
}
