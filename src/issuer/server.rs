//! Start and stop: the socket, the connections, and whether one of them panicked.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::{JoinError, JoinHandle, JoinSet};
use tokio_rustls::TlsAcceptor;
use url::Url;

use super::app::{App, Shared};
use super::certificate::{CertificateError, Identity};
use super::connection::{self, Service};
use super::keys::SigningKey;
use super::mint::{self, MintError};
use super::options::Options;
use super::router::router;
use crate::secret::Secret;

/// The pause after an accept that failed, most likely for want of file descriptors.
const ACCEPT_PAUSE: Duration = Duration::from_millis(20);

/// The embedded issuer could not be started.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The address is taken, or not ours.
    #[error("listen on {address}")]
    Listen {
        /// The address that was asked for.
        address: SocketAddr,
        /// What the operating system says.
        source: std::io::Error,
    },
    /// The issuer identifier cannot be served.
    #[error("serve the issuer identifier {issuer:?}: {reason}")]
    Issuer {
        /// The identifier that was asked for.
        issuer: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// The TLS certificate could not be made.
    #[error(transparent)]
    Certificate(#[from] CertificateError),
    /// The key that signs access tokens could not be read.
    #[error("read the embedded issuer's signing key")]
    SigningKey(#[from] jsonwebtoken::errors::Error),
}

/// The embedded issuer did not come through unharmed.
#[derive(Debug, thiserror::Error)]
pub enum StopError {
    /// Handling a request ended in a panic: our bug.
    #[error("serve every request: {count} ended in a panic, the first with {first:?}")]
    Panicked {
        /// How many connections ended so.
        count: usize,
        /// The message of the first panic.
        first: String,
    },
}

/// A running embedded issuer. Dropping it stops it.
pub struct Issuer {
    app: Shared,
    identifier: String,
    address: SocketAddr,
    authority: Option<Authority>,
    stop: oneshot::Sender<()>,
    task: JoinHandle<Vec<String>>,
}

struct Authority {
    pem: String,
    der: Vec<u8>,
}

impl Issuer {
    /// The issuer identifier, as clients must be configured with it.
    pub fn issuer(&self) -> &str {
        &self.identifier
    }

    /// The address that it listens on.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The certificate to trust, in PEM; `None` without TLS.
    pub fn certificate_pem(&self) -> Option<&str> {
        self.authority
            .as_ref()
            .map(|authority| authority.pem.as_str())
    }

    /// The certificate to trust, in DER; `None` without TLS.
    pub fn certificate_der(&self) -> Option<&[u8]> {
        self.authority
            .as_ref()
            .map(|authority| authority.der.as_slice())
    }

    /// Makes a refresh token for a client, as if an end-user had once agreed. It is good for 30 days
    /// and any number of uses, until it is revoked; each call makes another one.
    ///
    /// # Errors
    ///
    /// There is no such client, or no scope that it could have.
    pub fn mint_refresh_token(&self, client_id: &str) -> Result<Secret, MintError> {
        mint::refresh_token(&self.app, client_id)
    }

    /// Makes an access token for a client that expired an hour ago and is in order besides.
    ///
    /// # Errors
    ///
    /// There is no such client, or no scope that it could have.
    pub fn mint_expired_access_token(&self, client_id: &str) -> Result<Secret, MintError> {
        mint::expired_access_token(&self.app, client_id)
    }

    /// How many clients that registered there are now; those that were deleted, and configured ones,
    /// are not counted.
    pub fn registered_clients(&self) -> usize {
        self.app.store().registered_clients()
    }

    /// How many requests came so far.
    pub fn requests(&self) -> u64 {
        self.app.disturbance.received()
    }

    /// Stops listening and closes every connection.
    ///
    /// # Errors
    ///
    /// When handling a request ended in a panic.
    pub async fn stop(self) -> Result<(), StopError> {
        drop(self.stop);
        let panics = self
            .task
            .await
            .unwrap_or_else(|error| vec![panic_message(error)]);
        match panics.first() {
            None => Ok(()),
            Some(first) => Err(StopError::Panicked {
                count: panics.len(),
                first: first.clone(),
            }),
        }
    }
}

/// Starts an embedded issuer on the current tokio runtime.
///
/// # Errors
///
/// When it cannot listen, or when the issuer identifier is not one.
pub async fn start(options: Options) -> Result<Issuer, StartError> {
    let unheard = |source| StartError::Listen {
        address: options.listen,
        source,
    };
    let listener = TcpListener::bind(options.listen).await.map_err(unheard)?;
    let address = listener.local_addr().map_err(unheard)?;
    let scheme = if options.tls { "https" } else { "http" };
    let issuer = options
        .issuer
        .clone()
        .unwrap_or_else(|| format!("{scheme}://localhost:{}{}", address.port(), options.path));
    let url = check_issuer(&issuer, scheme)?;

    let app = Arc::new(App::new(
        &options,
        issuer.clone(),
        SigningKey::load(options.signing)?,
    ));
    let make = || Identity::make(&app.entropy, host(&url), &options);
    let identity = options.tls.then(make).transpose()?;
    let authority = identity.as_ref().map(|identity| Authority {
        pem: identity.authority.pem(),
        der: identity.authority.der().to_vec(),
    });
    let acceptor = identity.map(|identity| TlsAcceptor::from(identity.config));
    let service = Service {
        app: app.clone(),
        router: router(app.clone(), url.path().trim_end_matches('/')),
        acceptor,
    };
    let (stop, stopped) = oneshot::channel();
    let task = tokio::spawn(serve(listener, service, stopped));
    Ok(Issuer {
        app,
        identifier: issuer,
        address,
        authority,
        stop,
        task,
    })
}

/// What RFC 8414 §2 and OpenID Connect Discovery 1.0 §3 ask of an issuer identifier, and what the
/// router can route.
fn check_issuer(issuer: &str, scheme: &str) -> Result<Url, StartError> {
    let refused = |reason| StartError::Issuer {
        issuer: issuer.to_owned(),
        reason,
    };
    let url = Url::parse(issuer).map_err(|_| refused("it is not a URL"))?;
    if url.scheme() != scheme {
        return Err(refused(
            "its scheme has to be https with TLS and http without",
        ));
    }
    if issuer.contains(['?', '#']) {
        return Err(refused("it must not have a query or a fragment"));
    }
    if url.path() != "/" && !issuer.ends_with(url.path()) {
        return Err(refused("its path has to be written as it is requested"));
    }
    let routable = |c: char| c.is_ascii_alphanumeric() || "/-._~%".contains(c);
    if !url.path().chars().all(routable) || url.path().contains("//") {
        return Err(refused(
            "its path may only hold segments of letters, digits and -._~%",
        ));
    }
    Ok(url)
}

/// The host without the brackets of an IPv6 address, as a certificate names it.
fn host(url: &Url) -> &str {
    url.host_str().unwrap_or_default().trim_matches(['[', ']'])
}

/// Accepts connections until told to stop; returns the messages of those that panicked.
async fn serve(
    listener: TcpListener,
    service: Service,
    mut stopped: oneshot::Receiver<()>,
) -> Vec<String> {
    let mut connections = JoinSet::new();
    let mut panics = Vec::new();
    loop {
        tokio::select! {
            _ = &mut stopped => break,
            Some(ended) = connections.join_next() => panics.extend(ended.err().and_then(panicked)),
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    connections.spawn(connection::serve(stream, service.clone()));
                }
                Err(_) => tokio::time::sleep(ACCEPT_PAUSE).await,
            },
        }
    }
    connections.abort_all();
    while let Some(ended) = connections.join_next().await {
        panics.extend(ended.err().and_then(panicked));
    }
    panics
}

fn panicked(error: JoinError) -> Option<String> {
    error.is_panic().then(|| panic_message(error))
}

fn panic_message(error: JoinError) -> String {
    let Ok(payload) = error.try_into_panic() else {
        return "cancelled".into();
    };
    let text = payload.downcast_ref::<&str>().map(ToString::to_string);
    text.or_else(|| payload.downcast_ref::<String>().cloned())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::routing::get;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpStream;

    use super::*;

    async fn panicking() {
        panic!("a fault in ourselves");
    }

    #[tokio::test]
    async fn a_panic_is_reported_at_the_end() {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel();
        let options = Options::default();
        let key = SigningKey::load(options.signing).unwrap();
        let app = Arc::new(App::new(&options, String::new(), key));
        let service = Service {
            app: app.clone(),
            router: Router::new().route("/", get(panicking)),
            acceptor: None,
        };
        let task = tokio::spawn(serve(listener, service, stopped));
        let issuer = Issuer {
            app,
            identifier: String::new(),
            address,
            authority: None,
            stop,
            task,
        };

        let mut stream = TcpStream::connect(address).await.unwrap();
        stream
            .write_all(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            .await
            .unwrap();
        let mut rest = Vec::new();
        stream.read_to_end(&mut rest).await.unwrap();
        assert!(rest.is_empty());

        let StopError::Panicked { count, first } = issuer.stop().await.unwrap_err();
        assert_eq!((count, first.as_str()), (1, "a fault in ourselves"));
    }

    #[test]
    fn issuer_identifiers_are_checked() {
        assert!(check_issuer("https://localhost:1/a/b%20c/", "https").is_ok());
        for wrong in [
            "localhost",
            "http://h",
            "https://h?a",
            "https://h#",
            "https://h/{a}",
            "https://h//a",
        ] {
            assert!(check_issuer(wrong, "https").is_err(), "{wrong}");
        }
        assert_eq!(host(&Url::parse("https://[::1]:2").unwrap()), "::1");
    }
}
