//! Certificates for a server: its own authority, a name, a time.

use std::sync::Arc;

use rcgen::{
    BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, PKCS_ECDSA_P256_SHA256,
    date_time_ymd,
};
use rustls::{
    ServerConfig,
    pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer},
};

/// A certificate, and the server side of TLS with it.
pub(crate) struct Identity {
    /// What a client names with `--cacert`: the certificate itself where it is self-signed, or else its authority's.
    pub(crate) pem: String,
    pub(crate) config: Arc<ServerConfig>,
}

impl Identity {
    /// A self-signed certificate for a name.
    pub(crate) fn self_signed(name: &str) -> Self {
        let key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).unwrap();
        let certificate = params(name, 2100).self_signed(&key).unwrap();
        Self::of(certificate.pem(), certificate.der().clone(), &key)
    }

    /// A self-signed certificate that says it is an authority's, as `openssl req -x509` makes them.
    pub(crate) fn self_signed_authority(name: &str) -> Self {
        let key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).unwrap();
        let mut params = params(name, 2100);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let certificate = params.self_signed(&key).unwrap();
        Self::of(certificate.pem(), certificate.der().clone(), &key)
    }

    /// A certificate of an authority, which ends with this year.
    pub(crate) fn issued(name: &str, until: i32) -> Self {
        Self::issued_by("an authority", name, until)
    }

    /// The same, of an authority of this name.
    pub(crate) fn issued_by(authority_name: &str, name: &str, until: i32) -> Self {
        let authority_key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).unwrap();
        let mut authority = params(authority_name, 2100);
        authority.subject_alt_names.clear();
        authority
            .distinguished_name
            .push(DnType::CommonName, authority_name);
        authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let pem = authority.self_signed(&authority_key).unwrap().pem();
        let key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).unwrap();
        let issuer = Issuer::new(authority, authority_key);
        let certificate = params(name, until).signed_by(&key, &issuer).unwrap();
        Self::of(pem, certificate.der().clone(), &key)
    }

    fn of(pem: String, certificate: CertificateDer<'static>, key: &KeyPair) -> Self {
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![certificate], key)
            .unwrap();
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Self {
            pem,
            config: Arc::new(config),
        }
    }
}

fn params(name: &str, until: i32) -> CertificateParams {
    let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
    params.not_before = date_time_ymd(2020, 1, 1);
    params.not_after = date_time_ymd(until, 1, 1);
    params
}
