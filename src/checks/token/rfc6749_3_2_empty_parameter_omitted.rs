//! `rfc6749-3.2-empty-parameter-omitted`: an empty parameter counts as absent.

use super::super::token_errors::shared::{GIVEN, came, together};
use super::shared::scope_values;
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, On, Problem, Severity, Subject, Verdict,
};
use crate::evidence::{Evidence, Seen, cut};
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc6749-3.2-empty-parameter-omitted",
    aliases: &[],
    cites: &[Citation::rfc(6749, "3.2")],
    statement: "A token request with an empty parameter comes to the same as one without the parameter.",
    level: Level::Must,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Token,
    mode: Mode::Active,
    probes: PROBES,
    applies: Applies::Always,
    evaluate,
    remedy: "Treat parameters without a value as if they were not sent.",
    fails_on: &[
        Fixture::new(
            "an empty scope is refused",
            &[
                Change::On(Probe::EmptyScope, On::Status(400)),
                Change::On(Probe::EmptyScope, On::Text(r#"{"error":"invalid_scope"}"#)),
            ],
        ),
        Fixture::new(
            "another scope is granted",
            &[Change::On(
                Probe::EmptyScope,
                On::Body("/scope", Some(r#""another""#)),
            )],
        ),
        Fixture::new(
            "an empty resource is refused where resources are ignored",
            &[
                Change::On(Probe::MalformedTarget, On::Status(200)),
                Change::On(Probe::MalformedTarget, On::Text(GIVEN)),
                Change::On(Probe::EmptyResource, On::Status(400)),
                Change::On(
                    Probe::EmptyResource,
                    On::Text(r#"{"error":"invalid_target"}"#),
                ),
            ],
        ),
    ],
    faults: &["empty-scope-refused"],
};

const PROBES: &[Probe] = &[Probe::EmptyScope, Probe::EmptyResource];

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    together([scope(evidence), resource(evidence)])
}

fn scope(evidence: &Evidence<'_>) -> Result<Vec<Problem>, Blocked> {
    let without = evidence.probe(Probe::NoScope)?;
    let empty = evidence.probe(Probe::EmptyScope)?;
    for seen in [without, empty] {
        if !(seen.succeeded() || seen.refused()) {
            return Err(Blocked::By(format!("{} got {}", seen.label, came(seen))));
        }
    }
    if without.succeeded() != empty.succeeded() {
        let expected = format!("as without a scope: {}", came(without));
        return Ok(vec![Problem::new(empty.at_status(), expected, came(empty))]);
    }
    let granted = |seen: &Seen<'_>| seen.object().ok()?.get("scope").cloned();
    let (Some(expected), Some(observed)) = (granted(without), granted(empty)) else {
        return Ok(Vec::new());
    };
    if scope_values(&expected) == scope_values(&observed) {
        return Ok(Vec::new());
    }
    let (at, observed) = (empty.at("/scope"), observed.to_string());
    Ok(vec![Problem::new(at, cut(&expected.to_string()), observed)])
}

/// A server that knows resource indicators may find an empty one malformed (RFC 8707 §2).
fn resource(evidence: &Evidence<'_>) -> Result<Vec<Problem>, Blocked> {
    let empty = evidence.probe(Probe::EmptyResource)?;
    let malformed = evidence.probed(&[Probe::MalformedTarget])?;
    if !malformed.iter().all(|seen| seen.access_token().is_some()) {
        let reason = "the server does not ignore resources".to_owned();
        return Err(Blocked::Inapplicable(reason));
    }
    let problem = Problem::new(empty.at_status(), "200, as without a resource", came(empty));
    Ok(empty.refused().then_some(problem).into_iter().collect())
}
