//! `rfc8707-2-audience-restricted`: a token for one resource is for that one.

use super::super::token_errors::shared::came;
use super::shared::known;
use super::shared_probes::{audience, audiences};
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, On, Outcome, Problem, Severity, Subject,
    Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Probe;
use crate::spec::Citation;
use serde_json::Value;

pub(super) static CHECK: Check = Check {
    id: "rfc8707-2-audience-restricted",
    aliases: &[],
    cites: &[Citation::rfc(8707, "2")],
    statement: "A token that was asked for one resource is restricted to it.",
    level: Level::Should,
    severity: Severity::Warning,
    note: None,
    subject: Subject::Token,
    mode: Mode::Active,
    probes: &[Probe::ResourceIndicator],
    applies: Applies::Always,
    evaluate,
    remedy: "Put the resource that was asked for, or what it stands for, into the audience of the token.",
    fails_on: &[
        Fixture::new(
            "the audience of every token",
            &[Change::On(
                Probe::ResourceIndicator,
                On::Claim("aud", Some(r#""https://issuer.localhost/feeds/orders""#)),
            )],
        ),
        Fixture::new(
            "no audience",
            &[Change::On(Probe::ResourceIndicator, On::Claim("aud", None))],
        ),
    ],
    faults: &["resource-indicator-ignored"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let seen = evidence.probe(Probe::ResourceIndicator)?;
    if seen.access_token().is_none() {
        let reason = format!(
            "{} got {}, and so no token to look at",
            seen.label,
            came(seen)
        );
        return Err(Blocked::NotObserved(reason));
    }
    let Some(resource) = seen.sent("resource") else {
        return Err(Blocked::NotObserved(
            "the record does not show the resource".to_owned(),
        ));
    };
    let (audience, at) = audience(evidence, seen)?;
    if audiences(&audience).contains(&resource.as_str()) {
        return Ok(Outcome::Pass);
    }
    let usual = evidence.tokens()?;
    let usual = usual.iter().find(|token| token.has("access_token"));
    let usual = usual
        .map(|token| known(evidence, token, "aud"))
        .transpose()?;
    match usual.flatten() {
        // A server may map a resource to a broader identifier.
        Some(usual) if !audience.is_null() && audiences(&usual) != audiences(&audience) => {
            Ok(Outcome::Pass)
        }
        None if !audience.is_null() => {
            let reason = "nothing shows the audience of a token without a resource".to_owned();
            Err(Blocked::NotObserved(reason))
        }
        _ => {
            let observed = match &audience {
                Value::Null => "missing".to_owned(),
                audience => format!("{audience}, as without a resource"),
            };
            Ok(Outcome::fail(Problem::new(at, resource, observed)))
        }
    }
}
