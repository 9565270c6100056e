//! What an exchange is for: the normal course of a flow, or a question that a normal run does not ask.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

macro_rules! probes {
    ($($variant:ident = $name:literal: $purpose:literal,)*) => {
        #[expect(clippy::doc_markdown, reason = "purposes are printed as plain text")]
        /// The purpose of an exchange beyond its action; rooms find what they judge by it.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Probe {
            /// The normal course of a flow.
            #[default]
            Plain,
            /// An answer to another question than the one asked: the server wants to be asked later (429, or 503 with
            /// `Retry-After`), a token for one use was used up, a client was not known yet, or a scope had to be named.
            Aside,
            $(#[doc = $purpose] $variant,)*
        }

        impl Probe {
            /// Every probe that a scenario can name, in the order of the flows.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The name, as in a scenario.
            pub fn name(self) -> &'static str {
                match self {
                    Self::Plain => "plain",
                    Self::Aside => "aside",
                    $(Self::$variant => $name,)*
                }
            }

            /// What is asked, as a clause.
            pub fn purpose(self) -> &'static str {
                match self {
                    Self::Plain => "the normal course of the flow",
                    Self::Aside => "the answer is to another question than the one asked",
                    $(Self::$variant => $purpose,)*
                }
            }
        }
    };
}

probes! {
    // Metadata and transport.
    OpenidSlashKept = "openid-slash-kept": "the metadata of an issuer with a path is asked for with the issuer's final slash kept",
    OpenidInserted = "openid-inserted": "OpenID Provider metadata is asked for with the well-known segment before the issuer's path",
    OauthSlashKept = "oauth-slash-kept": "authorization server metadata is asked for with the final slash of the issuer's path kept",
    OauthAppended = "oauth-appended": "authorization server metadata is asked for with the well-known segment after the issuer's path",
    OauthPlainLocation = "oauth-plain-location": "authorization server metadata is asked for at the host alone, though the issuer has a path",
    CrossOrigin = "cross-origin": "a script of another origin asks, as a browser does",
    Tls13 = "tls13": "a TLS handshake offers versions 1.2 and 1.3",
    Tls12 = "tls12": "a TLS handshake offers version 1.2 alone",
    Tls11 = "tls11": "a TLS handshake offers version 1.1 alone",
    Tls10 = "tls10": "a TLS handshake offers version 1.0 alone",
    Ssl3 = "ssl3": "a handshake offers SSL 3.0 alone",
    PlainHttp = "plain-http": "the token endpoint is asked over http, with made-up credentials",
    UnsupportedMethod = "unsupported-method": "an endpoint is asked with a method that it has no use for",
    // Registration.
    SecondClient = "second-client": "a second client is registered, with other metadata than the first",
    UnknownMetadata = "unknown-metadata": "a registration has a member that no specification knows",
    PublicClient = "public-client": "a client without a secret is registered (token_endpoint_auth_method none)",
    JwksAndJwksUri = "jwks-and-jwks-uri": "a registration has both jwks and jwks_uri",
    GrantResponseMismatch = "grant-response-mismatch": "a registration has grant types and response types that contradict each other",
    OpenRegistration = "open-registration": "a client is registered without an initial access token",
    WrongInitialAccessToken = "wrong-initial-access-token": "a client is registered with a made-up initial access token",
    RedirectUriFragment = "redirect-uri-fragment": "a registration has a redirection URI with a fragment",
    RedirectUriRelative = "redirect-uri-relative": "a registration has a relative redirection URI",
    RedirectUriEmpty = "redirect-uri-empty": "a registration has an empty redirection URI",
    RedirectUriRemoteHttp = "redirect-uri-remote-http": "a registration has a redirection URI of another host without TLS",
    WebImplicitHttp = "web-implicit-http": "a web client with the implicit grant registers an http redirection URI",
    NativeRemoteHttps = "native-remote-https": "a native client registers an https redirection URI of another host",
    RedirectUrisMissing = "redirect-uris-missing": "a client of a redirect-based grant registers without redirection URIs",
    IdTokenAlgNone = "id-token-alg-none": "a registration asks for unsigned ID Tokens from the authorization endpoint",
    AuthSigningAlgNone = "auth-signing-alg-none": "a registration asks for unsigned client assertions",
    PrivateKeyInJwks = "private-key-in-jwks": "a registration has a private key in its jwks",
    InitiateLoginUriHttp = "initiate-login-uri-http": "a registration has an initiate_login_uri without TLS",
    SoftwareStatement = "software-statement": "a registration has a software statement that the server trusts, and other values beside it",
    BrokenSoftwareStatement = "broken-software-statement": "a registration has a software statement whose signature is broken",
    ChosenClientId = "chosen-client-id": "a registration brings a client_id and a client_secret of its own",
    MalformedJson = "malformed-json": "a registration's body is JSON cut short",
    JsonArray = "json-array": "a registration's body is a JSON array",
    WrongMemberType = "wrong-member-type": "a registration has a string where a list belongs",
    CodeOnlyClient = "code-only-client": "a client is registered for the authorization code grant alone",
    // Client configuration.
    ManagedClient = "managed-client": "a client is registered to be read, changed and deleted",
    Read = "read": "a client is read with its own registration access token",
    ReadAgain = "read-again": "the same client is read a second time",
    ReadWithoutToken = "read-without-token": "a client is read without a registration access token",
    ReadWrongToken = "read-wrong-token": "a client is read with a made-up registration access token",
    UpdateWrongToken = "update-wrong-token": "a client is updated with a made-up registration access token",
    DeleteWrongToken = "delete-wrong-token": "a client is deleted with a made-up registration access token",
    ReadOtherClientsToken = "read-other-clients-token": "a client is read with the registration access token of another client",
    ReadUnknownClient = "read-unknown-client": "a client that does not exist is read",
    Update = "update": "a client is updated",
    ReadUpdated = "read-updated": "a client is read after an update",
    UpdateOmitting = "update-omitting": "an update leaves out a member that was registered",
    ReadOmitted = "read-omitted": "a client is read after an update that left out a member",
    UpdateOtherClientId = "update-other-client-id": "an update names another client_id",
    ReadAfterOtherClientId = "read-after-other-client-id": "a client is read after an update that named another client_id",
    UpdateOwnSecret = "update-own-secret": "an update brings a client_secret of the client's choice",
    ChosenSecretUsed = "chosen-secret-used": "the secret of the client's choice is tried at the token endpoint",
    UpdateInvalid = "update-invalid": "an update has invalid metadata",
    ReadAfterInvalid = "read-after-invalid": "a client is read after an update with invalid metadata",
    Patch = "patch": "a client configuration endpoint is asked with PATCH",
    ReadPatched = "read-patched": "a client is read after a PATCH",
    LiveIntrospected = "live-introspected": "a token is introspected while it lives",
    LiveUsed = "live-used": "a token is used at a protected resource while it lives",
    TokenBeforeDeletion = "token-before-deletion": "a client that is about to be deleted asks for a token",
    Delete = "delete": "a client is deleted",
    ReadDeleted = "read-deleted": "a deleted client is read",
    DeletedClientToken = "deleted-client-token": "a deleted client asks for a token",
    DeletedClientsTokenIntrospected = "deleted-clients-token-introspected": "a token of a deleted client is introspected by another client",
    DeletedClientsTokenUsed = "deleted-clients-token-used": "a token of a deleted client is used at a protected resource",
    // Token requests.
    NoScope = "no-scope": "a token is asked for without a scope",
    EmptyScope = "empty-scope": "a token is asked for with an empty scope",
    EmptyResource = "empty-resource": "a token is asked for with an empty resource",
    ScopeOrder = "scope-order": "a token is asked for with two scope values",
    ScopeReversed = "scope-reversed": "a token is asked for with the same scope values the other way round",
    CredentialsInQuery = "credentials-in-query": "a client authenticates in the query of the URL alone",
    UnknownParameter = "unknown-parameter": "a token request has a parameter that no specification knows",
    CharsetParameter = "charset-parameter": "a token request's content type has a charset parameter",
    MalformedTarget = "malformed-target": "a token is asked for a resource that is no absolute URI, or has a fragment",
    ResourceIndicator = "resource-indicator": "a token is asked for one protected resource",
    MethodClientSecretBasic = "method-client-secret-basic": "a client authenticates with client_secret_basic",
    MethodClientSecretPost = "method-client-secret-post": "a client authenticates with client_secret_post",
    MethodClientSecretJwt = "method-client-secret-jwt": "a client authenticates with client_secret_jwt",
    MethodPrivateKeyJwt = "method-private-key-jwt": "a client authenticates with private_key_jwt",
    MethodClient = "method-client": "a client is registered for one authentication method",
    TwoScopesClient = "two-scopes-client": "a client is registered with two scope values",
    ResourceIndicatorIntrospected = "resource-indicator-introspected": "a token for one protected resource is introspected",
    BookingClient = "booking-client": "a client is registered with a booking scope",
    BookingScope = "booking-scope": "a client asks for a booking scope with its own credentials",
    SecondToken = "second-token": "the same client asks for a second token",
    OtherTokensClient = "other-tokens-client": "a second client is registered, to ask for a token",
    OtherClientsToken = "other-clients-token": "another client asks for a token",
    // Token requests that are wrong.
    TwoAuthMethods = "two-auth-methods": "a client authenticates in the header and in the body",
    UnauthorizedGrant = "unauthorized-grant": "a client asks for a token with a grant that it is not registered for",
    PublicClientGrant = "public-client-grant": "a client without a secret asks for a token with the client credentials grant",
    WrongSecretClient = "wrong-secret-client": "a client is registered whose secret is then guessed",
    RefreshClient = "refresh-client": "a client is registered that may use refresh tokens",
    PublicCredentialsClient = "public-credentials-client": "a client without a secret is registered for the client credentials grant",
    UnknownClient = "unknown-client": "a client that does not exist asks for a token",
    WrongSecret = "wrong-secret": "a client asks for a token with a wrong secret, in the header",
    WrongSecretPost = "wrong-secret-post": "a client asks for a token with a wrong secret, in the body",
    NoAuthentication = "no-authentication": "a client with a secret asks for a token without authenticating",
    NoClient = "no-client": "a token is asked for without naming a client",
    UnknownGrantType = "unknown-grant-type": "a token is asked for with a grant type that does not exist",
    NoGrantType = "no-grant-type": "a token is asked for without a grant type",
    UnknownScope = "unknown-scope": "a token is asked for with a scope that does not exist",
    MalformedScope = "malformed-scope": "a token is asked for with a scope that has a character no scope has",
    MadeUpCode = "made-up-code": "a token is asked for with a made-up authorization code",
    MadeUpRefreshToken = "made-up-refresh-token": "a token is asked for with a made-up refresh token",
    RepeatedGrantType = "repeated-grant-type": "a token request has its grant type twice",
    RepeatedScope = "repeated-scope": "a token request has two scope parameters",
    GetToken = "get-token": "a token is asked for with GET",
    BasicWithoutColon = "basic-without-colon": "a token request's Basic credentials have no colon",
    BasicNotBase64 = "basic-not-base64": "a token request's Basic credentials are no base64",
    JsonBody = "json-body": "a token request's body is JSON",
    EmptyBody = "empty-body": "a token request has no body",
    BrokenPercentEncoding = "broken-percent-encoding": "a token request's body ends within a percent-encoding",
    // Client assertions.
    AssertionClient = "assertion-client": "a client is registered that authenticates with assertions",
    Assertion = "assertion": "a client authenticates with an assertion that has nothing wrong with it",
    AssertionOtherAudience = "assertion-other-audience": "a client assertion is meant for another server",
    AssertionIssuerAudience = "assertion-issuer-audience": "a client assertion has the issuer as its audience",
    AssertionEndpointAudience = "assertion-endpoint-audience": "a client assertion has the token endpoint as its audience",
    AssertionExpired = "assertion-expired": "a client assertion has expired",
    AssertionWithoutExp = "assertion-without-exp": "a client assertion has no exp claim",
    AssertionOtherSubject = "assertion-other-subject": "a client assertion names another client as its subject",
    AssertionOtherIssuer = "assertion-other-issuer": "a client assertion names another client as its issuer",
    AssertionWithoutSubject = "assertion-without-subject": "a client assertion has no sub claim",
    AssertionBrokenSignature = "assertion-broken-signature": "a client assertion has a broken signature",
    AssertionOtherKey = "assertion-other-key": "a client assertion is signed with a key that the client has not registered",
    AssertionUnsigned = "assertion-unsigned": "a client assertion is not signed",
    AssertionNotYetValid = "assertion-not-yet-valid": "a client assertion is not valid yet",
    AssertionOtherClientId = "assertion-other-client-id": "a client_id parameter beside an assertion names another client",
    AssertionReplayed = "assertion-replayed": "a client assertion is used a second time",
    AssertionOtherAlgorithm = "assertion-other-algorithm": "a client assertion is signed with another algorithm than the client registered",
    AssertionAlgorithmClient = "assertion-algorithm-client": "a client is registered that signs its assertions with one algorithm",
    AssertionRegisteredAlgorithm = "assertion-registered-algorithm": "a client assertion is signed with the algorithm that the client registered",
    AssertionPublicKeyAsSecret = "assertion-public-key-as-secret": "a client assertion is signed with the client's public key as a shared secret",
    // Introspection.
    IntrospectionClient = "introspection-client": "a second client is registered, which introspects tokens of the first",
    Introspect = "introspect": "a new token is introspected",
    IntrospectWithoutAuthentication = "introspect-without-authentication": "a token is introspected by nobody in particular",
    IntrospectWrongSecret = "introspect-wrong-secret": "a token is introspected with a wrong secret",
    IntrospectUnknown = "introspect-unknown": "a made-up token is introspected",
    IntrospectWrongHint = "introspect-wrong-hint": "a token is introspected with the hint of another type",
    IntrospectByOtherClient = "introspect-by-other-client": "a token is introspected by another client than the one it was issued to",
    IntrospectRevoked = "introspect-revoked": "a revoked token is introspected",
    IntrospectExpired = "introspect-expired": "an expired token is introspected",
    IntrospectTampered = "introspect-tampered": "a token whose claims were changed is introspected",
    IntrospectWithoutToken = "introspect-without-token": "an introspection request has no token",
    IntrospectGet = "introspect-get": "a token is introspected with GET",
    TokenToIntrospect = "token-to-introspect": "a token is asked for, to be revoked and introspected",
    RevokeToIntrospect = "revoke-to-introspect": "a token is revoked, to be introspected",
    UseBesideIntrospection = "use-beside-introspection": "a token that was revoked and introspected is used at a protected resource",
    // Revocation.
    RevocationClient = "revocation-client": "a client is registered whose tokens are revoked",
    TokenToRevoke = "token-to-revoke": "a token is asked for, to be revoked",
    Revoke = "revoke": "a token is revoked",
    RevokeAgain = "revoke-again": "the same token is revoked a second time",
    RevokeUnknown = "revoke-unknown": "a made-up token is revoked",
    RevokeWrongHint = "revoke-wrong-hint": "a token is revoked with the hint of another type",
    RevokeUnknownHint = "revoke-unknown-hint": "a token is revoked with a hint that does not exist",
    RevokeWrongSecret = "revoke-wrong-secret": "a token is revoked with a wrong secret",
    RevokeByOtherClient = "revoke-by-other-client": "a token is revoked by another client than the one it was issued to",
    RevokeWithoutToken = "revoke-without-token": "a revocation request has no token",
    RevokeRefreshToken = "revoke-refresh-token": "a refresh token is revoked",
    RefreshToRevoke = "refresh-to-revoke": "a refresh token is used before it is revoked",
    RefreshRevoked = "refresh-revoked": "a revoked refresh token is used",
    RevokedIntrospected = "revoked-introspected": "a token is introspected after it was revoked",
    RevokedUsed = "revoked-used": "a token is used at a protected resource after it was revoked",
    KeptIntrospected = "kept-introspected": "a token is introspected after a revocation that must not succeed",
    KeptUsed = "kept-used": "a token is used at a protected resource after a revocation that must not succeed",
    WrongHintIntrospected = "wrong-hint-introspected": "a token is introspected after it was revoked with the hint of another type",
    WrongHintUsed = "wrong-hint-used": "a token is used at a protected resource after it was revoked with the hint of another type",
    UnknownHintIntrospected = "unknown-hint-introspected": "a token is introspected after it was revoked with a hint that does not exist",
    UnknownHintUsed = "unknown-hint-used": "a token is used at a protected resource after it was revoked with a hint that does not exist",
    // Protected resources.
    Resource = "resource": "a protected resource is asked with a token",
    ResourceLowercaseScheme = "resource-lowercase-scheme": "a protected resource is asked with the scheme in lower case",
    ResourceWithoutToken = "resource-without-token": "a protected resource is asked without a token",
    ResourceMadeUpToken = "resource-made-up-token": "a protected resource is asked with a made-up token",
    ResourceWrongScope = "resource-wrong-scope": "a protected resource is asked with a token of another scope",
    ResourceTwoMethods = "resource-two-methods": "a protected resource is asked with a token in the header and a second time elsewhere",
    ResourceQueryToken = "resource-query-token": "a protected resource is asked with a token in the query alone",
    ResourceExpiredToken = "resource-expired-token": "a protected resource is asked with an expired token",
    ResourceTamperedToken = "resource-tampered-token": "a protected resource is asked with a token whose claims were changed",
    ResourceUnsignedToken = "resource-unsigned-token": "a protected resource is asked with a token of the algorithm none",
    ResourceForeignTyp = "resource-foreign-typ": "a protected resource is asked with a JWT of another type",
    UserinfoWithoutToken = "userinfo-without-token": "the userinfo endpoint is asked without a token",
    UserinfoMadeUpToken = "userinfo-made-up-token": "the userinfo endpoint is asked with a made-up token",
    OtherScopeClient = "other-scope-client": "a client is registered for another scope",
    TokenOfOtherScope = "token-of-other-scope": "a token of another scope is asked for",
}

impl Probe {
    /// The probe of this name.
    pub fn named(name: &str) -> Option<Self> {
        let mut all = [Self::Plain, Self::Aside]
            .into_iter()
            .chain(Self::ALL.iter().copied());
        all.find(|probe| probe.name() == name)
    }

    /// Whether this is the normal course of a flow.
    pub fn is_plain(&self) -> bool {
        *self == Self::Plain
    }
}

impl Serialize for Probe {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for Probe {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        Self::named(&name).ok_or_else(|| D::Error::custom(format!("there is no probe `{name}`")))
    }
}

impl JsonSchema for Probe {
    fn schema_name() -> Cow<'static, str> {
        "Probe".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let all = [Self::Plain, Self::Aside];
        let names = all.iter().chain(Self::ALL).map(|probe| probe.name());
        json_schema!({
            "description": "What an exchange asks beyond its action; `plain` is the normal course of a flow.",
            "enum": names.collect::<Vec<_>>(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_probe_is_found_by_its_name() {
        for probe in Probe::ALL {
            assert_eq!(Probe::named(probe.name()), Some(*probe));
        }
    }
}
