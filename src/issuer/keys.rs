//! The keys that sign access tokens. They are public: made once, part of the source, the same for
//! everyone, because making an RSA key takes longer than a whole run. They protect nothing.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::errors::{Error, ErrorKind};
use jsonwebtoken::{Algorithm, EncodingKey};

use super::options::SigningAlgorithm;
use crate::rsa_signature::Signer;

/// The public halves as a JWK Set (RFC 7517 §5); key ids are thumbprints (RFC 7638).
pub(super) const PUBLIC_JWKS: &str = include_str!("keys/jwks.json");

const RS256_PEM: &str = include_str!("keys/public-test-key-rs256.pem");
const ES256_PEM: &str = include_str!("keys/public-test-key-es256.pem");
const RS256_KID: &str = "4kbA5NT1e4KFSy2b-dtj3GpYntXfNrNva4mkfbwD2Kw";
const ES256_KID: &str = "vHOYiQbEfEfzMdXa80Lhr4VaZFKpLJx904dc5-YTX3s";

/// A private key and how to name it in a JOSE header.
pub(super) struct SigningKey {
    /// The `kid` of its public half in [`PUBLIC_JWKS`].
    pub(super) kid: &'static str,
    /// The `alg` that it is used with.
    pub(super) alg: &'static str,
    private: Private,
}

enum Private {
    Rs256(Box<Signer>),
    Es256(EncodingKey),
}

impl SigningKey {
    /// Reads the key for an algorithm.
    pub(super) fn load(algorithm: SigningAlgorithm) -> Result<Self, Error> {
        let unusable = |why| Error::from(ErrorKind::InvalidRsaKey(why));
        Ok(match algorithm {
            SigningAlgorithm::Rs256 => Self {
                kid: RS256_KID,
                alg: "RS256",
                private: Private::Rs256(Box::new(Signer::from_pem(RS256_PEM).map_err(unusable)?)),
            },
            SigningAlgorithm::Es256 => Self {
                kid: ES256_KID,
                alg: "ES256",
                private: Private::Es256(EncodingKey::from_ec_pem(ES256_PEM.as_bytes())?),
            },
        })
    }

    /// The signature over a JWS signing input, base64url-encoded (RFC 7515 §5.1).
    pub(super) fn sign(&self, input: &str) -> Result<String, Error> {
        let failed = |why| Error::from(ErrorKind::Signing(why));
        match &self.private {
            Private::Rs256(key) => {
                let signature = key.sign(input.as_bytes()).map_err(failed)?;
                Ok(URL_SAFE_NO_PAD.encode(signature))
            }
            Private::Es256(key) => {
                jsonwebtoken::crypto::sign(input.as_bytes(), key, Algorithm::ES256)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use jsonwebtoken::jwk::JwkSet;
    use jsonwebtoken::{Algorithm, DecodingKey};
    use serde_json::{Value, json};
    use sha2::{Digest, Sha256};

    use super::{PUBLIC_JWKS, SigningKey};
    use crate::issuer::SigningAlgorithm;

    #[test]
    fn the_published_keys_verify_what_the_private_ones_sign() {
        let set: JwkSet = serde_json::from_str(PUBLIC_JWKS).unwrap();
        for (algorithm, alg) in [
            (SigningAlgorithm::Rs256, Algorithm::RS256),
            (SigningAlgorithm::Es256, Algorithm::ES256),
        ] {
            let key = SigningKey::load(algorithm).unwrap();
            let public = DecodingKey::from_jwk(set.find(key.kid).unwrap()).unwrap();
            let signature = key.sign("a.b").unwrap();
            assert!(jsonwebtoken::crypto::verify(&signature, b"a.b", &public, alg).unwrap());
            assert_eq!(signature, key.sign("a.b").unwrap(), "signatures repeat");
        }
    }

    #[test]
    fn key_ids_are_thumbprints() {
        let set: Value = serde_json::from_str(PUBLIC_JWKS).unwrap();
        for key in set["keys"].as_array().unwrap() {
            let required = match key["kty"].as_str() {
                Some("RSA") => json!({"e": key["e"], "kty": "RSA", "n": key["n"]}),
                _ => json!({"crv": key["crv"], "kty": "EC", "x": key["x"], "y": key["y"]}),
            };
            let thumbprint = URL_SAFE_NO_PAD.encode(Sha256::digest(required.to_string()));
            assert_eq!(key["kid"], thumbprint);
        }
    }
}
