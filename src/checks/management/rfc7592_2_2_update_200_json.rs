//! `rfc7592-2.2-update-200-json`: a successful update is answered with 200 and the client.

use super::super::registration::shared::sent_as_json;
use super::shared_probes::{done, shown};
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, On, Outcome, Problem, Severity, Subject,
    Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::{Content, Probe};
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc7592-2.2-update-200-json",
    aliases: &[],
    cites: &[Citation::rfc(7592, "2.2")],
    statement: "A successful update is answered with status 200 and the client information as JSON.",
    level: Level::Must,
    severity: Severity::Failure,
    note: Some(
        "A server may refuse the method, or permission to update (403), which is no failure.",
    ),
    subject: Subject::RegistrationManagement,
    mode: Mode::Active,
    probes: &[Probe::Update],
    applies: Applies::Always,
    evaluate,
    remedy: "Answer a successful PUT with 200 and the updated client as an application/json object.",
    fails_on: &[
        Fixture::new(
            "no content",
            &[
                Change::On(Probe::Update, On::Status(204)),
                Change::On(Probe::Update, On::Text("")),
            ],
        ),
        Fixture::new(
            "text/plain",
            &[Change::On(
                Probe::Update,
                On::Header("content-type", Some("text/plain")),
            )],
        ),
        Fixture::new(
            "a message",
            &[Change::On(
                Probe::Update,
                On::Text(r#"{"message":"updated"}"#),
            )],
        ),
        Fixture::new(
            "an HTML page",
            &[Change::On(Probe::Update, On::Text("<p>updated</p>"))],
        ),
    ],
    faults: &[
        "client-update-status-204",
        "client-update-content-type-text",
    ],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let seen = done(evidence, Probe::Update)?;
    let status = seen.status().unwrap_or_default();
    if status != 200 {
        let problem = Problem::new(seen.at_status(), "200", status.to_string());
        return Ok(Outcome::fail(problem));
    }
    let labeled = sent_as_json(seen)?;
    if !labeled.is_empty() {
        return Ok(Outcome::of(labeled));
    }
    if shown(seen).is_some() {
        return Ok(Outcome::Pass);
    }
    let hidden = seen
        .response()
        .is_none_or(|response| response.body.content == Content::NotRecorded);
    if hidden {
        let reason = format!("{} is recorded without its body", seen.label);
        return Err(Blocked::NotObserved(reason));
    }
    let problem = Problem::new(seen.at(""), "a JSON object with client_id", "another body");
    Ok(Outcome::fail(problem))
}
