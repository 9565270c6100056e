//! Bodies: bytes as they were after decoding, and what went wrong with them.

use base64::{Engine, engine::general_purpose::STANDARD};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The body of a message.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Body {
    /// What the body holds.
    pub content: Content,
    /// The content codings that were undone, outermost last (`Content-Encoding`, RFC 9110 §8.4).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub decoded: Vec<String>,
    /// Bytes of the body on the wire, after transfer coding and before content coding; absent where not recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wire_bytes: Option<u64>,
    /// Why the body is not whole, or not what was sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub defect: Option<Defect>,
}

/// What a body holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Content {
    /// The source of this record does not say whether there was a body.
    #[default]
    NotRecorded,
    /// There was no body, or an empty one.
    Empty,
    /// The bytes, which are UTF-8.
    Text(String),
    /// The bytes, which are not UTF-8.
    #[serde(with = "as_base64")]
    #[schemars(with = "String", extend("contentEncoding" = "base64"))]
    Bytes(Vec<u8>),
    /// A JSON text as a report shows it: the same members and values, but not the same bytes.
    ShownJson(String),
}

/// Why a body is not whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Defect {
    /// Reading stopped at a cap, in bytes.
    TooLarge {
        /// The cap that was reached, in bytes.
        limit: u64,
        /// Whether the cap was on the decoded size rather than on the size on the wire.
        decoded: bool,
    },
    /// The body did not end within the time limit.
    TimedOut {
        /// The limit, in milliseconds.
        limit_ms: u64,
    },
    /// The connection ended before the body did.
    Cut {
        /// What the connection reported.
        message: String,
    },
    /// The transfer coding (RFC 9112 §7) is broken; what came before is kept.
    Malformed {
        /// What is wrong with it.
        message: String,
    },
    /// The content coding could not be undone; the bytes were not kept.
    Undecodable {
        /// The coding, as the header names it.
        coding: String,
        /// What the decoder reported.
        message: String,
    },
}

impl Body {
    /// A body without bytes.
    pub fn empty() -> Self {
        Self {
            content: Content::Empty,
            ..Self::default()
        }
    }

    /// A body of these bytes.
    pub fn from_bytes(bytes: Vec<u8>) -> Self {
        Self {
            content: Content::from_bytes(bytes),
            ..Self::default()
        }
    }

    /// The bytes, where they are recorded as they were.
    pub fn bytes(&self) -> Option<&[u8]> {
        match &self.content {
            Content::Empty => Some(&[]),
            Content::Text(text) => Some(text.as_bytes()),
            Content::Bytes(bytes) => Some(bytes),
            Content::NotRecorded | Content::ShownJson(_) => None,
        }
    }

    /// The text, where there is one: as it was, or as a report shows it.
    pub fn text(&self) -> Option<&str> {
        match &self.content {
            Content::Text(text) | Content::ShownJson(text) => Some(text),
            Content::Empty => Some(""),
            Content::NotRecorded | Content::Bytes(_) => None,
        }
    }

    /// The body as a JSON value, where it is a whole JSON text (RFC 8259 §2).
    pub fn json(&self) -> Option<serde_json::Value> {
        serde_json::from_str(self.text()?).ok()
    }
}

impl Content {
    /// Bytes, as text where they are UTF-8.
    pub fn from_bytes(bytes: Vec<u8>) -> Self {
        if bytes.is_empty() {
            return Self::Empty;
        }
        String::from_utf8(bytes).map_or_else(|error| Self::Bytes(error.into_bytes()), Self::Text)
    }
}

mod as_base64 {
    use super::{Deserialize, Engine, STANDARD};
    use serde::{Deserializer, Serializer, de::Error};

    pub(super) fn serialize<S: Serializer>(bytes: &[u8], to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&STANDARD.encode(bytes))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<u8>, D::Error> {
        STANDARD
            .decode(String::deserialize(from)?)
            .map_err(D::Error::custom)
    }
}
