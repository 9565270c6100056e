//! Access tokens that have the form of a JWS in compact serialization (RFC 7515 §3.1).

use serde_json::{Map, Value};

use super::{Token, base64url, brief, object::step};

/// An access token in three parts, whose first is a JSON object with `alg`.
#[derive(Clone, Debug)]
pub struct Jwt<'a> {
    /// The answer that held it.
    pub token: Token<'a>,
    /// The whole token.
    pub text: String,
    /// The JOSE header.
    pub header: Map<String, Value>,
    /// The text of the JOSE header.
    pub header_text: String,
    /// The claims; `None` where the second part is not a JSON object.
    pub claims: Option<Map<String, Value>>,
    /// The text of the second part, where it is text.
    pub claims_text: Option<String>,
}

impl<'a> Jwt<'a> {
    /// Reads a token; `None` for one of another form: it is opaque.
    pub(super) fn read(token: Token<'a>, text: String) -> Option<Self> {
        let parts: Vec<&str> = text.split('.').collect();
        let [header, claims, _] = parts.as_slice() else {
            return None;
        };
        let decode =
            |part: &str| base64url::decode(part).and_then(|bytes| String::from_utf8(bytes).ok());
        let header_text = decode(header)?;
        let Ok(Value::Object(header)) = serde_json::from_str(&header_text) else {
            return None;
        };
        header.get("alg")?;
        let claims_text = decode(claims);
        let claims = claims_text
            .as_deref()
            .and_then(|text| serde_json::from_str(text).ok());
        Some(Self {
            token,
            text,
            header,
            header_text,
            claims,
            claims_text,
        })
    }

    /// Whether the token says that it follows RFC 9068 (§2.1).
    pub fn is_rfc9068(&self) -> bool {
        let typ = self
            .header
            .get("typ")
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_ascii_lowercase();
        typ.strip_prefix("application/").unwrap_or(&typ) == "at+jwt"
    }

    /// The three parts, as they stand in the token.
    pub fn parts(&self) -> Vec<&str> {
        self.text.split('.').collect()
    }

    /// A claim; `None` where it is missing or `null`.
    pub fn claim(&self, name: &str) -> Option<&Value> {
        let claim = self.claims.as_ref()?.get(name);
        claim.filter(|claim| !claim.is_null())
    }

    /// A member of the JOSE header that is a string.
    pub fn header_text(&self, name: &str) -> Option<&str> {
        self.header.get(name).and_then(Value::as_str)
    }

    /// The place of the token.
    pub fn at(&self) -> String {
        self.token.at("access_token")
    }

    /// The place of a part of the token, and of what a JSON pointer names in it.
    pub fn at_path(&self, part: &str, pointer: &str) -> String {
        self.token
            .seen
            .at(&format!("/access_token/{part}{pointer}"))
    }

    /// The place of a claim, as `token#/access_token/claims/aud`.
    pub fn at_claim(&self, name: &str) -> String {
        self.at_path("claims", &format!("/{}", step(name)))
    }

    /// The place of a member of the JOSE header, as `token#/access_token/header/typ`.
    pub fn at_header(&self, name: &str) -> String {
        self.at_path("header", &format!("/{}", step(name)))
    }

    /// A claim as a finding shows it: `missing`, or its JSON text.
    pub fn shown_claim(&self, name: &str) -> String {
        self.claims
            .as_ref()
            .and_then(|claims| claims.get(name))
            .map_or_else(|| "missing".to_owned(), brief)
    }

    /// A member of the JOSE header as a finding shows it.
    pub fn shown_header(&self, name: &str) -> String {
        self.header
            .get(name)
            .map_or_else(|| "missing".to_owned(), brief)
    }
}
