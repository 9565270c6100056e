//! Metadata documents, each judged by the location it came from, and the JWK set.

use serde_json::Value;

use super::{Evidence, Key, Object, Seen};
use crate::{check::Blocked, exchange::Action};

/// A metadata document.
#[derive(Clone, Debug)]
pub struct Document<'a> {
    /// Its members, and the exchange that fetched it.
    pub object: Object<'a>,
    /// Whether it came from `openid-configuration`.
    pub openid: bool,
}

/// The JWK set (RFC 7517 §5).
#[derive(Clone, Debug)]
pub struct Jwks<'a> {
    /// The exchange that fetched it.
    pub seen: Seen<'a>,
    /// The whole body; what `keys` holds need not be an array.
    pub body: Value,
}

impl<'a> std::ops::Deref for Document<'a> {
    type Target = Object<'a>;

    fn deref(&self) -> &Object<'a> {
        &self.object
    }
}

impl Document<'_> {
    /// Whether a grant type is supported, the default of an absent list included: `authorization_code` and `implicit`
    /// (RFC 8414 §2).
    pub fn supports_grant(&self, grant: &str) -> bool {
        if self.has("grant_types_supported") {
            return self.list("grant_types_supported").contains(&grant);
        }
        matches!(grant, "authorization_code" | "implicit")
    }
}

impl Jwks<'_> {
    /// The keys; empty where `keys` is not an array.
    pub fn keys(&self) -> &[Value] {
        self.body
            .get("keys")
            .and_then(Value::as_array)
            .map_or(&[], Vec::as_slice)
    }

    /// The keys that are JSON objects.
    pub fn objects(&self) -> impl Iterator<Item = Key<'_>> {
        let keys = self.keys().iter().enumerate();
        keys.filter_map(|(index, key)| {
            let members = key.as_object()?;
            Some(Key { index, members })
        })
    }

    /// The place of a key, or of a member of it, as `jwks#/keys/0/kid`.
    pub fn at(&self, index: usize, member: &str) -> String {
        let slash = if member.is_empty() { "" } else { "/" };
        self.seen.at(&format!("/keys/{index}{slash}{member}"))
    }
}

impl Seen<'_> {
    /// Whether the location that was asked is `openid-configuration` under an issuer (OpenID Connect Discovery 1.0 §4.1).
    pub fn is_openid(&self) -> bool {
        self.exchange
            .request
            .url
            .ends_with("/.well-known/openid-configuration")
    }
}

impl<'a> Evidence<'a> {
    /// The exchange that asked for metadata first: the location that the scenario is about. Of a step that asked at a second
    /// location, because nothing usable was at the first, it is the last.
    ///
    /// # Errors
    ///
    /// The record has none.
    pub fn asked(&self) -> Result<&Seen<'a>, Blocked> {
        let none = || Blocked::NotObserved("the record has no discovery".to_owned());
        let first = self.of(Action::Discover).next().ok_or_else(none)?;
        let same = self.of(Action::Discover).filter(|seen| {
            seen.exchange.step.is_some() && seen.exchange.step == first.exchange.step
        });
        Ok(same.last().unwrap_or(first))
    }

    /// The document at `openid-configuration`; `None` where the server publishes none there and the scenario did not ask
    /// for it.
    ///
    /// # Errors
    ///
    /// The location was not asked, or the scenario asked for it and got no JSON object.
    pub fn openid(&self) -> Result<Option<Document<'a>>, Blocked> {
        self.document(true)
    }

    /// The document at `oauth-authorization-server` (RFC 8414 §3); as for [`Evidence::openid`].
    ///
    /// # Errors
    ///
    /// As for [`Evidence::openid`].
    pub fn oauth(&self) -> Result<Option<Document<'a>>, Blocked> {
        self.document(false)
    }

    fn document(&self, openid: bool) -> Result<Option<Document<'a>>, Blocked> {
        let asked = self.asked()?.label.clone();
        let Some(seen) = self
            .of(Action::Discover)
            .find(|seen| seen.is_openid() == openid)
        else {
            return Err(Blocked::NotObserved(
                "this metadata location was not asked".to_owned(),
            ));
        };
        let members = match seen.members() {
            Some(members) if seen.succeeded() => members,
            _ if seen.response().is_none() && seen.label != asked => {
                let reason = format!("{} got no response", seen.label);
                return Err(Blocked::NotObserved(reason));
            }
            _ if seen.label != asked => return Ok(None),
            _ => return Err(Blocked::By(format!("{} got no metadata", seen.label))),
        };
        let object = Object {
            seen: seen.clone(),
            members,
        };
        Ok(Some(Document { object, openid }))
    }

    /// The metadata documents that were read, that of the asked location first.
    ///
    /// # Errors
    ///
    /// None could be read.
    pub fn documents(&self) -> Result<Vec<Document<'a>>, Blocked> {
        let first_is_openid = self.asked()?.is_openid();
        let asked = self.document(first_is_openid)?;
        let other = self.document(!first_is_openid).ok().flatten();
        Ok(asked.into_iter().chain(other).collect())
    }

    /// The metadata that the scenario goes by: the asked location's.
    ///
    /// # Errors
    ///
    /// It could not be read.
    pub fn metadata(&self) -> Result<Document<'a>, Blocked> {
        let none = || Blocked::By("no metadata could be read".to_owned());
        self.documents()?.into_iter().next().ok_or_else(none)
    }

    /// The JWK set; `None` where no metadata names one.
    ///
    /// # Errors
    ///
    /// It was not fetched, or what came is not JSON.
    pub fn jwks(&self) -> Result<Option<Jwks<'a>>, Blocked> {
        if let Some(seen) = self.of(Action::Jwks).last() {
            let body = seen.json().filter(|_| seen.succeeded());
            let body = body.ok_or_else(|| Blocked::By(format!("{} got no JSON", seen.label)))?;
            return Ok(Some(Jwks {
                seen: seen.clone(),
                body,
            }));
        }
        let named = self
            .documents()?
            .iter()
            .any(|document| document.has("jwks_uri"));
        if named {
            return Err(Blocked::NotObserved(
                "the JWK set was not fetched".to_owned(),
            ));
        }
        Ok(None)
    }

    /// The JWK set, where it has keys to look at.
    ///
    /// # Errors
    ///
    /// As for [`Evidence::jwks`]; there is none, or it has no `keys` array.
    pub fn key_set(&self) -> Result<Jwks<'a>, Blocked> {
        let none = || Blocked::By("no metadata names a JWK set".to_owned());
        let jwks = self.jwks()?.ok_or_else(none)?;
        if jwks.body.get("keys").is_some_and(Value::is_array) {
            return Ok(jwks);
        }
        Err(Blocked::By(format!("{} got no JWK set", jwks.seen.label)))
    }
}
