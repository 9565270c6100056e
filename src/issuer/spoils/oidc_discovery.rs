//! Spoils of the checks in `checks/oidc_discovery`.

use super::{Endpoint, How, Spoil};

const fn openid(id: &'static str, sentence: &'static str, how: &'static [How]) -> Spoil {
    Spoil {
        id,
        sentence,
        endpoint: Endpoint::Openid,
        how,
    }
}

pub(super) const SPOILS: &[Spoil] = &[
    openid(
        "openid-metadata-not-found",
        "The request for openid-configuration is answered with status 404.",
        &[How::Status(404)],
    ),
    openid(
        "openid-metadata-status-203",
        "The metadata at openid-configuration is served with status 203.",
        &[How::Status(203)],
    ),
    openid(
        "openid-metadata-content-type-text",
        "The metadata at openid-configuration is served as text/plain.",
        &[How::Header("content-type", Some("text/plain"))],
    ),
    openid(
        "openid-metadata-in-array",
        "The metadata at openid-configuration is an object inside an array.",
        &[How::Text("", r#"[{"issuer":"{issuer}"}]"#)],
    ),
    openid(
        "openid-metadata-claims-string",
        "The metadata at openid-configuration lists its claims in one string.",
        &[How::Body("/claims_supported", Some(r#""iss sub""#))],
    ),
    openid(
        "openid-metadata-acr-values-empty",
        "The metadata at openid-configuration has an empty list.",
        &[How::Body("/acr_values_supported", Some("[]"))],
    ),
    openid(
        "openid-metadata-issuer-trailing-slash",
        "The metadata at openid-configuration names the issuer with a slash at its end.",
        &[How::Body("/issuer", Some(r#""{issuer}/""#))],
    ),
    openid(
        "openid-metadata-issuer-with-query",
        "The metadata at openid-configuration names an issuer with a query.",
        &[How::Body("/issuer", Some(r#""{issuer}?tenant=1""#))],
    ),
    openid(
        "openid-metadata-authorization-endpoint-missing",
        "The metadata at openid-configuration has no authorization_endpoint.",
        &[How::Body("/authorization_endpoint", None)],
    ),
    openid(
        "openid-metadata-token-endpoint-missing",
        "The metadata at openid-configuration has no token_endpoint.",
        &[How::Body("/token_endpoint", None)],
    ),
    openid(
        "openid-metadata-jwks-uri-missing",
        "The metadata at openid-configuration has no jwks_uri.",
        &[How::Body("/jwks_uri", None)],
    ),
    openid(
        "openid-metadata-userinfo-endpoint-http",
        "The metadata at openid-configuration names the userinfo endpoint by an http URL.",
        &[How::Body(
            "/userinfo_endpoint",
            Some(r#""http://issuer.localhost/userinfo""#),
        )],
    ),
    openid(
        "openid-metadata-response-types-missing",
        "The metadata at openid-configuration has no response_types_supported.",
        &[How::Body("/response_types_supported", None)],
    ),
    openid(
        "openid-metadata-subject-types-missing",
        "The metadata at openid-configuration has no subject_types_supported.",
        &[How::Body("/subject_types_supported", None)],
    ),
    openid(
        "openid-metadata-id-token-algs-missing",
        "The metadata at openid-configuration has no id_token_signing_alg_values_supported.",
        &[How::Body("/id_token_signing_alg_values_supported", None)],
    ),
    openid(
        "openid-metadata-id-token-algs-without-rs256",
        "The metadata at openid-configuration lists ES256 alone for ID Tokens.",
        &[How::Body(
            "/id_token_signing_alg_values_supported",
            Some(r#"["ES256"]"#),
        )],
    ),
    openid(
        "openid-metadata-userinfo-endpoint-missing",
        "The metadata at openid-configuration has no userinfo_endpoint.",
        &[How::Body("/userinfo_endpoint", None)],
    ),
    openid(
        "openid-metadata-registration-endpoint-missing",
        "The metadata at openid-configuration has no registration_endpoint.",
        &[How::Body("/registration_endpoint", None)],
    ),
    openid(
        "openid-metadata-scopes-missing",
        "The metadata at openid-configuration has no scopes_supported.",
        &[How::Body("/scopes_supported", None)],
    ),
    openid(
        "openid-metadata-scopes-without-openid",
        "The metadata at openid-configuration lists scopes without openid.",
        &[How::Body(
            "/scopes_supported",
            Some(
                r#"["profile", "openactive-openbooking", "openactive-ordersfeed", "openactive-identity", "client-scope"]"#,
            ),
        )],
    ),
    openid(
        "openid-metadata-claims-missing",
        "The metadata at openid-configuration has no claims_supported.",
        &[How::Body("/claims_supported", None)],
    ),
    openid(
        "openid-metadata-token-auth-algs-with-none",
        "The metadata at openid-configuration offers none for signed client authentication.",
        &[How::Body(
            "/token_endpoint_auth_signing_alg_values_supported",
            Some(r#"["RS256", "none"]"#),
        )],
    ),
    openid(
        "openid-metadata-flag-string",
        "The metadata at openid-configuration gives a flag as a string.",
        &[How::Body(
            "/request_parameter_supported",
            Some(r#""false""#),
        )],
    ),
    openid(
        "openid-metadata-request-object-algs-without-rs256",
        "The metadata at openid-configuration lists ES256 alone for request objects.",
        &[How::Body(
            "/request_object_signing_alg_values_supported",
            Some(r#"["ES256"]"#),
        )],
    ),
    openid(
        "openid-metadata-grant-types-without-client-credentials",
        "The metadata at openid-configuration lists grant types without client_credentials.",
        &[How::Body(
            "/grant_types_supported",
            Some(r#"["authorization_code", "refresh_token"]"#),
        )],
    ),
    openid(
        "openid-metadata-auth-methods-without-basic",
        "The metadata at openid-configuration lists ways of client authentication without client_secret_basic.",
        &[How::Body(
            "/token_endpoint_auth_methods_supported",
            Some(r#"["client_secret_post", "none"]"#),
        )],
    ),
    openid(
        "openid-metadata-dynamic-without-id-token-token",
        "The metadata at openid-configuration is a dynamic provider's but for the response type id_token token.",
        &[
            How::Body("/response_types_supported", Some(r#"["code", "id_token"]"#)),
            How::Body(
                "/grant_types_supported",
                Some(
                    r#"["authorization_code", "implicit", "client_credentials", "refresh_token"]"#,
                ),
            ),
        ],
    ),
    openid(
        "openid-metadata-dynamic-without-implicit",
        "The metadata at openid-configuration is a dynamic provider's but for the grant type implicit.",
        &[How::Body(
            "/response_types_supported",
            Some(r#"["code", "id_token", "id_token token"]"#),
        )],
    ),
];
