//! The issuer over TLS, trusted by its certificate alone.

use std::sync::Arc;

use issuercheck::issuer::{Issuer, Options, start};
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ProtocolVersion, RootCertStore, SupportedProtocolVersion};
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
