//! The parts of a request that a scenario says in its own words: how a client authenticates, and what no action can say.

use super::Template;

/// How a client authenticates at an endpoint (RFC 6749 §2.3).
#[derive(Clone, Debug, PartialEq)]
pub enum ClientAuth {
    /// Not at all.
    None,
    /// HTTP Basic, id and secret form-urlencoded first (RFC 6749 §2.3.1).
    Basic {
        /// The client id.
        client_id: Template,
        /// The client secret.
        client_secret: Template,
    },
    /// Id and secret as parameters of the form, after the others (RFC 6749 §2.3.1).
    Post {
        /// The client id.
        client_id: Template,
        /// The client secret.
        client_secret: Template,
    },
    /// An assertion signed with a key that the tool made (`private_key_jwt`, RFC 7523 §2.2).
    PrivateKeyJwt {
        /// The client id.
        client_id: Template,
        /// The name of the key.
        key: String,
        /// How the assertion departs from a good one.
        assertion: Assertion,
    },
    /// An assertion signed with the client secret (`client_secret_jwt`, OpenID Connect Core 1.0 §9).
    SecretJwt {
        /// The client id.
        client_id: Template,
        /// The client secret.
        client_secret: Template,
        /// How the assertion departs from a good one.
        assertion: Assertion,
    },
}

/// A client assertion.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Assertion {
    /// How it departs from a good one.
    pub change: Option<AssertionChange>,
    /// The JWS algorithm; the key's own, or HS256 for a secret, where nothing is said.
    pub alg: Option<String>,
    /// The audience; the issuer, where nothing is said.
    pub audience: Option<Template>,
}

/// One way in which a client assertion is wrong, or unusual.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AssertionChange {
    /// `aud` is another server.
    OtherAudience,
    /// `aud` is the token endpoint.
    EndpointAudience,
    /// `exp` was five minutes ago.
    Expired,
    /// There is no `exp`.
    WithoutExp,
    /// `sub` is another client.
    OtherSubject,
    /// `iss` is another client.
    OtherIssuer,
    /// There is no `sub`.
    WithoutSubject,
    /// One bit of the signature is another.
    BrokenSignature,
    /// It is signed with a key, or a secret, that is not the client's.
    OtherKey,
    /// `alg` is `none`, and the signature is empty.
    Unsigned,
    /// `nbf` is in ten minutes.
    NotYetValid,
    /// It is signed with HS256, the secret being the PEM text of the client's public key.
    PublicPemAsSecret,
    /// It is signed with HS256, the secret being the JWK text of the client's public key.
    PublicJwkAsSecret,
}

/// A request that no action can express.
#[derive(Clone, Debug, PartialEq)]
pub struct Raw {
    /// The method.
    pub method: String,
    /// The URL.
    pub url: Template,
    /// Parameters that are added to the URL's query, in order.
    pub query: Vec<(String, Template)>,
    /// Header fields, in order; `accept`, `accept-encoding`, `host` and `content-length` are added where absent.
    pub headers: Vec<(String, Template)>,
    /// How the client authenticates.
    pub auth: ClientAuth,
    /// The bearer token; without it, or where it is absent, there is none.
    pub bearer: Option<Template>,
    /// The parameters of a form in the body, in order.
    pub form: Option<Vec<(String, Template)>>,
    /// The body, where it is no form.
    pub body: Option<Template>,
    /// What is below HTTP.
    pub over: Over,
}

/// What a request is sent over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Over {
    /// What the URL says, with every version of TLS that is fit for use.
    #[default]
    Usual,
    /// TLS 1.3 or 1.2, as the server chooses.
    Tls13,
    /// TLS 1.2 alone.
    Tls12,
    /// A handshake that offers TLS 1.1 alone, and goes no further than the server's answer.
    Tls11,
    /// The same with TLS 1.0.
    Tls10,
    /// The same with SSL 3.0.
    Ssl3,
    /// http, at the port that is configured for it, whatever the URL's scheme and port are.
    PlainHttp,
}
