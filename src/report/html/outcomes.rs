//! What needs no fixing: rules that could not be judged, do not apply, or are kept. Written by the builder alone, because a
//! run of many scenarios has many of them.

use std::collections::HashMap;

use super::{
    findings::{Group, Groups, Kind, finding},
    markup::{Markup, grouped},
    prose,
    site::{At, Site},
};

/// Scenarios that are named in one line; the filter knows of all.
const NAMED: usize = 20;

/// A kind of findings with its words.
struct Words {
    kind: Kind,
    id: &'static str,
    title: &'static str,
    meaning: &'static str,
}

const KINDS: [Words; 4] = [
    Words {
        kind: Kind::Blocked,
        id: "blocked",
        title: "Blocked",
        meaning: "Something else went wrong first, and has a finding or a failed spec of its own.",
    },
    Words {
        kind: Kind::NotObserved,
        id: "not-observed",
        title: "Not observed",
        meaning: "The record does not show what it takes to judge.",
    },
    Words {
        kind: Kind::NotApplicable,
        id: "not-applicable",
        title: "Not applicable",
        meaning: "The rule is not about what happened here.",
    },
    Words {
        kind: Kind::Pass,
        id: "pass",
        title: "Passed",
        meaning: "The rule is kept.",
    },
];

/// What needs no fixing, with the words that the page has for it, in its order.
pub(super) fn words() -> impl Iterator<Item = (Kind, &'static str, &'static str)> {
    KINDS
        .iter()
        .map(|words| (words.kind, words.id, words.title))
}

/// The lists, each folded, in pieces.
pub(super) fn write<E>(
    site: &Site<'_>,
    groups: &Groups,
    put: &mut impl FnMut(&Markup) -> Result<(), E>,
) -> Result<(), E> {
    for words in &KINDS {
        let rules = groups.checks(words.kind);
        if rules == 0 {
            continue;
        }
        put(&head(words, rules))?;
        for group in groups.of_kind(words.kind) {
            put(&rule(site, group))?;
        }
        let mut end = Markup::default();
        end.own("</ul></details>\n");
        put(&end)?;
    }
    Ok(())
}

fn head(words: &Words, rules: usize) -> Markup {
    let mut markup = Markup::default();
    markup.own("<details class=\"outcome\"");
    markup.attribute("id", &format!("outcome-{}", words.id));
    markup.attribute("data-o", words.id);
    markup.own("><summary><h3>");
    markup.own(words.title);
    markup.own("</h3> <span class=\"count\">");
    let plural = if rules == 1 { "" } else { "s" };
    markup.append(&Markup::word(&format!("{rules} rule{plural}")));
    markup.own("</span> <span class=\"meaning\">");
    markup.own(words.meaning);
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
    let mut last = None;
    for at in &group.at {
        let Some(found) = finding(site, *at) else {
            continue;
        };
        let reason = (found.severity, found.finding.reason.as_deref());
        let number = match last {
            // Most often, one scenario is like the one before.
            Some((number, before)) if before == reason => number,
            _ => *by_reason.entry(reason).or_insert(all.len()),
        };
        last = Some((number, reason));
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
    let numbers = alike.iter().map(|at| at.scenario);
    markup.numbers("data-s", numbers);
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
