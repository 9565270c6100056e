//! The client of a token request, and what faults make of it.

use http::HeaderMap;
use http::header::AUTHORIZATION;

use super::app::App;
use super::client_assertion;
use super::client_authentication::{UNKNOWN, authenticate, presented_id};
use super::faults::Fault;
use super::form::Form;
use super::refusal::Refusal;
use super::store::Client;

/// The client that a token request comes from.
pub(super) fn find(app: &App, headers: &HeaderMap, form: &Form) -> Result<Client, Refusal> {
    if app.has(Fault::ClientSecretPostRefused) && is_by_post(headers, form) {
        return Err(UNKNOWN);
    }
    authenticate(app, headers, form).or_else(|refusal| {
        if client_assertion::is_presented(form) {
            return Err(refusal);
        }
        let known = presented_id(app, headers, form).map(|id| app.store().client(&id));
        match known {
            Some(None) if app.has(Fault::UnknownClientInvalidGrant) => Err(Refusal::bad_request(
                "invalid_grant",
                "The client is unknown.",
            )),
            Some(Some(client)) => known_client(app, client, headers, form).unwrap_or(Err(refusal)),
            _ => Err(refusal),
        }
    })
}

fn is_by_post(headers: &HeaderMap, form: &Form) -> bool {
    !headers.contains_key(AUTHORIZATION) && form.value("client_secret").is_some()
}

/// What a fault makes of a client that is known and did not prove who it is.
fn known_client(
    app: &App,
    client: Client,
    headers: &HeaderMap,
    form: &Form,
) -> Option<Result<Client, Refusal>> {
    let secret = headers.contains_key(AUTHORIZATION) || form.value("client_secret").is_some();
    if !secret && app.has(Fault::UnauthenticatedClientGivenToken) {
        return Some(Ok(client));
    }
    let unauthorized = Refusal::bad_request("unauthorized_client", "The secret is wrong.");
    (secret && app.has(Fault::WrongSecretUnauthorizedClient)).then_some(Err(unauthorized))
}
