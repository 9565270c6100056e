//! Facts about the connection that an exchange used.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The connection that one exchange used; every exchange has its own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Connection {
    /// The address that answered, as `address:port`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub peer: Option<String>,
    /// The TLS facts; absent for `http`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tls: Option<Tls>,
}

/// What the TLS handshake agreed on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Tls {
    /// The protocol version, as `TLSv1.3`.
    pub version: String,
    /// The cipher suite, by its registered name.
    pub cipher_suite: String,
    /// The protocol that ALPN selected (RFC 7301), if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alpn: Option<String>,
    /// Whether the certificate was verified; `--insecure` leaves it unverified.
    pub verified: bool,
    /// The certificates that the server sent, its own first.
    pub certificates: Vec<Certificate>,
}

/// What one certificate says (RFC 5280 §4.1).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Certificate {
    /// The distinguished name of its subject.
    pub subject: String,
    /// The distinguished name of its issuer.
    pub issuer: String,
    /// The names and addresses that it is for.
    pub names: Vec<String>,
    /// The start of its validity, in RFC 3339.
    pub not_before: String,
    /// The end of its validity, in RFC 3339.
    pub not_after: String,
    /// Its serial number, in hexadecimal.
    pub serial: String,
    /// The SHA-256 of its public key (SubjectPublicKeyInfo), in hexadecimal.
    pub public_key_sha256: String,
    /// The type of its public key: `RSA`, `EC`, or the algorithm's object identifier; empty where not recorded.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub key: String,
    /// The size of its public key, in bits, where the type has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key_bits: Option<u32>,
    /// The algorithm that it is signed with, as `sha256WithRSAEncryption`, or its object identifier; empty where not
    /// recorded.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub signature: String,
}

impl Certificate {
    /// Whether its RSA key is shorter than the 2048 bits of RFC 9325 §4.5.
    pub fn has_short_rsa_key(&self) -> bool {
        self.key == "RSA" && self.key_bits.is_some_and(|bits| bits < 2048)
    }

    /// Whether it is signed over a digest that RFC 9325 §4.5 bans: SHA-1 or MD5.
    pub fn has_weak_signature(&self) -> bool {
        let name = self.signature.to_ascii_lowercase();
        ["sha1", "md5"].iter().any(|digest| name.contains(digest))
    }

    /// Whether it names itself as its issuer: as a trust anchor, whose signature proves nothing.
    pub fn is_self_issued(&self) -> bool {
        self.subject == self.issuer
    }
}
