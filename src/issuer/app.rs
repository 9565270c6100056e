//! What every endpoint can see: who the issuer is, its time, its keys, its faults and what it has
//! issued.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::entropy::Entropy;
use super::faults::{Fault, Faults};
use super::interference::{Disturbance, OnRequest};
use super::keys::SigningKey;
use super::offer;
use super::options::Options;
use super::quirks::{Quirk, Quirks};
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
    pub(super) quirks: Quirks,
    pub(super) disturbance: Disturbance,
    pub(super) on_request: Option<OnRequest>,
    store: Mutex<Store>,
}

impl App {
    pub(super) fn new(options: &Options, issuer: String, signing_key: SigningKey) -> Self {
        let closed = |_: &Secret| !options.quirks.has(Quirk::OpenRegistration);
        let own_scope = options.quirks.has(Quirk::OwnScopesOnly);
        Self {
            issuer,
            clock: options.clock,
            entropy: Entropy::new(options.seed),
            signing_key,
            initial_access_token: options.initial_access_token.clone().filter(closed),
            delay: options.delay,
            faults: options.faults.clone(),
            quirks: options.quirks.clone(),
            disturbance: Disturbance::new(options.interference),
            on_request: options.on_request.clone(),
            store: Mutex::new(Store::new(
                &options.clients,
                own_scope.then_some(offer::OWN_SCOPE),
                options.clock.unix(),
            )),
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

    /// The path of the issuer identifier, without a final slash; empty for none.
    pub(super) fn path(&self) -> String {
        let url = url::Url::parse(&self.issuer);
        let path = url.map(|url| url.path().trim_end_matches('/').to_owned());
        path.unwrap_or_default()
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
