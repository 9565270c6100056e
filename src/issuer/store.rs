//! The clients and the tokens that exist.

use std::collections::HashMap;
use std::time::Instant;

use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::offer;
use super::options::StaticClient;
use crate::secret::Secret;

/// When this many tokens are stored, those that have expired are forgotten.
const TOKENS_BEFORE_SWEEP: usize = 1024;

/// The most assertions that are remembered at a time.
const MOST_ASSERTIONS: usize = 1 << 16;

/// A client, registered or configured.
#[derive(Clone)]
pub(super) struct Client {
    pub(super) id: String,
    /// Absent for a public client.
    pub(super) secret: Option<Secret>,
    /// Seconds since the epoch.
    pub(super) issued_at: i64,
    /// Opens the client configuration endpoint; absent for a configured client.
    pub(super) registration_token: Option<Secret>,
    /// The client metadata that was registered (RFC 7591 §2).
    pub(super) metadata: Map<String, Value>,
    /// Until when it cannot authenticate yet, if it ever had to wait.
    pub(super) settles_at: Option<Instant>,
}

impl Client {
    /// The strings of a metadata member that is a list.
    pub(super) fn list(&self, member: &str) -> impl Iterator<Item = &str> {
        self.metadata
            .get(member)
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
    }

    /// The string of a metadata member; empty when it is absent.
    pub(super) fn text(&self, member: &str) -> &str {
        self.metadata
            .get(member)
            .and_then(Value::as_str)
            .unwrap_or_default()
    }

    /// Whether it was registered for this grant type.
    pub(super) fn may_use(&self, grant_type: &str) -> bool {
        self.list("grant_types")
            .any(|registered| registered == grant_type)
    }

    /// The scope values that it may obtain by client credentials.
    pub(super) fn client_scopes(&self) -> impl Iterator<Item = &str> {
        self.text("scope")
            .split(' ')
            .filter(|value| offer::CLIENT_SCOPES.contains(value))
    }

    /// Whether it may authenticate in this way. A configured client, which has no registered
    /// method, may send its secret in either way.
    pub(super) fn authenticates_by(&self, method: &str) -> bool {
        match self.text("token_endpoint_auth_method") {
            "" => method == offer::BASIC || method == offer::POST,
            registered => registered == method,
        }
    }

    /// Whether it is known to every endpoint.
    pub(super) fn has_settled(&self) -> bool {
        self.settles_at.is_none_or(|at| at <= Instant::now())
    }

    /// Whether it does not authenticate at all (RFC 6749 §2.1).
    pub(super) fn is_public(&self) -> bool {
        self.authenticates_by(offer::NONE)
    }
}

impl From<(&StaticClient, i64)> for Client {
    fn from((client, issued_at): (&StaticClient, i64)) -> Self {
        let mut metadata = Map::new();
        metadata.insert("grant_types".into(), json!(offer::GRANT_TYPES));
        metadata.insert("scope".into(), client.scope.clone().into());
        Self {
            id: client.client_id.clone(),
            secret: Some(client.client_secret.clone()),
            issued_at,
            registration_token: None,
            metadata,
            settles_at: None,
        }
    }
}

/// What a token is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// It opens protected resources.
    Access,
    /// It gets access tokens.
    Refresh,
}

/// A token that was issued.
#[derive(Clone)]
pub(super) struct Token {
    pub(super) kind: Kind,
    /// The client it was issued to.
    pub(super) client_id: String,
    /// Its claims (RFC 9068 §2.2), as the token says them; what it is good for is said below, so
    /// that a fault in the one is none in the other.
    pub(super) claims: Map<String, Value>,
    /// The scope that was granted, values separated by a space.
    pub(super) scope: String,
    /// The protected resources that it is for: one, or an array.
    pub(super) audience: Value,
    /// Seconds since the epoch.
    pub(super) expires_at: i64,
    /// The refresh token that an access token comes from.
    pub(super) parent: Option<String>,
}

impl Token {
    /// Whether it has not expired at this time, in seconds since the epoch.
    pub(super) fn is_live(&self, now: i64) -> bool {
        self.expires_at > now
    }

    /// Whether it is for this protected resource (RFC 9068 §4).
    pub(super) fn is_for(&self, resource: &str) -> bool {
        match &self.audience {
            Value::Array(all) => all.iter().any(|one| one == resource),
            only => only == resource,
        }
    }

    /// Whether a scope value was granted to it.
    pub(super) fn has_scope(&self, value: &str) -> bool {
        self.scope.split(' ').any(|granted| granted == value)
    }
}

/// The clients and the tokens that exist.
pub(super) struct Store {
    clients: HashMap<String, Client>,
    tokens: HashMap<String, Token>,
    /// Revoked tokens that introspection is still to know.
    remembered: HashMap<String, Token>,
    /// When each assertion that was used expires, by the digest of its client and its id.
    used: HashMap<[u8; 32], i64>,
    /// How many clients are there from the start.
    configured: usize,
    registrations: u64,
}

impl Store {
    /// The configured clients, each with the scope of its own or with this one.
    pub(super) fn new(configured: &[StaticClient], scope: Option<&str>, now: i64) -> Self {
        let client = |client: &StaticClient| {
            let mut client = Client::from((client, now));
            if let Some(scope) = scope {
                client.metadata.insert("scope".into(), scope.into());
            }
            (client.id.clone(), client)
        };
        let clients: HashMap<_, _> = configured.iter().map(client).collect();
        Self {
            configured: clients.len(),
            registrations: 0,
            clients,
            tokens: HashMap::new(),
            remembered: HashMap::new(),
            used: HashMap::new(),
        }
    }

    pub(super) fn client(&self, id: &str) -> Option<Client> {
        self.clients.get(id).cloned()
    }

    /// Registers a client; `false`, and nothing is registered, when no more than this many ever may
    /// be.
    pub(super) fn add_client(&mut self, client: Client, most: u64) -> bool {
        if self.registrations >= most {
            return false;
        }
        self.registrations += 1;
        self.put_client(client);
        true
    }

    /// How many clients that registered there are.
    pub(super) fn registered_clients(&self) -> usize {
        self.clients.len() - self.configured
    }

    /// Registers a client, or replaces what was registered for it.
    pub(super) fn put_client(&mut self, client: Client) {
        self.clients.insert(client.id.clone(), client);
    }

    /// Whether a registered client is managed with this registration access token.
    pub(super) fn manages(&self, presented: &str) -> bool {
        let mut tokens = self
            .clients
            .values()
            .filter_map(|client| client.registration_token.as_ref());
        tokens.any(|token| same_secret(token, presented))
    }

    /// Forgets a client, and leaves its tokens.
    pub(super) fn forget_client(&mut self, id: &str) {
        self.clients.remove(id);
    }

    /// Forgets a client and every token that it was given.
    pub(super) fn delete_client(&mut self, id: &str) {
        self.forget_client(id);
        self.tokens.retain(|_, token| token.client_id != id);
    }

    pub(super) fn put_token(&mut self, text: String, token: Token, now: i64) {
        if self.tokens.len() >= TOKENS_BEFORE_SWEEP {
            self.tokens.retain(|_, token| token.is_live(now));
        }
        self.tokens.insert(text, token);
    }

    /// The token with exactly these characters, whether or not it has expired. Nothing that was
    /// altered is ever found, so no signature needs to be verified here.
    pub(super) fn token(&self, text: &str) -> Option<&Token> {
        self.tokens.get(text)
    }

    /// The token with this `jti` claim.
    pub(super) fn token_of_jti(&self, jti: &Value) -> Option<&Token> {
        let mut tokens = self.tokens.values();
        tokens.find(|token| token.claims.get("jti") == Some(jti))
    }

    /// Forgets a token and the access tokens that came from it (RFC 7009 §2.1).
    pub(super) fn revoke(&mut self, text: &str) {
        self.tokens.remove(text);
        self.tokens
            .retain(|_, token| token.parent.as_deref() != Some(text));
    }

    /// Has introspection go on knowing a token that is about to be revoked, against the rules.
    pub(super) fn remember(&mut self, text: &str) {
        if let Some(token) = self.tokens.get(text) {
            self.remembered.insert(text.to_owned(), token.clone());
        }
    }

    /// A revoked token that introspection still knows.
    pub(super) fn remembered(&self, text: &str) -> Option<&Token> {
        self.remembered.get(text)
    }

    /// The token that a text would be if the claims in it were of no account.
    pub(super) fn token_with_other_claims(&self, text: &str) -> Option<&Token> {
        let around = |text: &str| {
            let (rest, signature) = text.rsplit_once('.')?;
            let (header, _) = rest.split_once('.')?;
            Some((header.to_owned(), signature.to_owned()))
        };
        let wanted = around(text)?;
        let mut tokens = self.tokens.iter();
        let found = tokens.find(|(text, _)| around(text).as_ref() == Some(&wanted));
        found.map(|(_, token)| token)
    }

    /// Whether a client uses an assertion for the first time; it is remembered until it expires.
    /// When too many are to be remembered, none is good any more.
    pub(super) fn use_once(&mut self, client: &str, id: &str, expires_at: i64, now: i64) -> bool {
        if self.used.len() >= MOST_ASSERTIONS {
            self.used.retain(|_, expires_at| *expires_at > now);
        }
        let digest = Sha256::new()
            .chain_update(Sha256::digest(client))
            .chain_update(id)
            .finalize();
        self.used.len() < MOST_ASSERTIONS && self.used.insert(digest.into(), expires_at).is_none()
    }
}

/// Whether two secrets are the same, in a time that tells nothing about where they differ.
pub(super) fn same_secret(expected: &Secret, presented: &str) -> bool {
    Sha256::digest(expected.reveal()) == Sha256::digest(presented)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn assertions_are_remembered_while_they_live_and_within_bounds() {
        let mut store = Store::new(&[], None, 0);
        assert!(store.use_once("a", "1", 10, 0));
        assert!(!store.use_once("a", "1", 10, 0));
        assert!(store.use_once("b", "1", 10, 0));
        assert!(
            store.use_once("a1", "", 10, 0),
            "client and id do not run together"
        );
        for id in 3..MOST_ASSERTIONS {
            assert!(store.use_once("a", &id.to_string(), 10, 0));
        }
        assert!(!store.use_once("c", "new", 20, 0), "there is no room");
        assert!(
            store.use_once("c", "new", 20, 10),
            "the others have expired"
        );
        assert_eq!(store.used.len(), 1);
    }
}
