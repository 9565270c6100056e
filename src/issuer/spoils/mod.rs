//! Faults that spoil an answer on its way out: each is one line of a table, and no line of an endpoint.
//!
//! What is only a matter of members, header fields, status or text is a [`Spoil`]; what the issuer *does* wrong is a
//! [`super::Fault`], one line in an endpoint's step.

mod access_token;
mod apply;
mod discovery;
mod discovery_probes;
mod introspection_probes;
mod jwks;
mod management_probes;
mod oidc_discovery;
mod openactive;
mod registration;
mod registration_probes;
mod resource_probes;
mod revocation_probes;
mod token;
mod token_probes;
mod transport;

use serde_json::Value;

pub(super) use apply::{spoil_claim_text, spoil_part, spoil_response, spoil_signature};

/// One thing that is wrong with an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spoil {
    /// The name it is asked for by; it says the bad state.
    pub id: &'static str,
    /// What the issuer then does, in one sentence.
    pub sentence: &'static str,
    /// Whose answers are spoiled; only those that succeed are, unless it says that refusals are.
    pub(super) endpoint: Endpoint,
    /// How.
    pub(super) how: &'static [How],
}

/// Whose answers are spoiled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(dead_code, reason = "a table need not use every endpoint")]
pub(super) enum Endpoint {
    /// Every endpoint's.
    Any,
    /// The metadata at both locations.
    Metadata,
    /// The metadata at `openid-configuration`.
    Openid,
    /// The metadata at `oauth-authorization-server`.
    Oauth,
    /// The JWK set.
    Jwks,
    /// Registration.
    Register,
    /// Reading a client.
    ReadClient,
    /// Registration, and reading a client.
    Clients,
    /// The token endpoint.
    Token,
    /// The introspection endpoint.
    Introspect,
    /// The revocation endpoint.
    Revoke,
    /// The orders feed.
    Resource,
    /// Updating a client.
    UpdateClient,
    /// Deleting a client.
    DeleteClient,
    /// Every request to a client configuration endpoint.
    ManageClient,
    /// The refusals of an endpoint (4xx), instead of its successes.
    Refusal(&'static Endpoint),
    /// The refusals of an endpoint with this error code, in the body or in the challenge.
    Error(&'static Endpoint, &'static str),
}

/// How an answer is spoiled. In JSON texts and values, `{issuer}` stands for the issuer identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    /// A member of the body, by its JSON pointer, becomes this JSON text; `None` takes it out.
    Body(&'static str, Option<&'static str>),
    /// In the text of the body, the first text becomes the second one; an empty first text stands for the whole body.
    Text(&'static str, &'static str),
    /// A header field has this value; `None` takes it out.
    Header(&'static str, Option<&'static str>),
    /// The status.
    Status(u16),
    /// A claim of the access token, before it is signed.
    Claim(&'static str, Option<&'static str>),
    /// A member of the access token's JOSE header, before it is signed.
    Jose(&'static str, Option<&'static str>),
    /// In the JSON text of the access token's claims, before it is signed, the first text becomes the second one.
    ClaimText(&'static str, &'static str),
    /// The access token's signature becomes this text, in which `{signature}` stands for what it was.
    Signature(&'static str),
}

const TABLES: &[&[Spoil]] = &[
    transport::SPOILS,
    oidc_discovery::SPOILS,
    discovery::SPOILS,
    discovery_probes::SPOILS,
    jwks::SPOILS,
    registration::SPOILS,
    registration_probes::SPOILS,
    token::SPOILS,
    token_probes::SPOILS,
    access_token::SPOILS,
    introspection_probes::SPOILS,
    openactive::SPOILS,
    management_probes::SPOILS,
    revocation_probes::SPOILS,
    resource_probes::SPOILS,
];

impl Spoil {
    /// Every spoil, in the order of the tables.
    pub fn all() -> impl Iterator<Item = &'static Self> {
        TABLES.iter().copied().flatten()
    }

    /// The spoil with this id.
    pub fn from_id(id: &str) -> Option<&'static Self> {
        Self::all().find(|spoil| spoil.id == id)
    }
}

/// A JSON text of a table as a value.
fn value(text: &str, issuer: &str) -> Value {
    serde_json::from_str(&text.replace("{issuer}", issuer)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_unique_and_sentences_are_one_sentence() {
        let mut ids: Vec<_> = Spoil::all().map(|spoil| spoil.id).collect();
        ids.extend(crate::issuer::Fault::ALL.iter().map(|fault| fault.id()));
        let count = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), count);
        for spoil in Spoil::all() {
            assert!(
                spoil.sentence.ends_with('.') && !spoil.sentence.contains(". "),
                "{}",
                spoil.sentence
            );
        }
    }

    #[test]
    fn every_json_text_is_json() {
        for spoil in Spoil::all() {
            for how in spoil.how {
                if let How::Body(_, Some(text))
                | How::Claim(_, Some(text))
                | How::Jose(_, Some(text)) = how
                {
                    assert!(
                        serde_json::from_str::<Value>(text).is_ok(),
                        "{}: {text}",
                        spoil.id
                    );
                }
            }
        }
    }
}
