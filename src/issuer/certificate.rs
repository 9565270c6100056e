//! The certificate authority and the certificate that the issuer makes for itself at start, and the
//! TLS setup.
//!
//! Two certificates, because a self-signed one that is no authority is refused as a trust anchor by
//! some TLS stacks. Keys, serial numbers and ECDSA signatures follow from the seed (RFC 6979), so
//! the bytes repeat.

use std::sync::Arc;

use p256::ecdsa::signature::Signer;
use p256::ecdsa::{DerSignature, SigningKey};
use p256::pkcs8::EncodePrivateKey;
use rcgen::{
    BasicConstraints, Certificate, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa,
    KeyUsagePurpose, PKCS_ECDSA_P256_SHA256, PKCS_RSA_SHA256, SerialNumber, SignatureAlgorithm,
};
use rustls::crypto::ring::sign::any_supported_type;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::sign::{CertifiedKey, SingleCertAndKey};
use rustls::version::{TLS12, TLS13};
use rustls::{ServerConfig, SupportedProtocolVersion};
use time::{Duration, OffsetDateTime};

use super::entropy::Entropy;
use super::faults::Fault;
use super::options::{Options, TlsVersions};

/// Names that the certificate always holds.
const NAMES: &[&str] = &["localhost", "issuer.localhost", "127.0.0.1", "::1"];

/// From the earlier of this day and the issuer's own yesterday, the certificate is valid: a run
/// under a clock that stands still is still checked by TLS stacks that look at the system's.
const EARLIEST: OffsetDateTime = time::macros::datetime!(2020-01-01 0:00 UTC);
const VALIDITY: Duration = Duration::days(3650);

/// When a certificate ends that is to be expired.
const EXPIRED: OffsetDateTime = time::macros::datetime!(2020-04-01 0:00 UTC);

/// The issuer's certificate could not be made.
#[derive(Debug, thiserror::Error)]
#[error("make the embedded issuer's certificate")]
pub enum CertificateError {
    /// The key could not be encoded.
    Key(#[from] p256::pkcs8::Error),
    /// A name or a signature was refused.
    Certificate(#[from] rcgen::Error),
    /// The TLS stack refused the result.
    Tls(#[from] rustls::Error),
}

/// A certificate authority with one certificate, and the server side of TLS with it.
pub(super) struct Identity {
    /// The certificate authority's certificate: what a client has to trust.
    pub(super) authority: Certificate,
    pub(super) config: Arc<ServerConfig>,
}

impl Identity {
    /// Makes an identity for a host besides the loopback names.
    pub(super) fn make(
        entropy: &Entropy,
        host: &str,
        options: &Options,
    ) -> Result<Self, CertificateError> {
        let (now, faults) = (options.clock.now(), &options.faults);
        let authority_key = Key::make(entropy, "authority key");
        let authority_params = authority_params(entropy, now);
        let authority = authority_params.self_signed(&authority_key)?;
        let issuer = rcgen::Issuer::new(authority_params, authority_key);

        let key = Key::make(entropy, "server key");
        let mut params = server_params(entropy, host, now)?;
        if faults.has(Fault::CertificateExpired) {
            params.not_after = EXPIRED;
        }
        let certificate = if faults.has(Fault::CertificateRsa1024) {
            params.signed_by(&ShortRsaKey::make(entropy), &issuer)?
        } else {
            params.signed_by(&key, &issuer)?
        };
        let key = PrivatePkcs8KeyDer::from(key.signing.to_pkcs8_der()?.as_bytes().to_vec());
        let config = server_config(&certificate, &PrivateKeyDer::from(key), &versions(options))?;
        Ok(Self {
            authority,
            config: Arc::new(config),
        })
    }
}

/// The versions of TLS that are spoken.
fn versions(options: &Options) -> Vec<&'static SupportedProtocolVersion> {
    match options.tls_versions {
        TlsVersions::All if options.faults.has(Fault::Tls12Only) => vec![&TLS12],
        TlsVersions::All if options.faults.has(Fault::Tls13Only) => vec![&TLS13],
        TlsVersions::All => vec![&TLS13, &TLS12],
        TlsVersions::Tls12 => vec![&TLS12],
        TlsVersions::Tls13 => vec![&TLS13],
    }
}

fn server_config(
    certificate: &Certificate,
    key: &PrivateKeyDer<'static>,
    versions: &[&'static SupportedProtocolVersion],
) -> Result<ServerConfig, rustls::Error> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    // The key need not fit the certificate: no handshake gets far enough with a certificate that is to be refused.
    let certified = CertifiedKey::new(vec![certificate.der().clone()], any_supported_type(key)?);
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(versions)?
        .with_no_client_auth()
        .with_cert_resolver(Arc::new(SingleCertAndKey::from(certified)));
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    // A client that opens a connection for each exchange needs one ticket of each.
    config.send_tls13_tickets = 1;
    Ok(config)
}

fn authority_params(entropy: &Entropy, now: OffsetDateTime) -> CertificateParams {
    let mut params = CertificateParams::default();
    dress(&mut params, "issuercheck test authority", entropy, now);
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params
}

fn server_params(
    entropy: &Entropy,
    host: &str,
    now: OffsetDateTime,
) -> Result<CertificateParams, rcgen::Error> {
    let mut names: Vec<String> = NAMES.iter().map(ToString::to_string).collect();
    if !NAMES.contains(&host) {
        names.push(host.to_owned());
    }
    let mut params = CertificateParams::new(names)?;
    dress(&mut params, "issuercheck reference issuer", entropy, now);
    params.is_ca = IsCa::ExplicitNoCa;
    params.use_authority_key_identifier_extension = true;
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    Ok(params)
}

/// What both certificates have: a name, a validity and a serial number, which RFC 5280 §4.1.2.2
/// wants positive.
fn dress(params: &mut CertificateParams, name: &str, entropy: &Entropy, now: OffsetDateTime) {
    params.distinguished_name = rcgen::DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, name);
    params.not_before = EARLIEST.min(now.saturating_sub(Duration::DAY));
    params.not_after = now.saturating_add(VALIDITY);
    let [first, rest @ ..] = entropy.bytes("serial number", name.as_bytes());
    let mut serial = vec![(first & 0x7f) | 0x40];
    serial.extend(rest.into_iter().take(15));
    params.serial_number = Some(SerialNumber::from(serial));
}

/// A P-256 key that signs deterministically.
struct Key {
    signing: SigningKey,
    /// The public point, uncompressed (SEC 1 §2.3.3).
    public: Vec<u8>,
}

impl Key {
    fn make(entropy: &Entropy, label: &str) -> Self {
        loop {
            // All but one of 2^32 values are keys; the next attempt gets other bytes.
            if let Ok(signing) = SigningKey::from_slice(&entropy.bytes(label, b"")) {
                let public = signing
                    .verifying_key()
                    .to_encoded_point(false)
                    .as_bytes()
                    .to_vec();
                return Self { signing, public };
            }
        }
    }
}

impl rcgen::PublicKeyData for Key {
    fn der_bytes(&self) -> &[u8] {
        &self.public
    }

    fn algorithm(&self) -> &'static SignatureAlgorithm {
        &PKCS_ECDSA_P256_SHA256
    }
}

/// The public half of a 1024-bit RSA key (RFC 8017 §A.1.1): an odd number of that length as modulus, and 65537.
struct ShortRsaKey(Vec<u8>);

impl ShortRsaKey {
    fn make(entropy: &Entropy) -> Self {
        let mut modulus: Vec<u8> = (0..4_u8)
            .flat_map(|part| entropy.bytes("short modulus", &[part]))
            .collect();
        if let Some(first) = modulus.first_mut() {
            *first |= 0x80;
        }
        if let Some(last) = modulus.last_mut() {
            *last |= 1;
        }
        let sequence = [0x30, 0x81, 0x89, 0x02, 0x81, 0x81, 0x00];
        let exponent = [0x02, 0x03, 0x01, 0x00, 0x01];
        Self([&sequence[..], &modulus, &exponent].concat())
    }
}

impl rcgen::PublicKeyData for ShortRsaKey {
    fn der_bytes(&self) -> &[u8] {
        &self.0
    }

    fn algorithm(&self) -> &'static SignatureAlgorithm {
        &PKCS_RSA_SHA256
    }
}

impl rcgen::SigningKey for Key {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, rcgen::Error> {
        let signature: DerSignature = self
            .signing
            .try_sign(message)
            .map_err(|_| rcgen::Error::RemoteKeyError)?;
        Ok(signature.as_bytes().to_vec())
    }
}
