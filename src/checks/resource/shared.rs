//! What several rooms about protected resources say alike.

use crate::{
    check::Blocked,
    evidence::{Challenge, Evidence, Seen, challenges},
    exchange::Probe,
};

/// The header field of challenges.
pub(super) const FIELD: &str = "www-authenticate";

/// Requests without a token to a protected resource: the client configuration endpoint is one (RFC 7592 §2), and so is the
/// userinfo endpoint (OpenID Connect Core 1.0 §5.3).
pub(super) const WITHOUT_TOKEN: &[Probe] = &[
    Probe::ResourceWithoutToken,
    Probe::UserinfoWithoutToken,
    Probe::ReadWithoutToken,
];

/// Requests with a made-up token to a protected resource.
pub(super) const MADE_UP_TOKEN: &[Probe] = &[
    Probe::ResourceMadeUpToken,
    Probe::UserinfoMadeUpToken,
    Probe::ReadWrongToken,
    Probe::UpdateWrongToken,
    Probe::DeleteWrongToken,
];

/// Requests to a protected resource that are refused for their token.
pub(in crate::checks) const REFUSED: &[Probe] = &[
    Probe::ResourceWithoutToken,
    Probe::UserinfoWithoutToken,
    Probe::ReadWithoutToken,
    Probe::ResourceMadeUpToken,
    Probe::UserinfoMadeUpToken,
    Probe::ReadWrongToken,
    Probe::UpdateWrongToken,
    Probe::DeleteWrongToken,
    Probe::ResourceWrongScope,
];

/// Whether a probe asks a client configuration endpoint, whose statuses have rules of their own.
pub(super) fn is_of_client(seen: &Seen<'_>) -> bool {
    matches!(
        seen.probe(),
        Probe::ReadWithoutToken
            | Probe::ReadWrongToken
            | Probe::UpdateWrongToken
            | Probe::DeleteWrongToken
    )
}

/// The Bearer challenges of a response.
///
/// # Errors
///
/// The record does not show its header fields.
pub(super) fn bearer_challenges(seen: &Seen<'_>) -> Result<Vec<Challenge>, Blocked> {
    let mut found = challenges(seen.headers()?);
    found.retain(|challenge| challenge.is("Bearer"));
    Ok(found)
}

/// The Bearer challenge of a response, which has parameters.
///
/// # Errors
///
/// There is none, which another rule is about, or the record does not show it.
pub(super) fn challenge(seen: &Seen<'_>) -> Result<Challenge, Blocked> {
    let found = bearer_challenges(seen)?.into_iter();
    let mut found = found.filter(|challenge| !challenge.parameters.is_empty());
    found.next().ok_or_else(|| {
        let reason = format!("{} has no Bearer challenge with parameters", seen.label);
        Blocked::By(reason)
    })
}

/// A challenge field as a finding shows it.
pub(super) fn shown(seen: &Seen<'_>) -> String {
    let fields = seen.headers().map(|headers| headers.all(FIELD));
    let fields: Vec<&str> = fields.into_iter().flatten().collect();
    if fields.is_empty() {
        "missing".to_owned()
    } else {
        fields.join(", ")
    }
}

/// Why an answer says nothing about a rule.
pub(super) fn unclear(seen: &Seen<'_>) -> Blocked {
    let status = seen.status().unwrap_or_default();
    Blocked::NotObserved(format!("{} got status {status}", seen.label))
}

/// Says that a good token opens the resource and that it is closed without one, so that a refusal says something.
///
/// # Errors
///
/// It does not, or it is open to everybody.
pub(super) fn is_protected(evidence: &Evidence<'_>) -> Result<(), Blocked> {
    let opened = evidence.probe(Probe::Resource)?;
    if !opened.succeeded() {
        let reason = format!("{} was refused, as a bad token would be", opened.label);
        return Err(Blocked::NotObserved(reason));
    }
    is_closed(evidence)
}

/// Says that the resource refuses who brings no token.
///
/// # Errors
///
/// It is open to everybody.
pub(super) fn is_closed(evidence: &Evidence<'_>) -> Result<(), Blocked> {
    match evidence.probe(Probe::ResourceWithoutToken) {
        Ok(seen) if seen.succeeded() => Err(Blocked::By(format!(
            "{} was served: the resource needs no token",
            seen.label
        ))),
        _ => Ok(()),
    }
}
