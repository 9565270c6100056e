//! TLS for the runner: whom to trust, and what the handshake showed.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme,
    SupportedProtocolVersion,
    client::{
        Resumption, WebPkiServerVerifier,
        danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
        verify_server_name,
    },
    crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature},
    pki_types::{CertificateDer, ServerName, UnixTime},
    server::ParsedCertificate,
};
use x509_parser::prelude::{FromDer, X509Certificate};

use super::certificate;
use crate::exchange::{Certificate, Tls};

/// Which certificates are trusted.
#[derive(Clone, Debug, Default)]
pub enum Trust {
    /// Those that the operating system trusts.
    #[default]
    System,
    /// These, and those that they issued; the operating system's are not.
    Only(Vec<CertificateDer<'static>>),
    /// Any (`--insecure`).
    Any,
}

/// The client side of TLS, made at its first use.
#[derive(Debug, Default)]
pub(super) struct TlsClient {
    trust: Trust,
    verifier: OnceLock<Result<Arc<dyn ServerCertVerifier>, String>>,
    usual: OnceLock<Result<Arc<ClientConfig>, String>>,
    tls12: OnceLock<Result<Arc<ClientConfig>, String>>,
    /// The chain that was seen last, and what it says: a server shows the same one again and again.
    seen: Mutex<Chain>,
}

type Chain = (Vec<CertificateDer<'static>>, Vec<Certificate>);

/// Which versions of TLS are offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Versions {
    /// Those that are fit for use: TLS 1.3 and 1.2.
    Usual,
    /// TLS 1.2 alone.
    Tls12,
}

impl TlsClient {
    pub(super) fn new(trust: Trust) -> Self {
        Self {
            trust,
            ..Self::default()
        }
    }

    /// Whether certificates are verified.
    pub(super) fn verifies(&self) -> bool {
        !matches!(self.trust, Trust::Any)
    }

    /// What the handshake of a connection agreed on.
    pub(super) fn facts(&self, connection: &rustls::ClientConnection) -> Tls {
        let version = connection
            .protocol_version()
            .and_then(|version| version.as_str());
        let suite = connection
            .negotiated_cipher_suite()
            .and_then(|suite| suite.suite().as_str());
        let alpn = connection
            .alpn_protocol()
            .map(|protocol| String::from_utf8_lossy(protocol).into_owned());
        Tls {
            version: version.unwrap_or("unknown").replace('_', "."),
            cipher_suite: suite.unwrap_or("unknown").replacen("TLS13_", "TLS_", 1),
            alpn,
            verified: self.verifies(),
            certificates: self.certificates(connection.peer_certificates().unwrap_or_default()),
        }
    }

    fn certificates(&self, chain: &[CertificateDer<'_>]) -> Vec<Certificate> {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.0 != chain {
            *seen = (
                chain.iter().map(|der| der.clone().into_owned()).collect(),
                chain.iter().map(|der| certificate::facts(der)).collect(),
            );
        }
        seen.1.clone()
    }

    /// The configuration for new connections, or why there is none.
    pub(super) fn config(&self, versions: Versions) -> Result<Arc<ClientConfig>, String> {
        let (made, versions) = match versions {
            Versions::Usual => (&self.usual, rustls::DEFAULT_VERSIONS),
            Versions::Tls12 => (&self.tls12, &[&rustls::version::TLS12] as &[_]),
        };
        made.get_or_init(|| self.make(versions).map(Arc::new))
            .clone()
    }

    fn make(&self, versions: &[&'static SupportedProtocolVersion]) -> Result<ClientConfig, String> {
        let provider = Arc::new(ring::default_provider());
        let verifier = self.verifier.get_or_init(|| self.verifier(&provider));
        let verifier = verifier.clone()?;
        let mut config = ClientConfig::builder_with_provider(provider)
            .with_protocol_versions(versions)
            .map_err(|error| error.to_string())?
            .dangerous()
            .with_custom_certificate_verifier(verifier)
            .with_no_client_auth();
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        config.resumption = Resumption::in_memory_sessions(16);
        Ok(config)
    }

    fn verifier(
        &self,
        provider: &Arc<CryptoProvider>,
    ) -> Result<Arc<dyn ServerCertVerifier>, String> {
        let (roots, pinned) = match &self.trust {
            Trust::Any => return Ok(Arc::new(AnyCertificate(Arc::clone(provider)))),
            Trust::Only(certificates) => (certificates.clone(), certificates.clone()),
            Trust::System => (rustls_native_certs::load_native_certs().certs, Vec::new()),
        };
        let mut store = RootCertStore::empty();
        let (added, _) = store.add_parsable_certificates(roots);
        if added == 0 {
            return Err(
                "no trusted certificates were found on this system: name some with --cacert FILE"
                    .to_owned(),
            );
        }
        let web =
            WebPkiServerVerifier::builder_with_provider(Arc::new(store), Arc::clone(provider))
                .build()
                .map_err(|error| error.to_string())?;
        Ok(Arc::new(PinnedOrIssued { web, pinned }))
    }
}

/// Trusts what a root issued, and a certificate that was itself named as trusted, as `openssl req -x509` makes them: such
/// a certificate is its own authority, which the path validation of RFC 5280 §6 does not accept for a server.
#[derive(Debug)]
struct PinnedOrIssued {
    web: Arc<WebPkiServerVerifier>,
    pinned: Vec<CertificateDer<'static>>,
}

impl ServerCertVerifier for PinnedOrIssued {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        certificate::refuse_short_key(end_entity)?;
        let issued =
            self.web
                .verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now);
        if issued.is_ok()
            || !self
                .pinned
                .iter()
                .any(|pinned| pinned.as_ref() == end_entity.as_ref())
        {
            return issued.map_err(|error| {
                certificate::weak_signature(end_entity, intermediates).unwrap_or(error)
            });
        }
        verify_server_name(&ParsedCertificate::try_from(end_entity)?, server_name)?;
        let (_, certificate) =
            X509Certificate::from_der(end_entity).map_err(|_| CertificateError::BadEncoding)?;
        let now = i64::try_from(now.as_secs()).unwrap_or(i64::MAX);
        if now < certificate.validity().not_before.timestamp() {
            return Err(CertificateError::NotValidYet.into());
        }
        if now > certificate.validity().not_after.timestamp() {
            return Err(CertificateError::Expired.into());
        }
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.web
            .verify_tls12_signature(message, certificate, signature)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.web
            .verify_tls13_signature(message, certificate, signature)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.web.supported_verify_schemes()
    }
}

/// Trusts any certificate; the handshake's own signature is still verified.
#[derive(Debug)]
struct AnyCertificate(Arc<CryptoProvider>);

impl ServerCertVerifier for AnyCertificate {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        certificate::refuse_short_key(end_entity)?;
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(
            message,
            certificate,
            signature,
            &self.0.signature_verification_algorithms,
        )
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(
            message,
            certificate,
            signature,
            &self.0.signature_verification_algorithms,
        )
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}
