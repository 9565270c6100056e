//! A JWS in compact serialization, taken apart (RFC 7515 §3.1).

use serde_json::{Map, Value};

use super::base64url;

/// The parts of a JWS whose header and payload are JSON objects: what a signed JWT is.
#[derive(Clone, Debug)]
pub struct Jws {
    /// The JOSE header.
    pub header: Map<String, Value>,
    /// The payload: of a JWT, its claims.
    pub payload: Map<String, Value>,
    /// Whether the third part, the signature, is there.
    pub signed: bool,
}

impl Jws {
    /// Reads a text; `None` for one that does not consist of three parts, the first two JSON objects in base64url.
    pub fn read(text: &str) -> Option<Self> {
        let mut parts = text.split('.');
        let (header, payload, signature) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() {
            return None;
        }
        let object = |part: &str| serde_json::from_slice(&base64url::decode(part)?).ok();
        Some(Self {
            header: object(header)?,
            payload: object(payload)?,
            signed: !signature.is_empty(),
        })
    }
}
