//! Opens a connection: name resolution, TCP, TLS.

use std::{
    collections::BTreeMap,
    io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use rustls::pki_types::ServerName;
use tokio::net::TcpStream;
use tokio_rustls::{TlsConnector, client::TlsStream};
use url::{Host, Url};

use super::{
    certificate::Weak,
    distrust::distrust,
    quote::quote,
    send::Transport,
    tls::{TlsClient, Versions},
};
use crate::exchange::{Failure, FailureKind, Tls};

/// A connection, with or without TLS.
pub(super) enum Stream {
    Plain(TcpStream),
    Tls(Box<TlsStream<TcpStream>>),
}

/// The `host:port` of a URL, as the messages name it.
pub(super) fn authority(url: &Url) -> String {
    let port = url.port_or_known_default().unwrap_or_default();
    format!("{}:{port}", url.host_str().unwrap_or_default())
}

/// The value of the `host` header field (RFC 9110 §7.2).
pub(super) fn host_header(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port()
        .map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

/// The names that a run has resolved: each is asked for once, so that all of a run goes to the same addresses; first to the
/// one that answered last.
#[derive(Debug, Default)]
pub(super) struct Names(Mutex<BTreeMap<(String, u16), Vec<SocketAddr>>>);

impl Names {
    async fn resolve(&self, host: &str, port: u16) -> io::Result<Vec<SocketAddr>> {
        let name = (host.to_owned(), port);
        let found = self.known().get(&name).cloned();
        if let Some(addresses) = found {
            return Ok(addresses);
        }
        let addresses: Vec<_> = match own_addresses(host) {
            Some(own) => own.map(|address| SocketAddr::new(address, port)).into(),
            None => tokio::net::lookup_host((host, port)).await?.collect(),
        };
        self.known().insert(name, addresses.clone());
        Ok(addresses)
    }

    fn answered(&self, host: &str, port: u16, address: SocketAddr) {
        if let Some(addresses) = self.known().get_mut(&(host.to_owned(), port)) {
            addresses.sort_by_key(|known| *known != address);
        }
    }

    fn known(&self) -> MutexGuard<'_, BTreeMap<(String, u16), Vec<SocketAddr>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The addresses of this machine for its own name, for which no resolver need be asked (RFC 6761 §6.3). Names below it are
/// left to the resolver: networks of containers give them to one another.
fn own_addresses(host: &str) -> Option<[IpAddr; 2]> {
    let own = host.eq_ignore_ascii_case("localhost");
    own.then_some([Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()])
}

/// Connects to the host of a URL. The address is given where it was the resolver's choice.
pub(super) async fn tcp(
    url: &Url,
    transport: &Transport,
    names: &Names,
) -> Result<(TcpStream, Option<String>), Failure> {
    let authority = authority(url);
    if let Some(route) = transport.routes.get(&authority) {
        let stream = TcpStream::connect(route)
            .await
            .map_err(|error| unreachable(&authority, &error))?;
        return ready(stream, &authority).map(|stream| (stream, None));
    }
    let host = match url.host() {
        Some(Host::Ipv6(address)) => address.to_string(),
        _ => url.host_str().unwrap_or_default().to_owned(),
    };
    let port = url.port_or_known_default().unwrap_or_default();
    let unknown = |why: &str| Failure {
        kind: FailureKind::UnknownHost,
        message: format!(
            "the host name {} could not be resolved: {why}",
            quote(&host)
        ),
    };
    let addresses = names.resolve(&host, port).await;
    let addresses = addresses.map_err(|error| unknown(&error.to_string()))?;
    let mut last = unknown("it has no address");
    for address in addresses {
        match TcpStream::connect(address).await {
            Ok(stream) => {
                names.answered(&host, port, address);
                let peer = address.to_string();
                return ready(stream, &authority).map(|stream| (stream, Some(peer)));
            }
            // That nothing listens says more than that there is no way.
            Err(error) if last.kind != FailureKind::Refused => {
                last = unreachable(&authority, &error);
            }
            Err(_) => {}
        }
    }
    Err(last)
}

fn ready(stream: TcpStream, authority: &str) -> Result<TcpStream, Failure> {
    stream
        .set_nodelay(true)
        .map_err(|error| unreachable(authority, &error))?;
    Ok(stream)
}

fn unreachable(authority: &str, error: &io::Error) -> Failure {
    if error.kind() == io::ErrorKind::ConnectionRefused {
        let message = format!("the connection to {authority} was refused: nothing listens there");
        return Failure {
            kind: FailureKind::Refused,
            message,
        };
    }
    Failure {
        kind: FailureKind::Unreachable,
        message: format!("{authority} could not be reached: {error}"),
    }
}

/// Performs the TLS handshake.
pub(super) async fn tls(
    stream: TcpStream,
    url: &Url,
    client: &TlsClient,
    versions: Versions,
) -> Result<(TlsStream<TcpStream>, Tls), Failure> {
    let authority = authority(url);
    let failure = |kind, why: &str| Failure {
        kind,
        message: format!("TLS with {authority} failed: {why}"),
    };
    let config = client
        .config(versions)
        .map_err(|why| failure(FailureKind::Tls, &why))?;
    let host = url
        .host_str()
        .unwrap_or_default()
        .trim_matches(['[', ']'])
        .to_owned();
    let name = ServerName::try_from(host)
        .map_err(|error| failure(FailureKind::Tls, &error.to_string()))?;
    match TlsConnector::from(Arc::clone(&config))
        .connect(name, stream)
        .await
    {
        Ok(stream) => {
            let facts = client.facts(stream.get_ref().1);
            Ok((stream, facts))
        }
        Err(error) => Err(handshake_failure(&error, failure)),
    }
}

fn handshake_failure(error: &io::Error, failure: impl Fn(FailureKind, &str) -> Failure) -> Failure {
    let cause = error
        .get_ref()
        .and_then(|cause| cause.downcast_ref::<rustls::Error>());
    match cause {
        Some(rustls::Error::InvalidCertificate(why)) => {
            if let Some(weak) = Weak::cause(why) {
                let why = format!("the certificate is too weak: {weak}");
                return failure(FailureKind::WeakCertificate, &why);
            }
            failure(
                FailureKind::Certificate,
                &format!("the certificate is not to be trusted: {}", distrust(why)),
            )
        }
        Some(rustls::Error::InvalidMessage(_)) => failure(
            FailureKind::Tls,
            "what answered does not speak TLS; is this an http port?",
        ),
        Some(other) => failure(FailureKind::Tls, &other.to_string()),
        None if error.kind() == io::ErrorKind::UnexpectedEof => failure(
            FailureKind::Tls,
            "the connection was closed during the handshake; is this an http port?",
        ),
        None => failure(FailureKind::Tls, &error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_named_as_its_url_names_it() {
        for (url, host, place) in [
            ("https://as.example/a", "as.example", "as.example:443"),
            ("https://as.example:443/a", "as.example", "as.example:443"),
            ("http://[::1]:5003", "[::1]:5003", "[::1]:5003"),
            ("http://[0:0::1]/", "[::1]", "[::1]:80"),
            ("https://127.0.0.1:80/", "127.0.0.1:80", "127.0.0.1:80"),
        ] {
            let url = Url::parse(url).unwrap();
            assert_eq!(
                (host_header(&url).as_str(), authority(&url).as_str()),
                (host, place)
            );
        }
    }

    #[tokio::test]
    async fn this_machine_is_asked_first_where_it_answered() {
        let names = Names::default();
        let [v4, v6] = ["127.0.0.1:7", "[::1]:7"].map(|address| address.parse().unwrap());
        assert_eq!(names.resolve("localhost", 7).await.unwrap(), [v4, v6]);
        names.answered("localhost", 7, v6);
        assert_eq!(names.resolve("localhost", 7).await.unwrap(), [v6, v4]);
        assert_eq!(own_addresses("localhost.example"), None);
    }
}
