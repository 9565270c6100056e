//! `rfc8707-2-invalid-target`: a malformed resource is told so.

use super::super::token_errors::shared::{GIVEN, came, coded, error, together};
use super::shared_probes::audiences;
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, On, Problem, Severity, Subject, Verdict,
};
use crate::evidence::{Evidence, Seen};
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc8707-2-invalid-target",
    aliases: &[],
    cites: &[Citation::rfc(8707, "2")],
    statement: "A token request for a resource that is no absolute URI, or has a fragment, is refused with the error invalid_target.",
    level: Level::Should,
    severity: Severity::Warning,
    note: Some(
        "A server without RFC 8707 ignores the parameter, as it should: nothing is said of it.",
    ),
    subject: Subject::Token,
    mode: Mode::Active,
    probes: &[Probe::MalformedTarget],
    applies: Applies::Always,
    evaluate,
    remedy: "Refuse a resource that you do not know, or cannot read, with the error invalid_target.",
    fails_on: &[
        Fixture::new(
            "a token",
            &[
                Change::On(Probe::MalformedTarget, On::Status(200)),
                Change::On(Probe::MalformedTarget, On::Text(GIVEN)),
            ],
        ),
        Fixture::new(
            "invalid_request",
            &[Change::On(
                Probe::MalformedTarget,
                On::Body("/error", Some(r#""invalid_request""#)),
            )],
        ),
    ],
    faults: &["malformed-target-accepted"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let answers = evidence.probed(&[Probe::MalformedTarget])?;
    let knows = |seen: &&Seen<'_>| {
        error(seen).as_deref() == Some("invalid_target") || is_meant(evidence, seen)
    };
    let told = evidence
        .probe(Probe::ResourceIndicator)
        .is_ok_and(|seen| seen.access_token().is_some());
    if !told && !answers.iter().any(knows) {
        let reason = "the server ignores resource, as far as the record shows".to_owned();
        return Err(Blocked::Inapplicable(reason));
    }
    together(answers.into_iter().map(|seen| {
        if seen.access_token().is_some() {
            let expected = "400 with error invalid_target";
            return Ok(vec![Problem::new(seen.at_status(), expected, came(seen))]);
        }
        let refusal = coded(seen)?;
        if refusal.error == "invalid_target" {
            return Ok(Vec::new());
        }
        let (at, observed) = (refusal.at("error"), refusal.shown("error"));
        Ok(vec![Problem::new(at, "invalid_target", observed)])
    }))
}

/// Whether the token that was given is for the very resource that was asked for.
fn is_meant<'a>(evidence: &Evidence<'a>, seen: &Seen<'a>) -> bool {
    let asked = seen.sent("resource").unwrap_or_default();
    let jwt = evidence.jwt_of(seen).ok().flatten();
    let audience = jwt.as_ref().and_then(|jwt| jwt.claim("aud"));
    audience.is_some_and(|audience| audiences(audience).contains(&asked.as_str()))
}
