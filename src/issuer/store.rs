//! The clients and the access tokens that exist.

use std::collections::HashMap;

use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::offer;
use super::options::StaticClient;
use crate::secret::Secret;

/// When this many tokens are stored, those that have expired are forgotten.
const TOKENS_BEFORE_SWEEP: usize = 1024;

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
    /// method, may choose.
    pub(super) fn authenticates_by(&self, method: &str) -> bool {
        match self.text("token_endpoint_auth_method") {
            "" => method != offer::NONE,
            registered => registered == method,
        }
    }
}

impl From<(&StaticClient, i64)> for Client {
    fn from((client, issued_at): (&StaticClient, i64)) -> Self {
        let mut metadata = Map::new();
        metadata.insert("grant_types".into(), json!([offer::CLIENT_CREDENTIALS]));
        metadata.insert("scope".into(), client.scope.clone().into());
        Self {
            id: client.client_id.clone(),
            secret: Some(client.client_secret.clone()),
            issued_at,
            registration_token: None,
            metadata,
        }
    }
}

/// An access token that was issued.
#[derive(Clone)]
pub(super) struct Token {
    /// The client it was issued to.
    pub(super) client_id: String,
    /// Its claims (RFC 9068 §2.2).
    pub(super) claims: Map<String, Value>,
    /// Seconds since the epoch.
    pub(super) expires_at: i64,
}

impl Token {
    /// Whether a scope value was granted to it.
    pub(super) fn has_scope(&self, value: &str) -> bool {
        let scope = self
            .claims
            .get("scope")
            .and_then(Value::as_str)
            .unwrap_or_default();
        scope.split(' ').any(|granted| granted == value)
    }
}

/// The clients and the access tokens that exist.
pub(super) struct Store {
    clients: HashMap<String, Client>,
    tokens: HashMap<String, Token>,
}

impl Store {
    pub(super) fn new(configured: &[StaticClient], now: i64) -> Self {
        let clients = configured
            .iter()
            .map(|client| (client.client_id.clone(), Client::from((client, now))))
            .collect();
        Self {
            clients,
            tokens: HashMap::new(),
        }
    }

    pub(super) fn client(&self, id: &str) -> Option<Client> {
        self.clients.get(id).cloned()
    }

    /// Registers a client, or replaces what was registered for it.
    pub(super) fn put_client(&mut self, client: Client) {
        self.clients.insert(client.id.clone(), client);
    }

    /// Forgets a client and every token that it was given.
    pub(super) fn delete_client(&mut self, id: &str) {
        self.clients.remove(id);
        self.tokens.retain(|_, token| token.client_id != id);
    }

    pub(super) fn put_token(&mut self, text: String, token: Token, now: i64) {
        if self.tokens.len() >= TOKENS_BEFORE_SWEEP {
            self.tokens.retain(|_, token| token.expires_at > now);
        }
        self.tokens.insert(text, token);
    }

    /// The token with exactly these characters, unless it has expired. Nothing that was altered is
    /// ever found, so no signature needs to be verified here.
    pub(super) fn token(&self, text: &str, now: i64) -> Option<&Token> {
        self.tokens.get(text).filter(|token| token.expires_at > now)
    }

    pub(super) fn revoke(&mut self, text: &str) {
        self.tokens.remove(text);
    }
}

/// Whether two secrets are the same, in a time that tells nothing about where they differ.
pub(super) fn same_secret(expected: &Secret, presented: &str) -> bool {
    Sha256::digest(expected.reveal()) == Sha256::digest(presented)
}
