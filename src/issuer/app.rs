//! What every endpoint can see: who the issuer is, its time, its keys, its faults and what it has
//! issued.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::entropy::Entropy;
use super::faults::{Fault, Faults};
use super::keys::SigningKey;
use super::options::Options;
use super::router;
use super::store::Store;
use crate::clock::Clock;
use crate::secret::Secret;

/// The application's state, shared by all connections.
pub(super) type Shared = Arc<App>;

pub(super) struct App {
    /// The issuer identifier, character for character as it is published.
    pub(super) issuer: String,
    pub(super) clock: Clock,
    pub(super) entropy: Entropy,
    pub(super) signing_key: SigningKey,
    pub(super) initial_access_token: Option<Secret>,
    pub(super) delay: std::time::Duration,
    pub(super) faults: Faults,
    store: Mutex<Store>,
}

impl App {
    pub(super) fn new(options: &Options, issuer: String, signing_key: SigningKey) -> Self {
        Self {
            issuer,
            clock: options.clock,
            entropy: Entropy::new(options.seed),
            signing_key,
            initial_access_token: options.initial_access_token.clone(),
            delay: options.delay,
            faults: options.faults.clone(),
            store: Mutex::new(Store::new(&options.clients, options.clock.unix())),
        }
    }

    /// Whether the issuer was asked to do this wrong.
    pub(super) fn has(&self, fault: Fault) -> bool {
        self.faults.has(fault)
    }

    /// The clients and tokens. A panic elsewhere leaves them as they are.
    pub(super) fn store(&self) -> MutexGuard<'_, Store> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The URL of an endpoint: its path below the issuer, whose own final slash does not count.
    pub(super) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.issuer.trim_end_matches('/'))
    }

    /// The identifier of the protected resource that access tokens are for where none was asked
    /// for (RFC 9068 §3).
    pub(super) fn audience(&self) -> String {
        self.url(router::ORDERS_FEED)
    }

    /// The identifiers of the protected resources that access tokens can be asked for (RFC 8707 §2).
    pub(super) fn resources(&self) -> [String; 2] {
        [self.url(router::ORDERS_FEED), self.url(router::USERINFO)]
    }
}
