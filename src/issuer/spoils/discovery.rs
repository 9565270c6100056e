//! Spoils of the checks in `checks/discovery`: most spoil the document of RFC 8414 alone, so that nothing but the rule is
//! broken and every scenario, which goes by the other location, runs on.

use super::{Endpoint, How, Spoil};

const fn oauth(id: &'static str, sentence: &'static str, how: &'static [How]) -> Spoil {
    Spoil {
        id,
        sentence,
        endpoint: Endpoint::Oauth,
        how,
    }
}

/// The members of metadata that most of these are about.
const METHODS: &str = "/token_endpoint_auth_methods_supported";
const ALGORITHMS: &str = "/token_endpoint_auth_signing_alg_values_supported";
const PKCE: &str = "/code_challenge_methods_supported";

pub(super) const SPOILS: &[Spoil] = &[
    oauth(
        "oauth-metadata-issuer-trailing-slash",
        "The metadata at oauth-authorization-server names the issuer with a slash at its end.",
        &[How::Body("/issuer", Some(r#""{issuer}/""#))],
    ),
    oauth(
        "oauth-metadata-content-type-html",
        "The metadata at oauth-authorization-server is served as text/html.",
        &[How::Header("content-type", Some("text/html"))],
    ),
    oauth(
        "oauth-metadata-status-203",
        "The metadata at oauth-authorization-server is served with status 203.",
        &[How::Status(203)],
    ),
    oauth(
        "oauth-metadata-scopes-empty",
        "The metadata at oauth-authorization-server lists no scope in an empty array.",
        &[How::Body("/scopes_supported", Some("[]"))],
    ),
    oauth(
        "oauth-metadata-issuer-missing",
        "The metadata at oauth-authorization-server has no issuer.",
        &[How::Body("/issuer", None)],
    ),
    oauth(
        "oauth-metadata-token-endpoint-missing",
        "The metadata at oauth-authorization-server has no token_endpoint.",
        &[How::Body("/token_endpoint", None)],
    ),
    oauth(
        "oauth-metadata-authorization-endpoint-missing",
        "The metadata at oauth-authorization-server lists authorization_code and has no authorization_endpoint.",
        &[How::Body("/authorization_endpoint", None)],
    ),
    oauth(
        "oauth-metadata-response-types-missing",
        "The metadata at oauth-authorization-server has no response_types_supported.",
        &[How::Body("/response_types_supported", None)],
    ),
    oauth(
        "oauth-metadata-jwks-uri-http",
        "The metadata at oauth-authorization-server gives jwks_uri as an http URL.",
        &[How::Body(
            "/jwks_uri",
            Some(r#""http://issuer.localhost/jwks""#),
        )],
    ),
    oauth(
        "oauth-metadata-scopes-missing",
        "The metadata at oauth-authorization-server has no scopes_supported.",
        &[How::Body("/scopes_supported", None)],
    ),
    oauth(
        "oauth-metadata-auth-signing-algs-missing",
        "The metadata at oauth-authorization-server lists private_key_jwt and no signing algorithms.",
        &[How::Body(ALGORITHMS, None)],
    ),
    oauth(
        "oauth-metadata-auth-signing-algs-without-rs256",
        "The metadata at oauth-authorization-server lists private_key_jwt with PS512 alone.",
        &[How::Body(ALGORITHMS, Some(r#"["PS512"]"#))],
    ),
    oauth(
        "oauth-metadata-revocation-auth-signing-algs-missing",
        "The metadata at oauth-authorization-server lists private_key_jwt for revocation and no signing algorithms.",
        &[How::Body(
            "/revocation_endpoint_auth_signing_alg_values_supported",
            None,
        )],
    ),
    oauth(
        "oauth-metadata-introspection-auth-signing-algs-with-none",
        "The metadata at oauth-authorization-server lists none as a signing algorithm for introspection.",
        &[How::Body(
            "/introspection_endpoint_auth_signing_alg_values_supported",
            Some(r#"["RS256", "none"]"#),
        )],
    ),
    oauth(
        "oauth-metadata-auth-method-not-registered",
        "The metadata at oauth-authorization-server lists basic as an authentication method.",
        &[How::Body(
            METHODS,
            Some(r#"["client_secret_basic", "client_secret_post", "none", "basic"]"#),
        )],
    ),
    oauth(
        "oauth-metadata-ui-locale-with-underscore",
        "The metadata at oauth-authorization-server lists en_GB as a language.",
        &[How::Body("/ui_locales_supported", Some(r#"["en_GB"]"#))],
    ),
    oauth(
        "oauth-metadata-signed-with-none",
        "The metadata at oauth-authorization-server has an unsigned JWT as signed_metadata.",
        &[How::Body(
            "/signed_metadata",
            Some(r#""eyJhbGciOiJub25lIn0.eyJpc3MiOiJodHRwczovL2FzLmV4YW1wbGUifQ.""#),
        )],
    ),
    oauth(
        "oauth-metadata-scope-with-space",
        "The metadata at oauth-authorization-server lists two scope values as one.",
        &[How::Body(
            "/scopes_supported",
            Some(r#"["openid", "openactive-openbooking", "openactive-ordersfeed", "read write"]"#),
        )],
    ),
    oauth(
        "oauth-metadata-authorization-endpoint-fragment",
        "The metadata at oauth-authorization-server gives authorization_endpoint with a fragment.",
        &[How::Body(
            "/authorization_endpoint",
            Some(r#""{issuer}/#/authorize""#),
        )],
    ),
    oauth(
        "oauth-metadata-token-endpoint-fragment",
        "The metadata at oauth-authorization-server gives token_endpoint with a fragment.",
        &[How::Body("/token_endpoint", Some(r#""{issuer}/token#v1""#))],
    ),
    oauth(
        "oauth-metadata-pkce-plain-alone",
        "The metadata at oauth-authorization-server lists plain as the only code challenge method.",
        &[How::Body(PKCE, Some(r#"["plain"]"#))],
    ),
    Spoil {
        id: "metadata-pkce-missing",
        sentence: "The metadata lists no code challenge methods.",
        endpoint: Endpoint::Metadata,
        how: &[How::Body(PKCE, None)],
    },
    oauth(
        "oauth-metadata-pkce-plain-offered",
        "The metadata at oauth-authorization-server lists plain beside S256.",
        &[How::Body(PKCE, Some(r#"["plain", "S256"]"#))],
    ),
    oauth(
        "oauth-metadata-password-grant",
        "The metadata at oauth-authorization-server lists the grant type password.",
        &[How::Body("/grant_types_supported/-", Some(r#""password""#))],
    ),
    oauth(
        "oauth-metadata-response-type-token",
        "The metadata at oauth-authorization-server lists the response type token.",
        &[How::Body(
            "/response_types_supported",
            Some(r#"["code", "token"]"#),
        )],
    ),
    oauth(
        "oauth-metadata-par-required-without-endpoint",
        "The metadata at oauth-authorization-server requires pushed authorization requests and names no endpoint for them.",
        &[How::Body(
            "/require_pushed_authorization_requests",
            Some("true"),
        )],
    ),
    oauth(
        "oauth-metadata-dpop-symmetric-algorithm",
        "The metadata at oauth-authorization-server lists HS256 for DPoP proofs.",
        &[How::Body(
            "/dpop_signing_alg_values_supported",
            Some(r#"["HS256"]"#),
        )],
    ),
    oauth(
        "oauth-metadata-certificate-bound-flag-string",
        "The metadata at oauth-authorization-server gives tls_client_certificate_bound_access_tokens as a string.",
        &[How::Body(
            "/tls_client_certificate_bound_access_tokens",
            Some(r#""true""#),
        )],
    ),
    Spoil {
        id: "openid-metadata-null-member",
        sentence: "The metadata at openid-configuration shows a member without value as null.",
        endpoint: Endpoint::Openid,
        how: &[How::Body("/service_documentation", Some("null"))],
    },
];
