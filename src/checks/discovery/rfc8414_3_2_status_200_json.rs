//! `rfc8414-3.2-status-200-json`: the answer at the location of RFC 8414 is 200 and JSON.

use super::shared::oauth_answer;
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, Outcome, Problem, Severity, Subject,
    Verdict,
};
use crate::evidence::{Evidence, Seen};
use crate::exchange::Action;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc8414-3.2-status-200-json",
    aliases: &[],
    cites: &[Citation::rfc(8414, "3.2")],
    statement: "A successful answer with authorization server metadata has status 200 and is a JSON object of type application/json.",
    level: Level::Must,
    severity: Severity::Failure,
    note: Some(
        "Where the location was not what the scenario asks for, only an answer with a JSON object counts as metadata: some servers answer every address with a page.",
    ),
    subject: Subject::Discovery,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::When(
        "metadata is served at oauth-authorization-server",
        |evidence| oauth_answer(evidence).map(|seen| seen.is_some()),
    ),
    evaluate,
    remedy: "Serve the document with status 200 and Content-Type application/json.",
    fails_on: &[
        Fixture::new(
            "text/html",
            &[Change::Header(
                Action::Discover,
                "content-type",
                Some("text/html"),
            )],
        ),
        Fixture::new(
            "no Content-Type",
            &[Change::Header(Action::Discover, "content-type", None)],
        ),
        Fixture::new("status 203", &[Change::Status(Action::Discover, 203)]),
    ],
    faults: &[
        "oauth-metadata-content-type-html",
        "oauth-metadata-status-203",
    ],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let Some(seen) = oauth_answer(evidence)? else {
        return Ok(Outcome::Pass);
    };
    let other = seen.status().filter(|status| *status != 200);
    let status = other.map(|status| Problem::new(seen.at_status(), "200", status.to_string()));
    Outcome::gather([
        Ok(status.into_iter().collect()),
        media_type(seen),
        object(seen),
    ])
}

fn media_type(seen: &Seen<'_>) -> Result<Vec<Problem>, Blocked> {
    let observed = seen.media_type()?.unwrap_or_else(|| "missing".to_owned());
    if observed == "application/json" {
        return Ok(Vec::new());
    }
    Ok(vec![Problem::new(
        seen.at_header("content-type"),
        "application/json",
        observed,
    )])
}

// A body that is not JSON is another media type, or another rule's business.
fn object(seen: &Seen<'_>) -> Result<Vec<Problem>, Blocked> {
    match seen.json() {
        None => Err(Blocked::By(format!("{} is not JSON", seen.at("")))),
        Some(json) if json.is_object() => Ok(Vec::new()),
        Some(json) => Ok(vec![Problem::new(
            seen.at(""),
            "a JSON object",
            json.to_string(),
        )]),
    }
}
