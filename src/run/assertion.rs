//! Client assertions (RFC 7523), and the keys that the tool makes for them.

use serde_json::Value;
use time::OffsetDateTime;

use crate::scenario::AssertionChange;

/// What a client assertion is made of.
pub(super) struct Wanted<'a> {
    /// The client that authenticates.
    pub(super) client_id: &'a str,
    /// The issuer identifier of the authorization server: the audience.
    pub(super) issuer: &'a str,
    /// The token endpoint.
    pub(super) endpoint: &'a str,
    /// What it is signed with.
    pub(super) signer: Signer<'a>,
    /// How it departs from a good one.
    pub(super) change: Option<AssertionChange>,
    /// The JWS algorithm.
    pub(super) alg: &'a str,
    /// The time at which it is made.
    pub(super) now: OffsetDateTime,
}

/// What a client assertion is signed with.
pub(super) enum Signer<'a> {
    /// The key of this name, made for this algorithm.
    Key(&'a str, &'a str),
    /// A client secret.
    Secret(&'a str),
}

/// The keys of a run, made when they are first used.
#[derive(Debug, Default)]
pub(super) struct Keys {}

impl Keys {
    /// Keys and identifiers that are random, or derived from a seed.
    pub(super) fn new(_seed: Option<u64>) -> Self {
        Self {}
    }

    /// The key of a name as a JWK (RFC 7517), made for an algorithm.
    pub(super) fn jwk(&self, _name: &str, _alg: &str, _private: bool) -> Result<Value, String> {
        Err("client assertions come with the next commit".to_owned())
    }

    /// A client assertion in compact form.
    pub(super) fn assertion(&self, _wanted: &Wanted<'_>) -> Result<String, String> {
        Err("client assertions come with the next commit".to_owned())
    }
}
