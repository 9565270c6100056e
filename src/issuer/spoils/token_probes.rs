//! Spoils of how the token endpoint refuses requests.

use super::{Endpoint, How, Spoil};

/// A refusal for the scope.
const SCOPE: Endpoint = Endpoint::Error(&Endpoint::Token, "invalid_scope");

/// A refusal of an unknown grant type.
const GRANT_TYPE: Endpoint = Endpoint::Error(&Endpoint::Token, "unsupported_grant_type");

/// A refusal of a client that could not authenticate.
const CLIENT: Endpoint = Endpoint::Error(&Endpoint::Token, "invalid_client");

const fn spoil(
    id: &'static str,
    sentence: &'static str,
    endpoint: Endpoint,
    how: &'static [How],
) -> Spoil {
    Spoil {
        id,
        sentence,
        endpoint,
        how,
    }
}

pub(super) const SPOILS: &[Spoil] = &[
    spoil(
        "token-error-status-422",
        "A token request is refused for its scope with status 422.",
        SCOPE,
        &[How::Status(422)],
    ),
    spoil(
        "token-error-status-200",
        "A token request is refused for its grant type with status 200.",
        GRANT_TYPE,
        &[How::Status(200)],
    ),
    spoil(
        "token-error-content-type-text",
        "A token request is refused for its grant type with JSON that is served as text/plain.",
        GRANT_TYPE,
        &[How::Header("content-type", Some("text/plain"))],
    ),
    spoil(
        "token-error-nested",
        "A token request is refused for its grant type with an object as error.",
        GRANT_TYPE,
        &[How::Body(
            "/error",
            Some(r#"{"code":"unsupported_grant_type"}"#),
        )],
    ),
    spoil(
        "token-error-quoted",
        "A token request is refused for its scope with quotes in the error code.",
        SCOPE,
        &[How::Body("/error", Some(r#""\"invalid_scope\"""#))],
    ),
    spoil(
        "token-error-description-quoted",
        "A token request is refused for its scope with quotes in the description.",
        SCOPE,
        &[How::Body(
            "/error_description",
            Some(r#""The \"scope\" is not known.""#),
        )],
    ),
    spoil(
        "token-error-uri-space",
        "A token request is refused for its scope with a space in the error_uri.",
        SCOPE,
        &[How::Body(
            "/error_uri",
            Some(r#""{issuer}/errors/invalid scope""#),
        )],
    ),
    spoil(
        "token-invalid-client-400",
        "A client that could not authenticate at the token endpoint is refused with status 400.",
        CLIENT,
        &[How::Status(400)],
    ),
    spoil(
        "token-challenge-bearer",
        "A client that could not authenticate at the token endpoint is asked for a bearer token.",
        CLIENT,
        &[How::Header(
            "www-authenticate",
            Some(r#"Bearer realm="as""#),
        )],
    ),
    spoil(
        "basic-challenge-without-realm",
        "A client that could not authenticate at the token endpoint gets a Basic challenge without a realm.",
        CLIENT,
        &[How::Header("www-authenticate", Some("Basic"))],
    ),
    spoil(
        "unknown-grant-type-invalid-request",
        "An unknown grant type is refused with the error invalid_request.",
        GRANT_TYPE,
        &[How::Body("/error", Some(r#""invalid_request""#))],
    ),
    spoil(
        "missing-grant-type-invalid-grant",
        "A token request without a grant type is refused with the error invalid_grant.",
        Endpoint::Error(&Endpoint::Token, "invalid_request"),
        &[How::Text(
            r#""invalid_request","error_description":"The grant_type is missing."#,
            r#""invalid_grant","error_description":"The grant_type is missing."#,
        )],
    ),
    spoil(
        "unauthorized-client-invalid-grant",
        "A client that may not use a grant type is refused with the error invalid_grant.",
        Endpoint::Error(&Endpoint::Token, "unauthorized_client"),
        &[How::Body("/error", Some(r#""invalid_grant""#))],
    ),
    spoil(
        "made-up-grant-invalid-request",
        "A made-up code or refresh token is refused with the error invalid_request.",
        Endpoint::Error(&Endpoint::Token, "invalid_grant"),
        &[How::Body("/error", Some(r#""invalid_request""#))],
    ),
];
