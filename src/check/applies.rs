//! When a rule applies, as data, so that `explain` can print it.

use super::Blocked;
use crate::evidence::{Evidence, Jwks, Jwt};

/// When a rule applies.
#[derive(Clone, Copy, Debug)]
pub enum Applies {
    /// To every run.
    Always,
    /// Where all of these do.
    All(&'static [Applies]),
    /// Metadata was read from `<issuer>/.well-known/openid-configuration`.
    OpenidMetadata,
    /// Metadata was read from the location of RFC 8414.
    OauthMetadata,
    /// Metadata was read from either location.
    Metadata,
    /// A metadata document has this member, and it is not `null`.
    MetadataHas(&'static str),
    /// The document at `openid-configuration` has this member.
    OpenidHas(&'static str),
    /// The document at `oauth-authorization-server` has this member.
    OauthHas(&'static str),
    /// The JWK set was fetched.
    Jwks,
    /// A client was registered: a 2xx answer with `client_id`.
    Registered,
    /// The answer to a registration has this member.
    RegistrationHas(&'static str),
    /// A client credentials request succeeded.
    TokenIssued,
    /// The answer to a client credentials request has this member.
    TokenHas(&'static str),
    /// The access token is a JWT that says it follows RFC 9068: its `typ` is `at+jwt`.
    Rfc9068,
    /// The access token has the form of a signed JWT: three parts, the first a JSON object with `alg`.
    JwtShaped,
    /// The access token is a JWT of RFC 9068 and has this claim.
    Rfc9068Has(&'static str),
    /// The access token has the form of a signed JWT and has this claim.
    JwtHas(&'static str),
    /// The JWK set has a key of this type.
    KeyType(&'static str),
    /// The JWK set has a key with this member.
    KeyHas(&'static str),
    /// A condition of the rule's own: the sentence, and whether it holds.
    When(&'static str, fn(&Evidence<'_>) -> Result<bool, Blocked>),
}

impl Applies {
    /// Whether the rule applies to what the evidence shows.
    ///
    /// # Errors
    ///
    /// The evidence does not show it.
    pub fn holds(&self, evidence: &Evidence<'_>) -> Result<bool, Blocked> {
        match self {
            Self::Always => Ok(true),
            Self::All(all) => {
                for one in *all {
                    if !one.holds(evidence)? {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            Self::OpenidMetadata => evidence.openid().map(|document| document.is_some()),
            Self::OauthMetadata => evidence.oauth().map(|document| document.is_some()),
            Self::Metadata => evidence.documents().map(|documents| !documents.is_empty()),
            Self::MetadataHas(name) => Ok(evidence
                .documents()?
                .iter()
                .any(|document| document.has(name))),
            Self::OpenidHas(name) => Ok(evidence
                .openid()?
                .is_some_and(|document| document.has(name))),
            Self::OauthHas(name) => {
                Ok(evidence.oauth()?.is_some_and(|document| document.has(name)))
            }
            Self::Jwks => evidence.jwks().map(|jwks| jwks.is_some()),
            Self::Registered => evidence.registrations().map(|all| !all.is_empty()),
            Self::RegistrationHas(name) => Ok(evidence
                .registrations()?
                .iter()
                .any(|registration| registration.has(name))),
            Self::TokenIssued => evidence.tokens().map(|all| !all.is_empty()),
            Self::TokenHas(name) => Ok(evidence.tokens()?.iter().any(|token| token.has(name))),
            Self::Rfc9068 => evidence.rfc9068().map(|all| !all.is_empty()),
            Self::JwtShaped => evidence.jwts().map(|all| !all.is_empty()),
            Self::Rfc9068Has(name) => Ok(any_has(&evidence.rfc9068()?, name)),
            Self::JwtHas(name) => Ok(any_has(&evidence.jwts()?, name)),
            Self::KeyType(kty) => {
                let jwks = evidence.jwks()?;
                let is = |jwks: Jwks<'_>| jwks.objects().any(|key| key.text("kty") == Some(*kty));
                Ok(jwks.is_some_and(is))
            }
            Self::KeyHas(name) => {
                let jwks = evidence.jwks()?;
                Ok(jwks.is_some_and(|jwks| jwks.objects().any(|key| key.has(name))))
            }
            Self::When(_, holds) => holds(evidence),
        }
    }

    /// The condition in words.
    pub fn sentence(&self) -> String {
        match self {
            Self::Always => "always".to_owned(),
            Self::All(all) => {
                let sentences: Vec<_> = all.iter().map(Self::sentence).collect();
                sentences.join("; ")
            }
            Self::OpenidMetadata => "metadata was read from openid-configuration".to_owned(),
            Self::OauthMetadata => "metadata was read from oauth-authorization-server".to_owned(),
            Self::Metadata => "metadata was read".to_owned(),
            Self::MetadataHas(name) => format!("the metadata has `{name}`"),
            Self::OpenidHas(name) => format!("the metadata at openid-configuration has `{name}`"),
            Self::OauthHas(name) => {
                format!("the metadata at oauth-authorization-server has `{name}`")
            }
            Self::Jwks => "the JWK set was fetched".to_owned(),
            Self::Registered => "a client was registered".to_owned(),
            Self::RegistrationHas(name) => format!("the registration response has `{name}`"),
            Self::TokenIssued => "a client credentials request succeeded".to_owned(),
            Self::TokenHas(name) => format!("the token response has `{name}`"),
            Self::Rfc9068 => "the access token is a JWT with typ at+jwt".to_owned(),
            Self::JwtShaped => "the access token has the form of a signed JWT".to_owned(),
            Self::Rfc9068Has(name) => {
                format!("the access token is a JWT with typ at+jwt and has the claim `{name}`")
            }
            Self::JwtHas(name) => {
                format!("the access token has the form of a signed JWT and has the claim `{name}`")
            }
            Self::KeyType(kty) => format!("the JWK set has a key with kty {kty}"),
            Self::KeyHas(name) => format!("the JWK set has a key with `{name}`"),
            Self::When(sentence, _) => (*sentence).to_owned(),
        }
    }
}

fn any_has(tokens: &[Jwt<'_>], claim: &str) -> bool {
    tokens.iter().any(|jwt| jwt.claim(claim).is_some())
}
