//! Token requests of registered clients that authenticated by HTTP Basic (RFC 6749 §2.3.1).

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::Value;

use crate::{
    check::Blocked,
    evidence::{Evidence, Registration, Seen},
    exchange::{Action, Headers},
};

/// A token request with the very credentials that a registration gave, for a client that is to use HTTP Basic.
pub(super) struct Attempt<'e, 'a> {
    /// The exchange.
    pub(super) seen: &'e Seen<'a>,
    /// Whether form encoding changed the credentials.
    pub(super) encoded: bool,
    /// Whether the authentication method was named, by the client or by the server. Where neither did, the default is
    /// at stake (RFC 7591 §2), which is another rule's.
    pub(super) named: bool,
}

impl Attempt<'_, '_> {
    /// Whether the server said that the client failed to authenticate (RFC 6749 §5.2).
    pub(super) fn refused(&self) -> bool {
        let error = self.seen.json().and_then(|json| json.get("error").cloned());
        self.seen.status() == Some(401)
            || (!self.seen.succeeded()
                && error.as_ref().and_then(Value::as_str) == Some("invalid_client"))
    }

    /// What came, as findings show it.
    pub(super) fn came(&self) -> String {
        let error = self.seen.json().and_then(|json| json.get("error").cloned());
        let known = error.filter(|error| error == "invalid_client");
        let error = known
            .map(|_| " with error invalid_client")
            .unwrap_or_default();
        format!("{}{error}", self.seen.status().unwrap_or_default())
    }
}

const METHOD: &str = "token_endpoint_auth_method";

/// The attempts of a scenario. A configured client is none: what the operator configured may be wrong.
///
/// # Errors
///
/// The record does not show request headers, or holds names in place of secrets.
pub(super) fn attempts<'e, 'a>(
    evidence: &'e Evidence<'a>,
) -> Result<Vec<Attempt<'e, 'a>>, Blocked> {
    let registrations: Vec<_> = evidence
        .registrations()?
        .into_iter()
        .filter(uses_basic)
        .collect();
    let mut attempts = Vec::new();
    for seen in evidence.token_requests() {
        if seen.sent("client_secret").is_some() || may_have_changed(evidence, seen) {
            continue;
        }
        let headers = &seen.exchange.request.headers;
        if *headers == Headers::NotRecorded && !registrations.is_empty() {
            let reason = "the record does not show request headers";
            return Err(Blocked::NotObserved(reason.to_owned()));
        }
        let Some(credentials) = headers.get("authorization").and_then(basic) else {
            continue;
        };
        let Some((id, secret)) = pair(credentials) else {
            if evidence.is_redacted() && !registrations.is_empty() {
                evidence.secret(credentials)?;
            }
            continue;
        };
        for registration in &registrations {
            let issued = issued(evidence, registration, seen)?;
            if issued == Some((decoded(&id), decoded(&secret))) {
                let encoded = issued != Some((id.clone(), secret.clone()));
                let named = registration.has(METHOD) || registration.sent.contains_key(METHOD);
                attempts.push(Attempt {
                    seen,
                    encoded,
                    named,
                });
            }
        }
    }
    Ok(attempts)
}

/// Whether the client was managed before an exchange, which may give it another secret, or end it (RFC 7592 §2).
fn may_have_changed(evidence: &Evidence<'_>, before: &Seen<'_>) -> bool {
    evidence
        .all()
        .iter()
        .take_while(|seen| seen.label != before.label)
        .any(|seen| {
            matches!(
                seen.action(),
                Some(Action::ReadClient | Action::UpdateClient | Action::DeleteClient)
            )
        })
}

/// `client_secret_basic` is the default (RFC 7591 §2).
fn uses_basic(registration: &Registration<'_>) -> bool {
    match registration.get(METHOD) {
        None => true,
        Some(method) => method == "client_secret_basic",
    }
}

/// The identifier and the secret of a client, unless the secret had expired when it was used.
fn issued(
    evidence: &Evidence<'_>,
    registration: &Registration<'_>,
    seen: &Seen<'_>,
) -> Result<Option<(String, String)>, Blocked> {
    let (Some(id), Some(secret)) = (
        registration.text("client_id"),
        registration.text("client_secret"),
    ) else {
        return Ok(None);
    };
    let expires = registration
        .get("client_secret_expires_at")
        .and_then(Value::as_i64);
    let now = evidence.time(seen).unix_timestamp();
    if expires.is_some_and(|expires| expires != 0 && expires <= now) {
        return Ok(None);
    }
    Ok(Some((id.to_owned(), evidence.secret(secret)?.to_owned())))
}

fn basic(authorization: &str) -> Option<&str> {
    let (scheme, credentials) = authorization.split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("basic")
        .then(|| credentials.trim())
}

fn pair(credentials: &str) -> Option<(String, String)> {
    let pair = String::from_utf8(STANDARD.decode(credentials).ok()?).ok()?;
    let (id, secret) = pair.split_once(':')?;
    Some((id.to_owned(), secret.to_owned()))
}

/// Undoes `application/x-www-form-urlencoded` (RFC 6749 appendix B).
fn decoded(half: &str) -> String {
    url::form_urlencoded::parse(format!("half={half}").as_bytes())
        .next()
        .map(|(_, value)| value.into_owned())
        .unwrap_or_default()
}
