//! What a certificate says, and whether its key or a signature is too weak for any connection (RFC 9325 §4.5).

use std::sync::Arc;

use rustls::{CertificateError, Error, OtherError, pki_types::CertificateDer};
use x509_parser::{
    extensions::GeneralName,
    prelude::{FromDer, X509Certificate},
    public_key::PublicKey,
    signature_algorithm::SignatureAlgorithm,
    x509::AlgorithmIdentifier,
};

use crate::exchange::{Certificate, hexadecimal, sha256};

/// A certificate is too weak; the message is a clause.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct Weak(String);

impl Weak {
    fn error(message: String) -> Error {
        CertificateError::Other(OtherError(Arc::new(Self(message)))).into()
    }

    /// The weakness that a handshake ended because of, if one.
    pub(super) fn cause(error: &CertificateError) -> Option<&Self> {
        match error {
            CertificateError::Other(other) => other.0.downcast_ref(),
            _ => None,
        }
    }
}

/// Refuses a certificate with a short RSA key before TLS does: a handshake with it cannot succeed, and the reason is lost.
pub(super) fn refuse_short_key(certificate: &[u8]) -> Result<(), Error> {
    let Ok((_, certificate)) = X509Certificate::from_der(certificate) else {
        return Ok(());
    };
    let (key, key_bits) = key(&certificate);
    let facts = Certificate {
        key,
        key_bits,
        ..Certificate::default()
    };
    if facts.has_short_rsa_key() {
        let bits = facts.key_bits.unwrap_or_default();
        let message = format!("its RSA key has {bits} bits, fewer than 2048");
        return Err(Weak::error(message));
    }
    Ok(())
}

/// The error for a chain that was not accepted, where one of its signatures is too weak. Those of trust anchors do not
/// count.
pub(super) fn weak_signature(
    certificate: &CertificateDer<'_>,
    intermediates: &[CertificateDer<'_>],
) -> Option<Error> {
    let chain = std::iter::once(certificate).chain(intermediates);
    let weak = chain
        .map(|der| facts(der))
        .find(|certificate| certificate.has_weak_signature() && !certificate.is_self_issued())?;
    Some(Weak::error(format!(
        "the certificate of {} is signed with {}",
        weak.subject, weak.signature
    )))
}

/// What a certificate says; nothing where it cannot be read.
pub(super) fn facts(der: &[u8]) -> Certificate {
    let Ok((_, certificate)) = X509Certificate::from_der(der) else {
        return Certificate::default();
    };
    let date = |seconds: i64| {
        let format = &time::format_description::well_known::Rfc3339;
        let date = time::OffsetDateTime::from_unix_timestamp(seconds).ok();
        date.and_then(|date| date.format(format).ok())
            .unwrap_or_default()
    };
    let names = certificate.subject_alternative_name().ok().flatten();
    let (key, key_bits) = key(&certificate);
    Certificate {
        subject: certificate.subject().to_string(),
        issuer: certificate.issuer().to_string(),
        names: names
            .iter()
            .flat_map(|names| &names.value.general_names)
            .map(general_name)
            .collect(),
        not_before: date(certificate.validity().not_before.timestamp()),
        not_after: date(certificate.validity().not_after.timestamp()),
        serial: hexadecimal(certificate.raw_serial()),
        public_key_sha256: sha256(certificate.public_key().raw),
        key,
        key_bits,
        signature: signature(&certificate.signature_algorithm),
    }
}

fn key(certificate: &X509Certificate<'_>) -> (String, Option<u32>) {
    match certificate.public_key().parsed() {
        Ok(PublicKey::RSA(key)) => ("RSA".to_owned(), Some(bits(key.modulus))),
        Ok(PublicKey::EC(point)) => ("EC".to_owned(), u32::try_from(point.key_size()).ok()),
        _ => (
            certificate.public_key().algorithm.algorithm.to_id_string(),
            None,
        ),
    }
}

/// The length in bits of a number in big-endian bytes.
fn bits(number: &[u8]) -> u32 {
    let mut digits = number.iter().skip_while(|byte| **byte == 0);
    let first = digits
        .next()
        .map_or(0, |first| u8::BITS - first.leading_zeros());
    let rest = u32::try_from(digits.count()).unwrap_or(u32::MAX / u8::BITS);
    first.saturating_add(rest.saturating_mul(u8::BITS))
}

/// Signature algorithms by their object identifiers (RFC 3279 §2.2, RFC 4055 §5, RFC 5758 §3, RFC 8410 §3).
const SIGNATURES: &[(&str, &str)] = &[
    ("1.2.840.113549.1.1.2", "md2WithRSAEncryption"),
    ("1.2.840.113549.1.1.4", "md5WithRSAEncryption"),
    ("1.2.840.113549.1.1.5", "sha1WithRSAEncryption"),
    ("1.3.14.3.2.29", "sha1WithRSAEncryption"),
    ("1.2.840.113549.1.1.11", "sha256WithRSAEncryption"),
    ("1.2.840.113549.1.1.12", "sha384WithRSAEncryption"),
    ("1.2.840.113549.1.1.13", "sha512WithRSAEncryption"),
    ("1.2.840.10040.4.3", "dsa-with-sha1"),
    ("1.2.840.10045.4.1", "ecdsa-with-SHA1"),
    ("1.2.840.10045.4.3.2", "ecdsa-with-SHA256"),
    ("1.2.840.10045.4.3.3", "ecdsa-with-SHA384"),
    ("1.2.840.10045.4.3.4", "ecdsa-with-SHA512"),
    ("1.3.101.112", "Ed25519"),
];

const SHA1: &str = "1.3.14.3.2.26";

fn signature(algorithm: &AlgorithmIdentifier<'_>) -> String {
    if let Ok(SignatureAlgorithm::RSASSA_PSS(parameters)) = SignatureAlgorithm::try_from(algorithm)
    {
        let digest = parameters.hash_algorithm_oid().to_id_string();
        return match digest.as_str() {
            SHA1 => "RSASSA-PSS with SHA1".to_owned(),
            _ => "RSASSA-PSS".to_owned(),
        };
    }
    let id = algorithm.algorithm.to_id_string();
    let known = SIGNATURES.iter().find(|(known, _)| *known == id);
    known.map_or(id, |(_, name)| (*name).to_owned())
}

fn general_name(name: &GeneralName<'_>) -> String {
    match name {
        GeneralName::DNSName(name) => (*name).to_owned(),
        GeneralName::IPAddress(bytes) => {
            let v4 = <[u8; 4]>::try_from(*bytes)
                .map(|octets| std::net::IpAddr::from(octets).to_string());
            let v6 = <[u8; 16]>::try_from(*bytes)
                .map(|octets| std::net::IpAddr::from(octets).to_string());
            v4.or(v6).unwrap_or_default()
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_length_of_a_number_leaves_out_leading_zeros() {
        assert_eq!(bits(&[]), 0);
        assert_eq!(bits(&[0, 0x80, 0]), 16);
        assert_eq!(bits(&[0x01, 0xff]), 9);
        let mut modulus = vec![0];
        modulus.extend([0x80; 256]);
        assert_eq!(bits(&modulus), 2048);
    }
}
