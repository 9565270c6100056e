//! What several rules about unusual token requests look at.

use serde_json::Value;

use super::super::token_errors::shared::{came, error, is_of_gateway};
use crate::{
    check::{Blocked, Outcome, Problem, Verdict},
    evidence::{Evidence, Seen},
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

/// Whether the client got past authentication, whatever else was wrong with its request.
pub(super) fn is_authenticated(seen: &Seen<'_>) -> bool {
    let unclear = ["invalid_client", "invalid_request", "unauthorized_client"];
    let another = error(seen).is_some_and(|error| !unclear.contains(&error.as_str()));
    seen.succeeded() || seen.status() == Some(400) && another
}

/// Says that every request of a probe was answered: the one that was not may be the one that would have succeeded.
pub(super) fn check_all_answered(evidence: &Evidence<'_>, probe: Probe) -> Result<(), Blocked> {
    let scenario = evidence.scenario();
    let unsent = scenario.unsent.iter().any(|unsent| unsent.probe == probe);
    let asked = scenario
        .exchanges()
        .filter(|exchange| exchange.probe == probe);
    let answered = evidence
        .sent_probes(&[probe])
        .filter(|seen| seen.response().is_some())
        .count();
    if unsent || asked.count() > answered {
        let reason = format!("not every request of {} was answered", probe.name());
        return Err(Blocked::NotObserved(reason));
    }
    Ok(())
}

/// Whether the client failed to authenticate (RFC 6749 §5.2).
pub(super) fn is_unauthenticated(seen: &Seen<'_>) -> bool {
    error(seen).as_deref() == Some("invalid_client") || seen.status() == Some(401)
}

/// Says that a client was registered for a method, and for no other one.
pub(super) fn check_registration(evidence: &Evidence<'_>, method: &str) -> Result<(), Blocked> {
    const MEMBER: &str = "token_endpoint_auth_method";
    let clients = evidence.probed(&[Probe::MethodClient])?;
    let asked = |seen: &&&Seen<'_>| {
        let sent = seen.sent_json();
        sent.is_some_and(|sent| sent.get(MEMBER).is_some_and(|sent| sent == method))
    };
    let client = clients
        .iter()
        .find(asked)
        .and_then(|seen| seen.object().ok());
    match client {
        Some(client)
            if client
                .text(MEMBER)
                .is_none_or(|registered| registered == method) =>
        {
            Ok(())
        }
        _ => Err(Blocked::NotObserved(format!(
            "no client was registered for {method}"
        ))),
    }
}

/// The audience that the token or its introspection says, `null` where they say none, and where that is.
pub(super) fn audience<'a>(
    evidence: &Evidence<'a>,
    seen: &Seen<'a>,
) -> Result<(Value, String), Blocked> {
    if let Some(jwt) = evidence.jwt_of(seen)? {
        let audience = jwt.claim("aud").cloned().unwrap_or_default();
        return Ok((audience, seen.at("/access_token/claims/aud")));
    }
    let introspected = evidence.probe(Probe::ResourceIndicatorIntrospected)?;
    let object = introspected.object()?;
    if object.get("active") != Some(&Value::Bool(true)) {
        let reason = format!("{} does not show the token", introspected.label);
        return Err(Blocked::NotObserved(reason));
    }
    let Some(audience) = object.get("aud") else {
        let reason = format!("{} shows no audience", introspected.label);
        return Err(Blocked::NotObserved(reason));
    };
    Ok((audience.clone(), object.at("aud")))
}
