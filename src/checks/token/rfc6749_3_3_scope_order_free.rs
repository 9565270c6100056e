//! `rfc6749-3.3-scope-order-free`: the order of scope values does not matter.

use super::super::token_errors::shared::came;
use super::shared::scope_values;
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, On, Outcome, Problem, Severity, Subject,
    Verdict,
};
use crate::evidence::{Evidence, Seen, cut};
use crate::exchange::Probe;
use crate::spec::Citation;
use serde_json::Value;

pub(super) static CHECK: Check = Check {
    id: "rfc6749-3.3-scope-order-free",
    aliases: &[],
    cites: &[Citation::rfc(6749, "3.3")],
    statement: "Scope values give the same token in any order.",
    level: Level::Must,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Token,
    mode: Mode::Active,
    probes: PROBES,
    applies: Applies::Always,
    evaluate,
    remedy: "Treat a scope as a set of values.",
    fails_on: &[
        Fixture::new(
            "the other order is refused",
            &[
                Change::On(Probe::ScopeReversed, On::Status(400)),
                Change::On(
                    Probe::ScopeReversed,
                    On::Text(r#"{"error":"invalid_scope"}"#),
                ),
            ],
        ),
        Fixture::new(
            "the other order gives less",
            &[Change::On(
                Probe::ScopeReversed,
                On::Body("/scope", Some(r#""client-scope""#)),
            )],
        ),
    ],
    faults: &["scope-order-matters"],
};

const PROBES: &[Probe] = &[Probe::ScopeOrder, Probe::ScopeReversed];

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let one = evidence.probe(Probe::ScopeOrder)?;
    let other = evidence.probe(Probe::ScopeReversed)?;
    for seen in [one, other] {
        if !(seen.access_token().is_some() || seen.refused()) {
            return Err(Blocked::By(format!("{} got {}", seen.label, came(seen))));
        }
    }
    match (one.succeeded(), other.succeeded()) {
        (false, false) => {
            let reason = "the client cannot have both scope values".to_owned();
            Err(Blocked::Inapplicable(reason))
        }
        (true, true) => {
            let (expected, observed) = (granted(one)?, granted(other)?);
            let (expected_values, values) = (scope_values(&expected), scope_values(&observed));
            if expected_values == values {
                return Ok(Outcome::Pass);
            }
            let observed = cut(&observed.to_string());
            let expected = cut(&expected.to_string());
            Ok(Outcome::fail(Problem::new(
                other.at("/scope"),
                expected,
                observed,
            )))
        }
        (first, _) => {
            let (good, bad) = if first { (one, other) } else { (other, one) };
            let expected = format!("as in the other order: {}", came(good));
            Ok(Outcome::fail(Problem::new(
                bad.at_status(),
                expected,
                came(bad),
            )))
        }
    }
}

/// The scope that was granted: the one that was asked for where the response has none (RFC 6749 §5.1).
fn granted(seen: &Seen<'_>) -> Result<Value, Blocked> {
    let asked = || Value::String(seen.sent("scope").unwrap_or_default());
    Ok(seen.object()?.get("scope").cloned().unwrap_or_else(asked))
}
