//! `rfc7662-2.2-json-object`: an introspection response is a JSON object.

use super::super::token::shared::not_json;
use super::shared::{ASKED, ENDPOINT, let_in};
use crate::check::{
    Blocked, Change, Check, Fixture, Level, Mode, On, Outcome, Problem, Severity, Subject, Verdict,
};
use crate::evidence::{Evidence, Seen, cut};
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc7662-2.2-json-object",
    aliases: &[],
    cites: &[Citation::rfc(7662, "2.2")],
    statement: "The introspection response has status 200 and is a JSON object, served as application/json.",
    level: Level::Must,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Introspection,
    mode: Mode::Active,
    probes: ASKED,
    applies: ENDPOINT,
    evaluate,
    remedy: "Answer introspection with status 200 and a JSON object, as application/json.",
    fails_on: &[
        Fixture::new(
            "status 500",
            &[Change::On(Probe::Introspect, On::Status(500))],
        ),
        Fixture::new(
            "status 201",
            &[Change::On(Probe::Introspect, On::Status(201))],
        ),
        Fixture::new(
            "plain text",
            &[Change::On(
                Probe::Introspect,
                On::Header("content-type", Some("text/plain")),
            )],
        ),
        Fixture::new(
            "a JWT that was not asked for",
            &[
                Change::On(
                    Probe::Introspect,
                    On::Header("content-type", Some("application/token-introspection+jwt")),
                ),
                Change::On(Probe::Introspect, On::Text("eyJhbGciOiJub25lIn0.e30.")),
            ],
        ),
        Fixture::new(
            "an array",
            &[Change::On(
                Probe::IntrospectUnknown,
                On::Text(r#"[{"active":false}]"#),
            )],
        ),
    ],
    faults: &["introspection-content-type-text"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let_in(evidence)?;
    let answers = evidence.probed(ASKED)?.into_iter();
    // What the form of the request has to do with it is a rule of its own; so is a refusal of the token.
    let judged = answers.filter(|seen| {
        seen.status() == Some(200) || seen.probe() == Probe::Introspect && !seen.refused()
    });
    let judged: Vec<_> = judged.map(judge).collect();
    if judged.is_empty() {
        return Err(Blocked::By("every token is refused".to_owned()));
    }
    Outcome::gather(judged)
}

fn judge(seen: &Seen<'_>) -> Result<Vec<Problem>, Blocked> {
    let mut problems = Vec::new();
    let status = seen.status().unwrap_or_default();
    if status != 200 {
        problems.push(Problem::new(seen.at_status(), "200", status.to_string()));
        return Ok(problems);
    }
    let media_type = seen.media_type()?;
    if media_type.as_deref() != Some("application/json") {
        let (at, found) = (seen.at_header("content-type"), media_type);
        let observed = found.map_or_else(|| "no Content-Type".to_owned(), |found| cut(&found));
        problems.push(Problem::new(at, "application/json", observed));
    } else if seen.object().is_err() {
        if seen.json().is_none() {
            not_json(seen)?;
        }
        problems.push(Problem::new(seen.at(""), "a JSON object", "something else"));
    }
    Ok(problems)
}
