//! The page, piece by piece.

use std::{
    io,
    sync::mpsc::{self, SyncSender},
    thread,
};

use askama::Template;

use super::{
    anchors::Anchors,
    clients::ClientsView,
    exchange::Known,
    findings::{FindingView, Group, Groups, Kind},
    markup::Markup,
    outcomes,
    overview::HeadView,
    scenario::ScenarioView,
    site::Site,
};
use crate::{
    exchange::Record,
    report::{RenderError, WriteError},
};

/// The page of a record, as one text.
///
/// # Errors
///
/// A template of ours is broken, or the record's time has no written form.
pub fn text(record: &Record) -> Result<String, WriteError> {
    let mut page = Vec::new();
    write(record, &mut page)?;
    String::from_utf8(page).map_err(|error| io::Error::other(error).into())
}

/// Writes the page of a record, piece by piece.
///
/// # Errors
///
/// A template of ours is broken, the record's time has no written form, or `out` does not take it.
pub fn write(record: &Record, out: &mut impl io::Write) -> Result<(), WriteError> {
    let site = Site::new(record);
    // What is long is made side by side: what was found, and behind it the scenarios, of which some may be ready before.
    thread::scope(|scope| {
        let (ready, scenarios) = mpsc::sync_channel(READY);
        let site = &site;
        scope.spawn(move || make(site, &ready));
        findings(site, out)?;
        own(out, SCENARIOS)?;
        for scenario in scenarios {
            out.write_all(scenario?.as_bytes())?;
        }
        Ok::<_, WriteError>(())
    })?;
    if let Some(clients) = ClientsView::new(record) {
        put(out, &clients)?;
    }
    out.write_all(FOOT.as_bytes())?;
    Ok(())
}

/// The beginning of the page, and what was found.
fn findings(site: &Site<'_>, out: &mut impl io::Write) -> Result<(), WriteError> {
    let groups = Groups::of(site);
    let head = HeadView::new(site, groups.checks(Kind::ToFix))?;
    put(out, &head)?;
    let mut anchors = Anchors::default();
    for group in groups.of_kind(Kind::ToFix) {
        put(out, &card(site, group, &mut anchors, false))?;
    }
    if groups.checks(Kind::ToFix) == 0 {
        own(out, "<p class=\"empty\">Nothing was found to fix.</p>\n")?;
    }
    own(out, "</section>\n")?;
    if groups.checks(Kind::Accepted) > 0 {
        own(out, ACCEPTED)?;
        for group in groups.of_kind(Kind::Accepted) {
            put(out, &card(site, group, &mut anchors, true))?;
        }
        own(out, "</section>\n")?;
    }
    if site.findings().next().is_some() {
        own(out, OTHERS)?;
        outcomes::write(site, &groups, &mut |piece: &Markup| {
            out.write_all(piece.html().as_bytes())
        })?;
        own(out, "</section>\n")?;
    }
    Ok(())
}

/// What the page ends with.
const FOOT: &str = include_str!("../../../templates/report_foot.html");

const ACCEPTED: &str = "<section id=\"accepted\" aria-labelledby=\"accepted-heading\">\n\
    <h2 id=\"accepted-heading\">Accepted for now</h2>\n\
    <p class=\"lead\">Known deviations (<code>--known-deviations</code>): shown, and not counted.</p>\n";

const OTHERS: &str = "<section id=\"others\" aria-labelledby=\"others-heading\">\n\
    <h2 id=\"others-heading\">All other rules</h2>\n";

const SCENARIOS: &str = "<section id=\"scenarios\" aria-labelledby=\"scenarios-heading\">\n\
    <h2 id=\"scenarios-heading\">Scenarios</h2>\n";

/// Scenarios that wait to be written.
const READY: usize = 256;

/// Makes the scenarios, each as a text, for as long as they are wanted.
fn make(site: &Site<'_>, ready: &SyncSender<Result<String, RenderError>>) {
    let mut known = Known::default();
    for (number, scenario) in site.scenarios.iter().enumerate() {
        let text = ScenarioView::new(site, number, scenario, &mut known).render();
        let made = text.map(|text| text + "\n").map_err(RenderError::from);
        if ready.send(made).is_err() {
            return;
        }
    }
}

fn card<'a>(
    site: &'a Site<'_>,
    group: &Group,
    anchors: &mut Anchors,
    accepted: bool,
) -> FindingView<'a> {
    let id = anchors.name(&format!("check-{}", group.check));
    FindingView::new(site, group, id, accepted)
}

fn own(out: &mut impl io::Write, html: &'static str) -> io::Result<()> {
    out.write_all(html.as_bytes())
}

fn put(out: &mut impl io::Write, view: &impl Template) -> Result<(), WriteError> {
    let text = view.render().map_err(RenderError::from)?;
    out.write_all(text.as_bytes())?;
    // The last line end of a template is not part of it.
    own(out, "\n")?;
    Ok(())
}
