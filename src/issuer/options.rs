//! What the embedded issuer is started with.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use super::faults::Faults;
use super::interference::{Interference, OnRequest};
use super::quirks::Quirks;
use crate::clock::Clock;
use crate::secret::Secret;

/// How the embedded issuer is set up; the default is a correct issuer over HTTPS on a free port of
/// 127.0.0.1.
#[derive(Clone)]
pub struct Options {
    /// The address to listen on; port 0 takes a free one.
    pub listen: SocketAddr,
    /// The issuer identifier to publish. `None`: `https://localhost:PORT`, or `http://…` without
    /// TLS, and the path.
    pub issuer: Option<String>,
    /// The path of the issuer identifier where none is given as a whole; it begins with a slash, or
    /// is empty.
    pub path: String,
    /// Whether to speak TLS, with a certificate made at start.
    pub tls: bool,
    /// The versions of TLS to speak.
    pub tls_versions: TlsVersions,
    /// The time of everything that is issued, the Date header included.
    pub clock: Clock,
    /// `Some`: identifiers, secrets and the TLS keys follow from it, so that two runs issue the
    /// same bytes.
    pub seed: Option<u64>,
    /// The token that opens registration (RFC 7591 §3). `None`: registration is open.
    pub initial_access_token: Option<Secret>,
    /// Clients that exist from the start.
    pub clients: Vec<StaticClient>,
    /// The algorithm that access tokens are signed with.
    pub signing: SigningAlgorithm,
    /// What the issuer does wrong on purpose.
    pub faults: Faults,
    /// What the issuer does otherwise than most, and rightly.
    pub quirks: Quirks,
    /// A pause before every response, to measure how a run copes with a slow server.
    pub delay: Duration,
    /// What disturbs a run.
    pub interference: Interference,
    /// What is told of every request.
    pub on_request: Option<OnRequest>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            issuer: None,
            path: String::new(),
            tls: true,
            tls_versions: TlsVersions::default(),
            clock: Clock::System,
            seed: None,
            initial_access_token: None,
            clients: Vec::new(),
            signing: SigningAlgorithm::default(),
            faults: Faults::default(),
            quirks: Quirks::default(),
            delay: Duration::ZERO,
            interference: Interference::default(),
            on_request: None,
        }
    }
}

/// A client that is configured instead of registered; it may use every grant type.
#[derive(Clone)]
pub struct StaticClient {
    /// Its `client_id`.
    pub client_id: String,
    /// Its `client_secret`, accepted by `client_secret_basic` and by `client_secret_post`.
    pub client_secret: Secret,
    /// The scope it may ask for, values separated by a space.
    pub scope: String,
}

/// The algorithm that access tokens are signed with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SigningAlgorithm {
    /// RSASSA-PKCS1-v1_5 with SHA-256, which every server of RFC 9068 §2.1 must support.
    #[default]
    Rs256,
    /// ECDSA on P-256 with SHA-256.
    Es256,
}

/// The versions of TLS that are spoken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TlsVersions {
    /// TLS 1.3 and TLS 1.2, the former preferred (RFC 9325 §3.1.1).
    #[default]
    All,
    /// TLS 1.2 alone.
    Tls12,
    /// TLS 1.3 alone.
    Tls13,
}
