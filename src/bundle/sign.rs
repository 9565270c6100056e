//! Signatures: a JWS over the manifest (RFC 7515, RFC 8037), detached, with the key's thumbprint (RFC 7638) as its name.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ed25519_dalek::{
    Signature, Signer, SigningKey, VerifyingKey,
    pkcs8::{DecodePrivateKey, DecodePublicKey},
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// A key that signs bundles.
pub struct PrivateKey(SigningKey);

/// A key that says who signed a bundle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey(VerifyingKey);

/// A key that cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Not a private key of the one kind.
    #[error(
        "it is not an Ed25519 private key as PKCS#8 PEM; `openssl genpkey -algorithm ed25519` makes one"
    )]
    NotPrivate,
    /// Not a public key of the one kind.
    #[error(
        "it is not an Ed25519 public key as PEM or JWK; `openssl pkey -in KEY.pem -pubout` gives the one of a private key"
    )]
    NotPublic,
}

/// What a signature's header says; nothing else may be in it.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    alg: String,
    kid: String,
    jwk: Jwk,
}

/// A public key as RFC 8037 §2 writes it, members in the order of RFC 7638 §3.3.
#[derive(Serialize, Deserialize)]
struct Jwk {
    crv: String,
    kty: String,
    x: String,
}

impl PrivateKey {
    /// Reads a key from its PEM text (RFC 8410 §7).
    ///
    /// # Errors
    ///
    /// It is not an Ed25519 private key.
    pub fn from_pem(pem: &str) -> Result<Self, KeyError> {
        let key = SigningKey::from_pkcs8_pem(pem.trim());
        key.map(Self).map_err(|_| KeyError::NotPrivate)
    }

    /// The public key that belongs to it.
    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.verifying_key())
    }

    /// The detached JWS over these bytes (RFC 7515 §A.5 and appendix F), with a line end. The header carries the public key:
    /// whoever reads it can tell that the bytes were not changed, and only then needs to know whose key it is.
    pub(super) fn sign(&self, payload: &[u8]) -> String {
        let header = URL_SAFE_NO_PAD.encode(self.public().header());
        let signed = self.0.sign(&signing_input(&header, payload));
        let signature = URL_SAFE_NO_PAD.encode(signed.to_bytes());
        format!("{header}..{signature}\n")
    }
}

impl PublicKey {
    /// Reads a key from its text: PEM (RFC 8410 §4) or JWK (RFC 8037 §2).
    ///
    /// # Errors
    ///
    /// It is not an Ed25519 public key.
    pub fn from_text(text: &str) -> Result<Self, KeyError> {
        let text = text.trim();
        let key = if text.starts_with('{') {
            let jwk: Jwk = serde_json::from_str(text).map_err(|_| KeyError::NotPublic)?;
            return jwk.key().ok_or(KeyError::NotPublic);
        } else {
            VerifyingKey::from_public_key_pem(text)
        };
        key.map(Self).map_err(|_| KeyError::NotPublic)
    }

    /// The key's thumbprint (RFC 7638): its name.
    pub fn thumbprint(&self) -> String {
        let text = serde_json::to_vec(&self.jwk()).unwrap_or_default();
        URL_SAFE_NO_PAD.encode(Sha256::digest(text))
    }

    fn jwk(&self) -> Jwk {
        Jwk {
            crv: "Ed25519".to_owned(),
            kty: "OKP".to_owned(),
            x: URL_SAFE_NO_PAD.encode(self.0.as_bytes()),
        }
    }

    /// The header of a signature by this key.
    fn header(&self) -> Vec<u8> {
        let header = Header {
            alg: "EdDSA".to_owned(),
            kid: self.thumbprint(),
            jwk: self.jwk(),
        };
        serde_json::to_vec(&header).unwrap_or_default()
    }
}

impl Jwk {
    fn key(&self) -> Option<PublicKey> {
        if self.crv != "Ed25519" || self.kty != "OKP" {
            return None;
        }
        let bytes = URL_SAFE_NO_PAD.decode(&self.x).ok()?;
        let key = VerifyingKey::from_bytes(&bytes.try_into().ok()?).ok()?;
        (!key.is_weak()).then_some(PublicKey(key))
    }
}

/// The key whose signature over these bytes a JWS is.
///
/// # Errors
///
/// What is wrong with it.
pub(super) fn verify(jws: &[u8], payload: &[u8]) -> Result<PublicKey, &'static str> {
    let text = std::str::from_utf8(jws).ok();
    let text = text.and_then(|text| text.strip_suffix('\n'));
    let parts = text.and_then(|text| text.split_once(".."));
    let (header, signature) = parts.ok_or("it is not a detached JWS")?;
    let bytes = URL_SAFE_NO_PAD
        .decode(header)
        .map_err(|_| "its header is not base64url")?;
    let read: Header = serde_json::from_slice(&bytes)
        .map_err(|_| "its header is not one that issuercheck writes")?;
    let key = read.jwk.key().ok_or("its header has no Ed25519 key")?;
    if bytes != key.header() {
        return Err("its header is not one that issuercheck writes for this key");
    }
    let signature = URL_SAFE_NO_PAD.decode(signature).ok();
    let signature = signature.and_then(|bytes| Signature::from_slice(&bytes).ok());
    let signature = signature.ok_or("its signature is not one of Ed25519")?;
    // Strict: for each key and text there is one signature, and no key that signs everything.
    let valid = key
        .0
        .verify_strict(&signing_input(header, payload), &signature);
    valid.map_err(|_| "the signature is not one over this manifest")?;
    Ok(key)
}

fn signing_input(header: &str, payload: &[u8]) -> Vec<u8> {
    format!("{header}.{}", URL_SAFE_NO_PAD.encode(payload)).into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The key of RFC 8037 appendix A, in PKCS#8.
    const RFC_8037: &str = "-----BEGIN PRIVATE KEY-----\n\
        MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n-----END PRIVATE KEY-----\n";

    #[test]
    fn a_key_has_the_thumbprint_that_rfc_8037_gives() {
        let key = PrivateKey::from_pem(RFC_8037).unwrap().public();
        assert_eq!(
            key.thumbprint(),
            "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
        );
        let jwk =
            r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;
        assert_eq!(PublicKey::from_text(jwk), Ok(key));
    }

    #[test]
    fn a_signature_is_of_these_bytes_alone() {
        let key = PrivateKey::from_pem(RFC_8037).unwrap();
        let jws = key.sign(b"bytes");
        assert_eq!(verify(jws.as_bytes(), b"bytes"), Ok(key.public()));
        assert!(verify(jws.as_bytes(), b"bytez").is_err());
        for at in 0..jws.len() {
            let mut changed = jws.clone().into_bytes();
            changed[at] ^= 1;
            assert!(verify(&changed, b"bytes").is_err(), "byte {at}");
        }
    }

    #[test]
    fn what_is_no_key_is_refused() {
        let (weak, other) = (
            r#"{"kty":"OKP","crv":"Ed25519","x":"AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}"#,
            r#"{"kty":"OKP","crv":"X25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#,
        );
        for text in ["", "{}", "secret", RFC_8037, weak, other] {
            assert_eq!(
                PublicKey::from_text(text),
                Err(KeyError::NotPublic),
                "{text}"
            );
        }
        assert_eq!(PrivateKey::from_pem("x").err(), Some(KeyError::NotPrivate));
    }
}
