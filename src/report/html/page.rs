//! The page, piece by piece.

use std::{io, panic::resume_unwind, thread};

use serde::Serialize;

use super::{
    anchors::Anchors,
    clients::ClientsView,
    findings::{FindingView, Group, groups, is_wrong},
    markup::Markup,
    outcomes,
    overview::HeadView,
    scenario::ScenarioView,
    site::Site,
    template::render,
};
use crate::{
    exchange::{Finding, Record},
    report::RenderError,
};

/// A page that could not be written.
#[derive(Debug, thiserror::Error)]
pub enum HtmlError {
    /// Our own mistake.
    #[error(transparent)]
    Render(#[from] RenderError),
    /// There is no writing to where it goes.
    #[error("the page cannot be written")]
    Write(#[from] io::Error),
}

/// The page of a record, as one text.
///
/// # Errors
///
/// A template of ours is broken, or the record's time has no written form.
pub fn text(record: &Record) -> Result<String, HtmlError> {
    let mut page = Vec::new();
    write(record, &mut page)?;
    String::from_utf8(page).map_err(|error| io::Error::other(error).into())
}

/// Writes the page of a record, piece by piece.
///
/// # Errors
///
/// A template of ours is broken, the record's time has no written form, or `out` does not take it.
pub fn write(record: &Record, out: &mut impl io::Write) -> Result<(), HtmlError> {
    let site = Site::new(record);
    // What is long is made side by side: the scenarios, and what was found in them.
    thread::scope(|scope| {
        let scenarios = scope.spawn(|| scenarios(&site));
        findings(&site, out)?;
        own(out, SCENARIOS)?;
        let scenarios = scenarios.join();
        for scenario in scenarios.unwrap_or_else(|panic| resume_unwind(panic))? {
            out.write_all(scenario.as_bytes())?;
        }
        Ok::<_, HtmlError>(())
    })?;
    if let Some(clients) = ClientsView::new(record) {
        put(out, "clients", &clients)?;
    }
    put(out, "foot", &())?;
    Ok(())
}

/// The beginning of the page, and what was found.
fn findings(site: &Site<'_>, out: &mut impl io::Write) -> Result<(), HtmlError> {
    let wrong = |finding: &Finding| is_wrong(finding) && finding.known.is_none();
    let to_fix = groups(site, wrong);
    let accepted = groups(site, |finding| finding.known.is_some());
    let head = HeadView::new(site, to_fix.len())?;
    put(out, "head", &head)?;
    let mut anchors = Anchors::default();
    for group in &to_fix {
        put(out, "finding", &card(site, group, &mut anchors, false))?;
    }
    if to_fix.is_empty() {
        own(out, "<p class=\"empty\">Nothing was found to fix.</p>\n")?;
    }
    own(out, "</section>\n")?;
    if !accepted.is_empty() {
        own(out, ACCEPTED)?;
        for group in &accepted {
            put(out, "finding", &card(site, group, &mut anchors, true))?;
        }
        own(out, "</section>\n")?;
    }
    if site.findings().next().is_some() {
        own(out, OTHERS)?;
        outcomes::write(site, &mut |piece: &Markup| {
            out.write_all(piece.html().as_bytes())
        })?;
        own(out, "</section>\n")?;
    }
    Ok(())
}

const ACCEPTED: &str = "<section id=\"accepted\" aria-labelledby=\"accepted-heading\">\n\
    <h2 id=\"accepted-heading\">Accepted for now</h2>\n\
    <p class=\"lead\">Known deviations (<code>--known-deviations</code>): shown, and not counted.</p>\n";

const OTHERS: &str = "<section id=\"others\" aria-labelledby=\"others-heading\">\n\
    <h2 id=\"others-heading\">All other rules</h2>\n";

const SCENARIOS: &str = "<section id=\"scenarios\" aria-labelledby=\"scenarios-heading\">\n\
    <h2 id=\"scenarios-heading\">Scenarios</h2>\n";

/// The scenarios, each as a text.
fn scenarios(site: &Site<'_>) -> Result<Vec<String>, RenderError> {
    let scenarios = site.scenarios.iter().enumerate();
    scenarios
        .map(|(number, scenario)| render("scenario", &ScenarioView::new(site, number, scenario)))
        .collect()
}

fn card(site: &Site<'_>, group: &Group, anchors: &mut Anchors, accepted: bool) -> FindingView {
    let id = anchors.name(&format!("check-{}", group.check));
    FindingView::new(site, group, id, accepted)
}

fn own(out: &mut impl io::Write, html: &'static str) -> io::Result<()> {
    out.write_all(html.as_bytes())
}

fn put(
    out: &mut impl io::Write,
    template: &'static str,
    view: &impl Serialize,
) -> Result<(), HtmlError> {
    out.write_all(render(template, view)?.as_bytes())?;
    Ok(())
}
