//! What the issuer offers, once for its metadata, its registration and its endpoints.
//!
//! It is an authorization server *without end-users*. The client credentials grant works in full.
//! The authorization code grant is offered as far as it goes without anybody to sign in: clients
//! may register for it, the authorization endpoint validates requests and shows a sign-in page that
//! nobody can pass, and the token endpoint knows the grant type `authorization_code` but has issued
//! no code, so that each that is presented is an `invalid_grant`. Refresh tokens work; since nobody
//! can sign in, only whoever runs the issuer can have one made. That makes every member that OpenID
//! Connect Discovery 1.0 §3 requires a true statement, and lets a client register the grant types
//! that it wants.

/// Scope values that the issuer knows. Only [`CLIENT_SCOPES`] are for clients that act for
/// themselves.
pub(super) const SCOPES: &[&str] = &[
    "openid",
    "profile",
    "openactive-openbooking",
    "openactive-ordersfeed",
    "openactive-identity",
    "client-scope",
];

/// Scope values that the client credentials grant can give; the others are about an end-user's data
/// or bookings.
pub(super) const CLIENT_SCOPES: &[&str] = &[ORDERS_FEED_SCOPE, "client-scope", OWN_SCOPE];

/// The scope of an issuer that has a scope of its own alone; registered for nobody else.
pub(super) const OWN_SCOPE: &str = "embedded-scope";

/// The scope that the orders feed asks for.
pub(super) const ORDERS_FEED_SCOPE: &str = "openactive-ordersfeed";

pub(super) const CLIENT_CREDENTIALS: &str = "client_credentials";
pub(super) const AUTHORIZATION_CODE: &str = "authorization_code";
pub(super) const REFRESH_TOKEN: &str = "refresh_token";

/// Grant types that the token endpoint knows.
pub(super) const GRANT_TYPES: &[&str] = &[AUTHORIZATION_CODE, CLIENT_CREDENTIALS, REFRESH_TOKEN];

/// Response types that the authorization endpoint knows.
pub(super) const RESPONSE_TYPES: &[&str] = &["code"];

pub(super) const BASIC: &str = "client_secret_basic";
pub(super) const POST: &str = "client_secret_post";
pub(super) const SECRET_JWT: &str = "client_secret_jwt";
pub(super) const KEY_JWT: &str = "private_key_jwt";
pub(super) const NONE: &str = "none";

/// Ways for a client to authenticate at the token and the revocation endpoint.
pub(super) const AUTHENTICATION_METHODS: &[&str] = &[BASIC, POST, SECRET_JWT, KEY_JWT, NONE];

/// Ways for a client to authenticate at the introspection endpoint, which no public client may use.
pub(super) const CONFIDENTIAL_METHODS: &[&str] = &[BASIC, POST, SECRET_JWT, KEY_JWT];

/// Algorithms of the assertions that clients authenticate with.
pub(super) const ASSERTION_ALGORITHMS: &[&str] = &["RS256", "PS256", "ES256", "HS256"];

/// The algorithms of the assertions of a method; none for a method without assertions.
pub(super) fn assertion_algorithms(method: &str) -> &'static [&'static str] {
    match method {
        SECRET_JWT => &["HS256"],
        KEY_JWT => &["RS256", "PS256", "ES256"],
        _ => &[],
    }
}

/// Algorithms that the published keys are for.
pub(super) const SIGNING_ALGORITHMS: &[&str] = &["RS256", "ES256"];

/// The lifetime of an access token, in seconds: the 15 minutes that the OpenActive Open Booking API
/// recommends, which also keeps to the hour of RFC 6750 §5.3.
pub(super) const TOKEN_LIFETIME: i64 = 900;

/// The lifetime of a refresh token, in seconds.
pub(super) const REFRESH_TOKEN_LIFETIME: i64 = 30 * 24 * 60 * 60;

/// The protection space that challenges name (RFC 9110 §11.5).
pub(super) const REALM: &str = "issuercheck";
