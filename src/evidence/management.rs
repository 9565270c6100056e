//! What the client configuration endpoint showed of a client (RFC 7592 §2).

use serde_json::Value;
use url::Url;

use super::{Evidence, Registration, Seen};
use crate::{check::Blocked, exchange::Action};

/// An answer to a read or an update of a client that the same scenario registered.
#[derive(Clone, Debug)]
pub struct ClientView<'a> {
    /// The exchange.
    pub seen: Seen<'a>,
    /// The registration of the client.
    pub registration: Registration<'a>,
    /// Whether the request carried the registration access token that was issued last, of a client that was not deleted.
    pub authorized: bool,
    /// Whether what was registered may be another by now: the exchange is an update, or comes after one.
    pub updated: bool,
}

impl<'a> Evidence<'a> {
    /// The reads and updates of clients that the scenario registered, found by their `registration_client_uri`.
    ///
    /// # Errors
    ///
    /// As for [`Evidence::registrations`].
    pub fn client_views(&self) -> Result<Vec<ClientView<'a>>, Blocked> {
        let registrations = self.registrations()?;
        let views = self.all().iter().enumerate().filter_map(|(place, seen)| {
            if !matches!(
                seen.action(),
                Some(Action::ReadClient | Action::UpdateClient)
            ) {
                return None;
            }
            let registration = registrations
                .iter()
                .rev()
                .find(|registration| is_about(seen, registration))?;
            let token = self.token_before(place, registration);
            let updated = self.all().iter().take(place + 1).any(|seen| {
                seen.action() == Some(Action::UpdateClient) && is_about(seen, registration)
            });
            Some(ClientView {
                updated,
                seen: seen.clone(),
                registration: registration.clone(),
                authorized: token.is_some_and(|token| seen.bearer_token() == Some(token)),
            })
        });
        Ok(views.collect())
    }

    /// The registration access token in force before an exchange: a read or an update may issue a new one (RFC 7592 §3).
    fn token_before(&self, place: usize, registration: &Registration<'_>) -> Option<String> {
        let mut token = None;
        for seen in self
            .all()
            .iter()
            .take(place)
            .filter(|seen| seen.succeeded())
        {
            let about = seen.label == registration.seen.label || is_about(seen, registration);
            match seen.action() {
                Some(Action::DeleteClient) if about => token = None,
                Some(Action::Register | Action::ReadClient | Action::UpdateClient) if about => {
                    let issued = seen.json();
                    let issued = issued
                        .as_ref()
                        .and_then(|json| json.get("registration_access_token"))
                        .and_then(Value::as_str);
                    token = issued.map(str::to_owned).or(token);
                }
                _ => {}
            }
        }
        token
    }
}

/// Whether a request goes to the client configuration endpoint of a client.
fn is_about(seen: &Seen<'_>, registration: &Registration<'_>) -> bool {
    registration
        .text("registration_client_uri")
        .is_some_and(|uri| same_url(uri, &seen.exchange.request.url))
}

/// Whether two texts are the same URL: a client may send what it was given in the URL's normal form.
pub fn same_url(one: &str, other: &str) -> bool {
    one == other
        || matches!((Url::parse(one), Url::parse(other)), (Ok(one), Ok(other)) if one == other)
}
