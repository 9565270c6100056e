//! The least that sends the requests of `client-credentials-flow`: what benches/compare measures issuercheck against.
//!
//! `minimal ISSUER INITIAL_ACCESS_TOKEN [CERTIFICATE.pem]`. The same client library, the same TLS provider, the same three
//! requests over one connection that is kept open; nothing is recorded, checked or written.

use std::{error::Error, sync::Arc};

use base64::{Engine, prelude::BASE64_STANDARD};
use http_body_util::{BodyExt, Full};
use hyper::{Request, body::Bytes, client::conn::http1};
use hyper_util::rt::TokioIo;
use rustls::{
    ClientConfig, RootCertStore,
    crypto::ring,
    pki_types::{CertificateDer, ServerName, pem::PemObject},
};
use serde_json::Value;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use url::Url;

const METADATA: &str = r#"{"redirect_uris":["http://localhost:3000/cb"],"grant_types":["authorization_code","refresh_token","client_credentials"],"client_name":"OpenActive Test Suite Client","client_uri":"https://github.com/openactive/openactive-test-suite","logo_uri":"https://via.placeholder.com/512x256.png?text=Logo","scope":"openid profile openactive-openbooking openactive-ordersfeed oauth-dymamic-client-update openactive-identity"}"#;
const FORM: &str = "grant_type=client_credentials&scope=openactive-ordersfeed";

type Failure = Box<dyn Error>;
type Sender = http1::SendRequest<Full<Bytes>>;

fn main() -> Result<(), Failure> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?
        .block_on(run())
}

async fn run() -> Result<(), Failure> {
    let mut arguments = std::env::args().skip(1);
    let issuer = arguments.next().ok_or("an issuer is missing")?;
    let token = arguments
        .next()
        .ok_or("an initial access token is missing")?;
    let issuer = Url::parse(&issuer)?;
    let mut sender = connect(&issuer, arguments.next()).await?;
    let discovery = issuer.join("/.well-known/openid-configuration")?;
    let metadata = send(&mut sender, &discovery, None).await?;
    let bearer = format!("Bearer {token}");
    let registration = endpoint(&metadata, "registration_endpoint")?;
    let json = Post(&bearer, "application/json", METADATA);
    let client = send(&mut sender, &registration, Some(json)).await?;
    let pair = format!(
        "{}:{}",
        text(&client, "client_id")?,
        text(&client, "client_secret")?
    );
    let basic = format!("Basic {}", BASE64_STANDARD.encode(pair));
    let form = Post(&basic, "application/x-www-form-urlencoded", FORM);
    let granted = send(
        &mut sender,
        &endpoint(&metadata, "token_endpoint")?,
        Some(form),
    )
    .await?;
    text(&granted, "access_token")?;
    Ok(())
}

async fn connect(issuer: &Url, certificate: Option<String>) -> Result<Sender, Failure> {
    let host = issuer.host_str().ok_or("the issuer has no host")?;
    let port = issuer
        .port_or_known_default()
        .ok_or("the issuer has no port")?;
    let stream = TcpStream::connect((host, port)).await?;
    stream.set_nodelay(true)?;
    if issuer.scheme() == "http" {
        let (sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        return Ok(sender);
    }
    let mut roots = RootCertStore::empty();
    for certificate in
        CertificateDer::pem_file_iter(certificate.ok_or("a certificate is missing")?)?
    {
        roots.add(certificate?)?;
    }
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from(host.to_owned())?;
    let stream = TlsConnector::from(Arc::new(config))
        .connect(name, stream)
        .await?;
    let (sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
    tokio::spawn(connection);
    Ok(sender)
}

/// The authorization, the media type and the body of a POST request.
struct Post<'a>(&'a str, &'a str, &'static str);

async fn send(sender: &mut Sender, url: &Url, post: Option<Post<'_>>) -> Result<Value, Failure> {
    let host = url.host_str().ok_or("a URL has no host")?;
    let host = url
        .port()
        .map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
    let request = Request::builder()
        .uri(url.path())
        .header("accept", "application/json")
        .header("accept-encoding", "gzip, deflate, br")
        .header("host", host);
    let request = match post {
        None => request.body(Full::default())?,
        Some(Post(authorization, media_type, body)) => request
            .method("POST")
            .header("authorization", authorization)
            .header("content-type", media_type)
            .body(Full::new(Bytes::from(body)))?,
    };
    let response = sender.send_request(request).await?;
    let status = response.status();
    let body = response.into_body().collect().await?.to_bytes();
    if !status.is_success() {
        return Err(format!("{url}: {status}").into());
    }
    Ok(serde_json::from_slice(&body)?)
}

fn endpoint(metadata: &Value, name: &str) -> Result<Url, Failure> {
    Ok(Url::parse(text(metadata, name)?)?)
}

fn text<'a>(document: &'a Value, name: &str) -> Result<&'a str, Failure> {
    let text = document.get(name).and_then(Value::as_str);
    Ok(text.ok_or_else(|| format!("{name} is missing"))?)
}
