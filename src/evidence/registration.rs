//! Registrations that succeeded (RFC 7591 §3.2.1), and what was read of a client afterwards (RFC 7592 §2.1).

use serde_json::{Map, Value};

use super::{Evidence, Object};
use crate::{check::Blocked, exchange::Action};

/// A registration that succeeded.
#[derive(Clone, Debug)]
pub struct Registration<'a> {
    /// The response's members, and the exchange.
    pub object: Object<'a>,
    /// The client metadata that was sent.
    pub sent: Map<String, Value>,
}

impl<'a> std::ops::Deref for Registration<'a> {
    type Target = Object<'a>;

    fn deref(&self) -> &Object<'a> {
        &self.object
    }
}

impl<'a> Evidence<'a> {
    /// The registrations that succeeded: 2xx, a JSON object with `client_id`. Empty where none was tried.
    ///
    /// # Errors
    ///
    /// Registration was tried and did not succeed.
    pub fn registrations(&self) -> Result<Vec<Registration<'a>>, Blocked> {
        let mut tried = None;
        let mut all = Vec::new();
        for seen in self.of(Action::Register) {
            tried = Some(&seen.label);
            let Some(members) = seen.members().filter(|_| seen.succeeded()) else {
                continue;
            };
            if members.get("client_id").is_none_or(Value::is_null) {
                continue;
            }
            let sent = seen
                .sent_json()
                .and_then(|sent| sent.as_object().cloned())
                .unwrap_or_default();
            let object = Object {
                seen: seen.clone(),
                members,
            };
            all.push(Registration { object, sent });
        }
        match tried {
            Some(label) if all.is_empty() => {
                Err(Blocked::By(format!("{label} registered no client")))
            }
            _ => Ok(all),
        }
    }
}
