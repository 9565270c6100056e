//! What several rooms about probes of the client configuration endpoint say alike.

use serde_json::Value;

use crate::{
    check::Blocked,
    evidence::{Evidence, Object, Seen, same_url},
    exchange::Probe,
};

/// What the redirection URI of a client that is updated becomes, and what its name does.
pub(super) const REDIRECT_URIS: &str = "redirect_uris";

/// The name of a client.
pub(super) const NAME: &str = "client_name";

/// Why an answer says nothing about a rule.
pub(super) fn unclear(seen: &Seen<'_>) -> Blocked {
    let status = seen.status().unwrap_or_default();
    Blocked::NotObserved(format!("{} got status {status}", seen.label))
}

/// Whether a status says that the server offers a method to nobody, or not to this client (RFC 7592 §2, §2.2, §2.3).
pub(super) fn is_not_offered(status: u16) -> bool {
    matches!(status, 403 | 405 | 501)
}

/// The answer to a request that the server carried out.
///
/// # Errors
///
/// It was not sent, was not answered, or was not carried out.
pub(super) fn done<'e, 'a>(
    evidence: &'e Evidence<'a>,
    probe: Probe,
) -> Result<&'e Seen<'a>, Blocked> {
    let seen = evidence.probe(probe)?;
    match seen.status().unwrap_or_default() {
        200..300 => Ok(seen),
        status if is_not_offered(status) => Err(Blocked::Inapplicable(format!(
            "{} got status {status}: the server does not offer it",
            seen.label
        ))),
        _ => Err(unclear(seen)),
    }
}

/// The client that an answer shows; `None` where it shows none.
pub(super) fn shown<'a>(seen: &Seen<'a>) -> Option<Object<'a>> {
    let object = seen.object().ok().filter(|_| seen.succeeded())?;
    object.has("client_id").then_some(object)
}

/// What the server showed of a client after a request: in its own answer, and when it was read.
///
/// # Errors
///
/// It showed the client in neither.
pub(super) fn shown_after<'a>(
    evidence: &Evidence<'a>,
    update: &Seen<'a>,
    read: Probe,
) -> Result<Vec<Object<'a>>, Blocked> {
    let answers = [Some(update), evidence.probe(read).ok()];
    let clients: Vec<_> = answers.into_iter().flatten().filter_map(shown).collect();
    if clients.is_empty() {
        let reason = format!("the client was not shown after {}", update.label);
        return Err(Blocked::NotObserved(reason));
    }
    Ok(clients)
}

/// A member that a request sent as JSON.
pub(super) fn sent(seen: &Seen<'_>, name: &str) -> Option<Value> {
    seen.sent_json()?.get(name).cloned()
}

/// The client that was registered with this client configuration endpoint, as its registration shows it.
pub(super) fn registered_at<'a>(evidence: &Evidence<'a>, url: &str) -> Option<Object<'a>> {
    let all = evidence.sent_probes(&[Probe::ManagedClient]);
    let mut clients = all.filter_map(shown);
    clients.find(|client| {
        let own = client.text("registration_client_uri");
        own.is_some_and(|own| same_url(own, url))
    })
}

/// Says that the client was deleted.
///
/// # Errors
///
/// It was not.
pub(super) fn deleted(evidence: &Evidence<'_>) -> Result<(), Blocked> {
    let seen = evidence.probe(Probe::Delete)?;
    match seen.status().unwrap_or_default() {
        200..300 => Ok(()),
        status => Err(Blocked::Inapplicable(format!(
            "{} got status {status}, so no client was deleted",
            seen.label
        ))),
    }
}
