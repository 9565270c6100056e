//! What several rules about unusual token requests look at.

use serde_json::Value;

use super::super::token_errors::shared::{came, is_of_gateway};
use crate::{
    check::{Blocked, Outcome, Problem, Verdict},
    evidence::Evidence,
    exchange::Probe,
};

/// Fails where a request that is like the usual one, but for what the rule is about, gets no token.
pub(super) fn succeeds(evidence: &Evidence<'_>, probe: Probe) -> Verdict {
    let seen = evidence.probe(probe)?;
    if seen.succeeded() {
        return Ok(Outcome::Pass);
    }
    if evidence.tokens()?.is_empty() || is_of_gateway(seen) {
        let reason = format!("{} got {}, for another reason", seen.label, came(seen));
        return Err(Blocked::NotObserved(reason));
    }
    let expected = "a token, as the usual request gets";
    Ok(Outcome::fail(Problem::new(
        seen.at_status(),
        expected,
        came(seen),
    )))
}

/// The values of an `aud`, sorted: a string, or an array of strings (RFC 7519 §4.1.3).
pub(super) fn audiences(audience: &Value) -> Vec<&str> {
    let items = audience.as_array().into_iter().flatten();
    let one = audience.as_str().into_iter();
    let mut values: Vec<&str> = one.chain(items.filter_map(Value::as_str)).collect();
    values.sort_unstable();
    values
}
