//! TAP: what is written is in the grammar of TAP 14, and says what came of each case.

use issuercheck::config::ReportFormat;
use serde_json::Value;

use crate::{render, sample};

/// A test point: how deep it is, whether it is ok, its description and its directive, unescaped.
#[derive(Debug, PartialEq)]
struct Point {
    depth: usize,
    ok: bool,
    description: String,
    directive: Option<String>,
}

/// Reads TAP strictly: nothing but the version, plans, subtests, test points, YAML blocks and comments.
fn parse(text: &str) -> Vec<Point> {
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("TAP version 14"));
    let mut points = Vec::new();
    // The plan and the number of points so far, by depth.
    let (mut plans, mut counts) = ([None; 2], [0; 2]);
    let mut in_yaml = false;
    for line in lines {
        let inside = line.trim_start_matches(' ');
        let indent = line.len() - inside.len();
        if in_yaml {
            assert!(indent >= 6, "{line}");
            in_yaml = inside != "...";
            if in_yaml && inside != "---" {
                yaml(inside);
            }
            continue;
        }
        let depth = indent / 4;
        if inside == "---" {
            assert_eq!(indent, 6, "{line}");
            in_yaml = true;
        } else if let Some(plan) = inside.strip_prefix("1..") {
            plans[depth] = Some(plan.parse::<usize>().unwrap());
        } else if inside.starts_with("# Subtest: ") {
            (plans[1], counts[1]) = (None, 0);
        } else if !inside.starts_with('#') {
            counts[depth] += 1;
            points.push(point(inside, depth, counts[depth]));
            // The point of a subtest comes after the subtest.
            if depth == 0 {
                assert_eq!(plans[1], Some(counts[1]));
            }
        }
    }
    assert!(!in_yaml);
    assert_eq!(plans[0], Some(counts[0]));
    points
}

fn point(line: &str, depth: usize, number: usize) -> Point {
    let (ok, rest) = match line.strip_prefix("not ") {
        Some(rest) => (false, rest),
        None => (true, line),
    };
    let rest = rest
        .strip_prefix(&format!("ok {number} - "))
        .unwrap_or_else(|| panic!("{line}"));
    let (mut parts, mut part, mut escaped) = (Vec::new(), String::new(), false);
    for c in rest.chars() {
        match c {
            _ if escaped => {
                assert!(matches!(c, '\\' | '#'), "{line}");
                part.push(c);
            }
            '\\' => {}
            '#' => parts.push(std::mem::take(&mut part)),
            c => part.push(c),
        }
        escaped = c == '\\' && !escaped;
    }
    parts.push(part);
    assert!(parts.len() <= 2, "{line}");
    let directive = parts.get(1).map(|part| part.trim().to_owned());
    if let Some(directive) = &directive {
        assert!(
            directive.starts_with("SKIP ") || directive.starts_with("TODO "),
            "{line}"
        );
    }
    Point {
        depth,
        ok,
        description: parts[0].trim().to_owned(),
        directive,
    }
}

/// A line of the YAML that we write: a key, a dash, and a word or a JSON string.
fn yaml(line: &str) {
    let value = line.strip_prefix("- ").unwrap_or(line);
    let value = match value.split_once(": ") {
        Some((key, value)) if key.bytes().all(|b| b.is_ascii_lowercase() || b == b'_') => value,
        _ => value,
    };
    let word = value
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || matches!(b, b':' | b'_'));
    assert!(
        word || serde_json::from_str::<Value>(value).is_ok_and(|v| v.is_string()),
        "{line}"
    );
}

#[test]
fn a_report_has_its_form() {
    let text = render(&sample::record(), ReportFormat::Tap);
    let points = parse(&text);
    assert_eq!(points.iter().filter(|point| !point.ok).count(), 7);
    assert_eq!(points.iter().filter(|point| point.depth == 0).count(), 3);
    insta::assert_snapshot!(text);
}

#[test]
fn a_hostile_target_breaks_nothing() {
    let names = |record| {
        let points = parse(&render(record, ReportFormat::Tap));
        points
            .into_iter()
            .map(|point| (point.ok, point.description))
            .collect::<Vec<_>>()
    };
    let poison = sample::poison();
    assert_eq!(names(&sample::hostile(&poison)), names(&sample::record()));
    let points = parse(&render(&sample::hostile(&poison), ReportFormat::Tap));
    let mut directives = points.iter().filter_map(|point| point.directive.as_deref());
    let begins = "SKIP not observed: ::error::gone\\n##[add-mask]a</td>";
    assert!(directives.any(|directive| directive.starts_with(begins)));
}
