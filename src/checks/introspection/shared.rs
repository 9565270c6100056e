//! What rooms about introspection share.

use crate::{
    check::{Applies, Blocked, Outcome, Problem, Verdict},
    evidence::{Evidence, Object, Seen},
    exchange::Probe,
};

/// The rules apply where there is the endpoint.
pub(super) const ENDPOINT: Applies = Applies::MetadataHas("introspection_endpoint");

/// Every probe that a client with good credentials asks about a token.
pub(super) const ASKED: &[Probe] = &[
    Probe::Introspect,
    Probe::IntrospectWrongHint,
    Probe::IntrospectByOtherClient,
    Probe::IntrospectUnknown,
    Probe::IntrospectRevoked,
    Probe::IntrospectExpired,
    Probe::IntrospectTampered,
];

/// The probes that ask about a token which is good.
pub(super) const GOOD: &[Probe] = &[
    Probe::Introspect,
    Probe::IntrospectWrongHint,
    Probe::IntrospectByOtherClient,
];

/// Says that the endpoint lets the client in that introspects its own token.
///
/// # Errors
///
/// It does not: whether it does is the server's to decide.
pub(super) fn let_in(evidence: &Evidence<'_>) -> Result<(), Blocked> {
    is_let_in(evidence.probe(Probe::Introspect)?)
}

/// Says that the answer is one to a caller who was let in, at an endpoint that is there.
///
/// # Errors
///
/// It is not.
pub(super) fn is_let_in(seen: &Seen<'_>) -> Result<(), Blocked> {
    let label = &seen.label;
    let reason = match seen.status().unwrap_or_default() {
        status @ (401 | 403) => {
            format!("{label} got status {status}: the client may not introspect")
        }
        404 => format!("{label} got status 404: nothing is there"),
        status @ 502..=504 => format!("{label} got status {status} of a gateway"),
        400 if is_error(seen, "invalid_client") => {
            format!("{label} got invalid_client: the client may not introspect")
        }
        _ => return Ok(()),
    };
    Err(Blocked::NotObserved(reason))
}

/// Whether an answer is an error object with this code.
fn is_error(seen: &Seen<'_>, code: &str) -> bool {
    seen.refusal().is_ok_and(|refusal| refusal.error == code)
}

/// What an introspection says of a token: 200, and a JSON object whose `active` is a boolean.
///
/// # Errors
///
/// The answer is another; rules of their own say what is wrong with it.
pub(super) fn said<'a>(seen: &Seen<'a>) -> Result<(Object<'a>, bool), Blocked> {
    is_let_in(seen)?;
    let label = &seen.label;
    if seen.status() != Some(200) {
        return Err(Blocked::By(format!("{label} did not get status 200")));
    }
    let object = seen.object()?;
    let active = object.get("active").and_then(serde_json::Value::as_bool);
    let active = active.ok_or_else(|| Blocked::By(format!("active in {label} is no boolean")))?;
    Ok((object, active))
}

/// Judges what introspection says of each of these tokens, where it says that they are active, or that they are not.
pub(super) fn each(
    evidence: &Evidence<'_>,
    probes: &[Probe],
    active: bool,
    judge: impl Fn(&Object<'_>) -> Result<Vec<Problem>, Blocked>,
) -> Verdict {
    let (mut places, mut unread) = (Vec::new(), None);
    for seen in evidence.probed(probes)? {
        match said(seen) {
            Ok((object, is)) if is == active => places.push(judge(&object)),
            Ok(_) => {}
            Err(blocked) => unread = unread.or(Some(blocked)),
        }
    }
    if places.is_empty() {
        let state = if active { "active" } else { "not active" };
        let reason = format!("introspection says of no token that it is {state}");
        return Err(unread.unwrap_or(Blocked::NotObserved(reason)));
    }
    Outcome::gather(places)
}

/// Judges that introspection does not say that a token is active.
pub(super) fn must_be_inactive(seen: &Seen<'_>) -> Verdict {
    let (object, active) = said(seen)?;
    let expected = format!("false, because {}", seen.probe().purpose());
    let problem = || Problem::new(object.at("active"), expected, "true");
    Ok(Outcome::of(active.then(problem).into_iter().collect()))
}

/// Whether the endpoint did not read the form that it was sent.
pub(super) fn is_form_refused(seen: &Seen<'_>) -> bool {
    match seen.status() {
        Some(405 | 415) => true,
        Some(400) => is_error(seen, "invalid_request"),
        _ => false,
    }
}
