//! What needs no fixing: rules that could not be judged, do not apply, or are kept. Written by the builder alone, because a
//! run of many scenarios has many of them.

use std::{collections::HashMap, fmt::Write};

use super::{
    findings::{Group, finding, groups},
    markup::{Markup, grouped},
    prose,
    site::{At, Site},
};
use crate::exchange::OutcomeKind;

/// Scenarios that are named in one line; the filter knows of all.
const NAMED: usize = 20;

/// An outcome with its words.
struct Kind {
    outcome: OutcomeKind,
    id: &'static str,
    title: &'static str,
    meaning: &'static str,
}

const KINDS: [Kind; 4] = [
    Kind {
        outcome: OutcomeKind::Blocked,
        id: "blocked",
        title: "Blocked",
        meaning: "Something else went wrong first, and has a finding or a failed spec of its own.",
    },
    Kind {
        outcome: OutcomeKind::NotObserved,
        id: "not-observed",
        title: "Not observed",
        meaning: "The record does not show what it takes to judge.",
    },
    Kind {
        outcome: OutcomeKind::NotApplicable,
        id: "not-applicable",
        title: "Not applicable",
        meaning: "The rule is not about what happened here.",
    },
    Kind {
        outcome: OutcomeKind::Pass,
        id: "pass",
        title: "Passed",
        meaning: "The rule is kept.",
    },
];

/// The outcomes with the words that the page has for them, in its order.
pub(super) fn words() -> impl Iterator<Item = (OutcomeKind, &'static str, &'static str)> {
    KINDS.iter().map(|kind| (kind.outcome, kind.id, kind.title))
}

/// The lists, each folded, in pieces.
pub(super) fn write<E>(
    site: &Site<'_>,
    put: &mut impl FnMut(&Markup) -> Result<(), E>,
) -> Result<(), E> {
    for kind in &KINDS {
        let groups = groups(site, |finding| {
            finding.outcome == kind.outcome && finding.known.is_none()
        });
        if groups.is_empty() {
            continue;
        }
        put(&head(kind, groups.len()))?;
        for group in &groups {
            put(&rule(site, group))?;
        }
        let mut end = Markup::default();
        end.own("</ul></details>\n");
        put(&end)?;
    }
    Ok(())
}

fn head(kind: &Kind, rules: usize) -> Markup {
    let mut markup = Markup::default();
    markup.own("<details class=\"outcome\"");
    markup.attribute("id", &format!("outcome-{}", kind.id));
    markup.attribute("data-o", kind.id);
    markup.own("><summary><h3>");
    markup.own(kind.title);
    markup.own("</h3> <span class=\"count\">");
    let plural = if rules == 1 { "" } else { "s" };
    markup.append(&Markup::word(&format!("{rules} rule{plural}")));
    markup.own("</span> <span class=\"meaning\">");
    markup.own(kind.meaning);
    markup.own("</span></summary><ul class=\"rules\">\n");
    markup
}

fn rule(site: &Site<'_>, group: &Group) -> Markup {
    let mut markup = Markup::default();
    markup.own("<li class=\"rule\"");
    markup.attribute("data-p", &site.spec_numbers(&group.check));
    markup.own("><p>");
    if let Some((_, check)) = site.rules.find(&group.check) {
        for cite in check.cites {
            markup.own("<a class=\"cite\"");
            markup.attribute("href", &cite.url());
            markup.own(">");
            markup.append(&Markup::word(&cite.text()));
            markup.own("</a> ");
        }
        markup.append(&prose::inline(check.statement));
        markup.own(" ");
    }
    markup.own("<code>");
    markup.append(&Markup::line(&group.check));
    markup.own("</code></p><ul>");
    for alike in alike(site, group) {
        one(site, &alike, &mut markup);
    }
    markup.own("</ul></li>\n");
    markup
}

/// The findings of a rule, those with the same reason together.
fn alike(site: &Site<'_>, group: &Group) -> Vec<Vec<At>> {
    let mut all: Vec<Vec<At>> = Vec::new();
    let mut by_reason: HashMap<_, usize> = HashMap::new();
    for at in &group.at {
        let Some(found) = finding(site, *at) else {
            continue;
        };
        let reason = (found.finding.severity, found.finding.reason.as_deref());
        let number = *by_reason.entry(reason).or_insert(all.len());
        match all.get_mut(number) {
            Some(alike) => alike.push(*at),
            None => all.push(vec![*at]),
        }
    }
    all
}

/// Scenarios with the same reason, in one line.
fn one(site: &Site<'_>, alike: &[At], markup: &mut Markup) {
    let Some(first) = alike.first().and_then(|at| finding(site, *at)) else {
        return;
    };
    markup.own("<li");
    markup.attribute("data-v", first.finding.severity.word());
    let mut numbers = String::with_capacity(alike.len() * 4);
    for (place, at) in alike.iter().enumerate() {
        let space = if place > 0 { " " } else { "" };
        // Writing to a string does not fail.
        let _ = write!(numbers, "{space}{}", at.scenario);
    }
    markup.attribute("data-s", &numbers);
    markup.own(">");
    for (place, at) in alike.iter().take(NAMED).enumerate() {
        let scenario = site.scenarios.get(at.scenario);
        if let (Some(scenario), Some(found)) = (scenario, finding(site, *at)) {
            markup.own(if place > 0 { ", <span" } else { "<span" });
            markup.attribute("id", &scenario.other_id(&found.finding.check));
            markup.own(">");
            markup.append(&scenario.link);
            markup.own("</span>");
        }
    }
    let more = alike.len().saturating_sub(NAMED);
    if more > 0 {
        markup.append(&Markup::word(&format!(" and {} more", grouped(more))));
    }
    if let Some(reason) = &first.finding.reason {
        markup.own(": ");
        markup.append(&prose::with_code(reason));
    }
    markup.own("</li>");
}
