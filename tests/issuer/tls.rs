//! The issuer over TLS, trusted by its certificate alone.

use std::sync::Arc;

use issuercheck::issuer::{Fault, Issuer, Options, TlsVersions, start};
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ProtocolVersion, RootCertStore, SupportedProtocolVersion};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use x509_parser::prelude::FromDer;

use crate::client::{Request, exchange};

async fn connect(
    issuer: &Issuer,
    name: &'static str,
    versions: &[&'static SupportedProtocolVersion],
) -> std::io::Result<TlsStream<TcpStream>> {
    let mut roots = RootCertStore::empty();
    roots
        .add(CertificateDer::from(
            issuer.certificate_der().unwrap().to_vec(),
        ))
        .unwrap();
    let mut config =
        ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .with_protocol_versions(versions)
            .unwrap()
            .with_root_certificates(roots)
            .with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    let stream = TcpStream::connect(issuer.address()).await.unwrap();
    TlsConnector::from(Arc::new(config))
        .connect(ServerName::try_from(name).unwrap(), stream)
        .await
}

#[tokio::test]
async fn the_certificate_is_good_for_every_name_of_the_issuer() {
    let options = Options {
        issuer: Some("https://issuer.example:5003/tenant".into()),
        ..Options::default()
    };
    let issuer = start(options).await.unwrap();
    for name in [
        "localhost",
        "issuer.localhost",
        "127.0.0.1",
        "::1",
        "issuer.example",
    ] {
        let stream = connect(&issuer, name, rustls::ALL_VERSIONS).await.unwrap();
        assert_eq!(
            stream.get_ref().1.protocol_version(),
            Some(ProtocolVersion::TLSv1_3)
        );
        assert_eq!(stream.get_ref().1.alpn_protocol(), Some(&b"http/1.1"[..]));
        let response = exchange(
            stream,
            &Request::get("/tenant/.well-known/openid-configuration"),
        )
        .await;
        assert_eq!(
            response.json()["issuer"],
            "https://issuer.example:5003/tenant"
        );
    }
    let other = connect(&issuer, "another.example", rustls::ALL_VERSIONS).await;
    assert!(other.is_err());
    issuer.stop().await.unwrap();
}

#[tokio::test]
async fn tls_1_2_is_spoken_too() {
    let issuer = start(Options::default()).await.unwrap();
    assert_eq!(
        issuer.issuer(),
        format!("https://localhost:{}", issuer.address().port())
    );
    let stream = connect(&issuer, "localhost", &[&rustls::version::TLS12])
        .await
        .unwrap();
    assert_eq!(exchange(stream, &Request::get("/jwks")).await.status, 200);
    issuer.stop().await.unwrap();
}

#[tokio::test]
async fn the_certificate_to_trust_is_an_authority_and_not_the_servers_own() {
    let issuer = start(Options::default()).await.unwrap();
    let stream = connect(&issuer, "localhost", rustls::ALL_VERSIONS)
        .await
        .unwrap();
    let (_, authority) =
        x509_parser::certificate::X509Certificate::from_der(issuer.certificate_der().unwrap())
            .unwrap();
    assert!(authority.is_ca());
    let chain = stream.get_ref().1.peer_certificates().unwrap().to_vec();
    assert_eq!(chain.len(), 1);
    let (_, server) = x509_parser::certificate::X509Certificate::from_der(&chain[0]).unwrap();
    assert!(!server.is_ca());
    assert_eq!(server.issuer(), authority.subject());
    assert!(server.validity().time_to_expiration().is_some());
    drop(stream);
    issuer.stop().await.unwrap();
}

async fn faulty(fault: Fault) -> Issuer {
    let faults = [fault].into_iter().collect();
    let options = Options {
        faults,
        ..Options::default()
    };
    start(options).await.unwrap()
}

/// All that the TLS port answers to some bytes.
async fn answer(issuer: &Issuer, bytes: &[u8]) -> Vec<u8> {
    let mut stream = TcpStream::connect(issuer.address()).await.unwrap();
    stream.write_all(bytes).await.unwrap();
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    answer
}

/// A first message that offers one version and the cipher suite `TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA`.
fn hello(minor: u8) -> Vec<u8> {
    let body = [&[3, minor][..], &[7; 32], &[0, 0, 2, 0xc0, 0x09, 1, 0]].concat();
    let length = u8::try_from(body.len()).unwrap();
    let head = [22, 3, 1, 0, length + 4, 1, 0, 0, length];
    [&head[..], &body].concat()
}

const HTTP: &[u8] = b"POST /token HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\
    content-type: application/x-www-form-urlencoded\r\ncontent-length: 0\r\n\r\n";

#[tokio::test]
async fn plain_http_at_the_tls_port_gets_no_answer() {
    let issuer = start(Options::default()).await.unwrap();
    for bytes in [HTTP, b"\r\n", b"\x80\x2e\x01", b"SSH-2.0-a\r\n"] {
        assert_eq!(answer(&issuer, bytes).await, b"");
    }
    let stream = connect(&issuer, "localhost", rustls::ALL_VERSIONS)
        .await
        .unwrap();
    assert_eq!(exchange(stream, &Request::get("/jwks")).await.status, 200);
    issuer.stop().await.unwrap();
    let issuer = faulty(Fault::PlainHttpAnswered).await;
    let answered = answer(&issuer, HTTP).await;
    assert!(answered.starts_with(b"HTTP/1.1 401 "));
    assert!(answered.ends_with(b"}"));
    let stream = connect(&issuer, "localhost", rustls::ALL_VERSIONS)
        .await
        .unwrap();
    assert_eq!(exchange(stream, &Request::get("/jwks")).await.status, 200);
    issuer.stop().await.unwrap();
}

#[tokio::test]
async fn older_versions_are_refused_unless_a_fault_takes_one() {
    let issuer = start(Options::default()).await.unwrap();
    for minor in 0..=2 {
        let alert = answer(&issuer, &hello(minor)).await;
        assert_eq!(
            alert[0], 21,
            "SSL 3.0 to TLS 1.1 end in an alert: {alert:?}"
        );
    }
    issuer.stop().await.unwrap();
    let issuer = faulty(Fault::Tls11Accepted).await;
    let chosen = answer(&issuer, &hello(2)).await;
    assert_eq!((chosen[0], &chosen[9..11]), (22, &[3, 2][..]));
    assert_eq!(chosen[44..46], [0xc0, 0x09]);
    assert_eq!(answer(&issuer, &hello(1)).await[0], 21);
    assert!(
        connect(&issuer, "localhost", rustls::ALL_VERSIONS)
            .await
            .is_ok()
    );
    issuer.stop().await.unwrap();
}

#[tokio::test]
async fn the_versions_can_be_narrowed() {
    let (tls12, tls13) = (&rustls::version::TLS12, &rustls::version::TLS13);
    for (tls_versions, works, fails) in [
        (TlsVersions::Tls12, tls12, tls13),
        (TlsVersions::Tls13, tls13, tls12),
    ] {
        let options = Options {
            tls_versions,
            ..Options::default()
        };
        let issuer = start(options).await.unwrap();
        assert!(connect(&issuer, "localhost", &[works]).await.is_ok());
        assert!(connect(&issuer, "localhost", &[fails]).await.is_err());
        issuer.stop().await.unwrap();
    }
    let issuer = faulty(Fault::Tls12Only).await;
    let stream = connect(&issuer, "localhost", rustls::ALL_VERSIONS)
        .await
        .unwrap();
    assert_eq!(
        stream.get_ref().1.protocol_version(),
        Some(ProtocolVersion::TLSv1_2)
    );
    drop(stream);
    issuer.stop().await.unwrap();
}

#[tokio::test]
async fn a_first_message_in_pieces_is_put_together() {
    let issuer = start(Options::default()).await.unwrap();
    let mut stream = TcpStream::connect(issuer.address()).await.unwrap();
    stream.set_nodelay(true).unwrap();
    for byte in hello(3) {
        stream.write_all(&[byte]).await.unwrap();
        tokio::task::yield_now().await;
    }
    let mut answer = [0];
    stream.read_exact(&mut answer).await.unwrap();
    assert!(matches!(answer, [21 | 22]), "TLS answers: {answer:?}");
    issuer.stop().await.unwrap();
}
