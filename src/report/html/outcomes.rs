//! What needs no fixing: rules that could not be judged, do not apply, or are kept. Written by the builder alone, because a
//! run of many scenarios has many of them.

use super::{
    findings::{finding, groups},
    markup::Markup,
    prose,
    site::Site,
};
use crate::exchange::OutcomeKind;

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

fn rule(site: &Site<'_>, group: &super::findings::Group) -> Markup {
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
    for at in &group.at {
        let scenario = site.scenarios.get(at.scenario);
        if let (Some(scenario), Some(found)) = (scenario, finding(site, *at)) {
            markup.own("<li");
            markup.attribute("id", &found.id);
            markup.attribute("data-v", found.finding.severity.word());
            markup.attribute("data-s", &at.scenario.to_string());
            markup.own(">");
            markup.append(&scenario.link);
            if let Some(reason) = &found.finding.reason {
                markup.own(": ");
                markup.append(&prose::with_code(reason));
            }
            markup.own("</li>");
        }
    }
    markup.own("</ul></li>\n");
    markup
}
