//! The keys of a JWK set (RFC 7517 §4), and which algorithm takes which (RFC 7518 §3.1, RFC 8037 §3.1, RFC 8812 §3.2,
//! RFC 9864 §2.2).

use serde_json::{Map, Value};

use super::{base64url, brief};

/// A key of a JWK set that is a JSON object.
#[derive(Clone, Copy, Debug)]
pub struct Key<'j> {
    /// Its index in `keys`.
    pub index: usize,
    /// Its members.
    pub members: &'j Map<String, Value>,
}

impl<'j> Key<'j> {
    /// A member; `None` where it is missing or `null`.
    pub fn get(&self, name: &str) -> Option<&'j Value> {
        self.members.get(name).filter(|value| !value.is_null())
    }

    /// Whether a member is there and not `null`.
    pub fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// A member that is a string.
    pub fn text(&self, name: &str) -> Option<&'j str> {
        self.get(name).and_then(Value::as_str)
    }

    /// A member as a finding shows it: `missing`, or its JSON text.
    pub fn shown(&self, name: &str) -> String {
        self.members
            .get(name)
            .map_or_else(|| "missing".to_owned(), brief)
    }

    /// The octets of a member in base64url, padded or not.
    pub fn octets(&self, name: &str) -> Option<Vec<u8>> {
        base64url::decode(self.text(name)?)
    }

    /// The octets of an unsigned number, without zeros in front.
    pub fn number(&self, name: &str) -> Option<Vec<u8>> {
        let octets = self.octets(name)?;
        Some(octets.into_iter().skip_while(|octet| *octet == 0).collect())
    }

    /// The octets of a coordinate, with zeros in front up to a size; `None` where it is longer.
    pub fn coordinate(&self, name: &str, size: usize) -> Option<Vec<u8>> {
        let number = self.number(name)?;
        let mut octets = vec![0; size.checked_sub(number.len())?];
        octets.extend(number);
        Some(octets)
    }

    /// The bits of an RSA modulus; `None` where it cannot be read.
    pub fn modulus_bits(&self) -> Option<usize> {
        self.octets("n").filter(|octets| !octets.is_empty())?;
        let n = self.number("n")?;
        let unused = n.first().map_or(0, |first| first.leading_zeros());
        Some(n.len() * 8 - usize::try_from(unused).unwrap_or_default())
    }

    /// Whether the key says by `use`, or else by `alg` or `key_ops`, that it is for encryption.
    pub fn is_for_encryption(&self) -> bool {
        if let Some(usage) = self.get("use") {
            return usage == "enc";
        }
        let alg = self.text("alg").unwrap_or_default();
        let operations = self.get("key_ops").and_then(Value::as_array);
        let encrypts = |operation: &Value| ENCRYPTING.contains(&operation.as_str().unwrap_or(""));
        alg.starts_with("RSA1_5")
            || alg.starts_with("RSA-OAEP")
            || alg.starts_with("ECDH-ES")
            || operations.is_some_and(|operations| operations.iter().any(encrypts))
    }

    /// Whether the key is of the type, and on the curve, that a signature algorithm takes.
    pub fn fits(&self, alg: &str) -> bool {
        key_type(alg).is_some_and(|(kty, curves)| {
            self.text("kty") == Some(kty)
                && (curves.is_empty() || self.text("crv").is_some_and(|crv| curves.contains(&crv)))
        })
    }
}

/// Values of `key_ops` that stand for encryption and key agreement (RFC 7517 §4.3).
pub const ENCRYPTING: &[&str] = &[
    "encrypt",
    "decrypt",
    "wrapKey",
    "unwrapKey",
    "deriveKey",
    "deriveBits",
];

/// The `kty`, and the curves where there are some, of the keys of an asymmetric signature algorithm; `None` for others.
pub fn key_type(alg: &str) -> Option<(&'static str, &'static [&'static str])> {
    Some(match alg {
        "RS256" | "RS384" | "RS512" | "PS256" | "PS384" | "PS512" => ("RSA", &[]),
        "ES256" => ("EC", &["P-256"]),
        "ES384" => ("EC", &["P-384"]),
        "ES512" => ("EC", &["P-521"]),
        "ES256K" => ("EC", &["secp256k1"]),
        "EdDSA" => ("OKP", &["Ed25519", "Ed448"]),
        "Ed25519" => ("OKP", &["Ed25519"]),
        "Ed448" => ("OKP", &["Ed448"]),
        _ => return None,
    })
}
