//! The head of a page, read: from the way back to the summary to the line above the first group.

use time::{OffsetDateTime, format_description::BorrowedFormatItem, macros::format_description};

use super::{lines::Lines, read::PageError};
use crate::exchange::{Feature, ScenarioRecord, Verdict};

const FIRST_LINE: &str = "[< Return to Summary](summary.md) | File Generated: ";
const RERUN: &str = "### Running only this test";

const TIME: &[BorrowedFormatItem<'_>] = format_description!(
    "[weekday repr:short] [month repr:short] [day] [year] [hour]:[minute]:[second] \
     GMT[offset_hour sign:mandatory][offset_minute]"
);

/// Where the head of a page ends, in lines.
pub(super) fn end(lines: &Lines<'_>) -> usize {
    let all = lines.len();
    let verdict = lines.find(0, all, |line| parse_verdict(line).is_some());
    let from = verdict.map_or(0, |at| at + 1);
    match lines.find(from, all, is_group) {
        Some(group) if group > from && lines.is_blank(group - 1) => group - 1,
        Some(group) => group,
        None => all,
    }
}

/// Whether a line is the heading of a group.
pub(super) fn is_group(line: &str) -> bool {
    line.starts_with("## ") || line == "##"
}

/// What the head shows, in a record without groups.
pub(super) fn read(lines: &Lines<'_>, end: usize, file: &str) -> Result<ScenarioRecord, PageError> {
    let error = |line, column, what: &str| PageError::NotAPage {
        file: file.to_owned(),
        line,
        column,
        what: what.to_owned(),
    };
    let first = lines.line(0).trim_start_matches('\u{feff}');
    let time = first.strip_prefix(FIRST_LINE).ok_or_else(|| {
        error(
            1,
            1,
            "its first line is not the way back to `summary.md` with the time",
        )
    })?;
    let time = parse_time(time).ok_or_else(|| {
        error(
            1,
            FIRST_LINE.len() + 1,
            "its first line holds no time that can be read",
        )
    })?;
    let heading = lines.find(1, end, |line| line.starts_with("# "));
    let heading = heading.ok_or_else(|| error(2, 1, "it has no `# ` heading above its groups"))?;
    Ok(fields(lines, (heading, end), time))
}

fn fields(
    lines: &Lines<'_>,
    (heading, end): (usize, usize),
    time: OffsetDateTime,
) -> ScenarioRecord {
    let value = |label: &str| {
        let at = lines.find(heading, end, |line| line.starts_with(label))?;
        Some((at, lines.line(at).strip_prefix(label)?.trim()))
    };
    let field = |label| {
        value(label)
            .map(|(_, text)| text.to_owned())
            .unwrap_or_default()
    };
    let implemented = value("Feature Implemented:");
    let title = value("**Test:**");
    let verdict = lines.find(heading, end, |line| parse_verdict(line).is_some());
    let rerun = lines.find(heading, end, |line| line == RERUN);
    let rule = lines.find(heading, verdict.unwrap_or(end), |line| line == "---");
    let above = title.or(implemented).map_or(heading, |(at, _)| at) + 1;
    let below = rerun.or(rule).unwrap_or(end).max(above);
    let name = lines.line(heading).trim_start_matches("# ");
    ScenarioRecord {
        id: String::new(),
        heading: name.trim_end().to_owned(),
        time,
        booking_flow: field("**Booking Flow:**"),
        opportunity_type: field("**Opportunity Type:**"),
        feature: match implemented {
            Some((_, shown)) => Feature {
                implemented: shown == "true",
                ..Feature::default()
            },
            None => parse_feature(&field("**Feature:**")),
        },
        title: title.map(|(_, title)| title.to_owned()).unwrap_or_default(),
        profiles: Vec::new(),
        description: lines.slice(above, below).trim_matches('\n').to_owned(),
        command: rerun.map(|at| command(lines, at, end)).unwrap_or_default(),
        source_sha256: None,
        verdict: verdict.and_then(|at| parse_verdict(lines.line(at))),
        findings: None,
        unsent: Vec::new(),
        groups: Vec::new(),
        shown: None,
        tail: None,
        crlf: false,
    }
}

// The code block below a heading.
fn command(lines: &Lines<'_>, heading: usize, end: usize) -> String {
    let from = lines.skip_blank(heading + 1, end);
    let fence = lines.fence(from, end);
    fence
        .map(|fence| fence.inside.to_owned())
        .unwrap_or_default()
}

fn parse_time(text: &str) -> Option<OffsetDateTime> {
    let (time, _zone) = text.split_once(" (").unwrap_or((text.trim_end(), ""));
    OffsetDateTime::parse(time, TIME).ok()
}

fn parse_feature(text: &str) -> Feature {
    let (label, implemented) = match text.strip_suffix("(Not Implemented)") {
        Some(label) => (label, false),
        None => (
            text.strip_suffix("(Implemented)").unwrap_or(text),
            text.ends_with("(Implemented)"),
        ),
    };
    let (category, name) = label.split_once(" / ").unwrap_or(("", label));
    Feature {
        category: category.trim().to_owned(),
        name: name.trim().to_owned(),
        implemented,
    }
}

fn parse_verdict(text: &str) -> Option<Verdict> {
    let (passed, rest) = text.split_once(" passed with ")?;
    let (_icon, passed) = passed.split_once(' ')?;
    let (failures, rest) = rest.split_once(" failures, ")?;
    let (warnings, rest) = rest.split_once(" warnings and ")?;
    let suggestions = rest.trim_end().strip_suffix(" suggestions")?;
    Some(Verdict {
        passed: passed.parse().ok()?,
        failures: failures.parse().ok()?,
        warnings: warnings.parse().ok()?,
        suggestions: suggestions.parse().ok()?,
    })
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn a_time_is_read_with_its_offset() {
        let time = parse_time("Fri Jul 22 2022 10:48:08 GMT+0000 (Coordinated Universal Time)");
        assert_eq!(time, Some(datetime!(2022-07-22 10:48:08 UTC)));
        let time = parse_time("Fri Jul 22 2022 11:48:08 GMT+0100 (British Summer Time)");
        assert_eq!(time, Some(datetime!(2022-07-22 10:48:08 UTC)));
        assert_eq!(parse_time("yesterday"), None);
    }

    #[test]
    fn a_verdict_is_its_numbers() {
        let verdict =
            parse_verdict("⚠️ 35 passed with 0 failures, 576 warnings and 156 suggestions ");
        let numbers = Verdict {
            passed: 35,
            failures: 0,
            warnings: 576,
            suggestions: 156,
        };
        assert_eq!(verdict, Some(numbers));
        assert_eq!(parse_verdict("all passed with 0 failures"), None);
    }

    #[test]
    fn a_feature_says_whether_it_is_implemented() {
        let feature = parse_feature("Core / Common / other errors (Not Implemented)");
        assert_eq!(
            (feature.category.as_str(), feature.name.as_str()),
            ("Core", "Common / other errors")
        );
        assert!(!feature.implemented);
        assert!(parse_feature("Core / X (Implemented)").implemented);
    }
}
