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
    note: Some("What a JWT of RFC 9068 says is a rule of RFC 9068 §3."),
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
                On::Body("/access_token", Some(OF_ORDERS_FEED)),
            )],
        ),
        Fixture::new(
            "no audience",
            &[Change::On(
                Probe::ResourceIndicator,
                On::Body("/access_token", Some(OF_NOTHING)),
            )],
        ),
    ],
    faults: &["resource-indicator-ignored"],
};

/// A JWT without a profile that has only an `aud`, the one of every token.
const OF_ORDERS_FEED: &str = r#""eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.eyJhdWQiOiJodHRwczovL2lzc3Vlci5sb2NhbGhvc3QvZmVlZHMvb3JkZXJzIn0.c2ln""#;

/// One that has only an `iss`.
const OF_NOTHING: &str =
    r#""eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJodHRwczovL2lzc3Vlci5sb2NhbGhvc3QifQ.c2ln""#;

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
    if evidence.jwt_of(seen)?.is_some_and(|jwt| jwt.is_rfc9068()) {
        let reason = "the token follows RFC 9068, whose §3 has the rule".to_owned();
        return Err(Blocked::Inapplicable(reason));
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
