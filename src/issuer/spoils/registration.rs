//! Spoils of the checks in `checks/registration` and `checks/management`.

use super::{Endpoint, How, Spoil};

const fn register(id: &'static str, sentence: &'static str, how: &'static [How]) -> Spoil {
    Spoil {
        id,
        sentence,
        endpoint: Endpoint::Register,
        how,
    }
}

const fn read(id: &'static str, sentence: &'static str, how: &'static [How]) -> Spoil {
    Spoil {
        id,
        sentence,
        endpoint: Endpoint::ReadClient,
        how,
    }
}

pub(super) const SPOILS: &[Spoil] = &[
    register(
        "registration-json-unsupported",
        "A registration in JSON is answered with status 415.",
        &[
            How::Status(415),
            How::Text("", r#"{"error":"invalid_request"}"#),
        ],
    ),
    register(
        "initial-access-token-not-bearer",
        "A registration with a bearer token is answered with 401 and the challenge of another scheme.",
        &[
            How::Status(401),
            How::Header("www-authenticate", Some("InitialAccessToken")),
            How::Text("", r#"{"error":"access_denied"}"#),
        ],
    ),
    register(
        "registration-content-type-html",
        "A registration response is served as text/html.",
        &[How::Header("content-type", Some("text/html"))],
    ),
    register(
        "registration-members-nested",
        "A registration response holds the client in a member of its own.",
        &[How::Text("", r#"{"client":{"client_id":"nested"}}"#)],
    ),
    register(
        "registration-secret-expires-at-string",
        "A registration response gives client_secret_expires_at as a string.",
        &[How::Body("/client_secret_expires_at", Some(r#""0""#))],
    ),
    register(
        "registration-issued-at-date",
        "A registration response gives client_id_issued_at as a date in text.",
        &[How::Body(
            "/client_id_issued_at",
            Some(r#""2026-01-01T00:00:00Z""#),
        )],
    ),
    register(
        "registration-grant-types-missing",
        "A registration response leaves out the grant_types that were sent and registered.",
        &[How::Body("/grant_types", None)],
    ),
    register(
        "registration-redirect-uris-replaced",
        "A registration response has another redirection URI than the one that was sent.",
        &[How::Body(
            "/redirect_uris",
            Some(r#"["https://client.example/another"]"#),
        )],
    ),
    register(
        "registration-redirect-uris-string",
        "A registration response gives redirect_uris as a string.",
        &[How::Body(
            "/redirect_uris",
            Some(r#""https://client.example/cb""#),
        )],
    ),
    register(
        "registration-scope-array",
        "A registration response gives scope as an array.",
        &[How::Body("/scope", Some(r#"["openid","profile"]"#))],
    ),
    register(
        "registration-response-types-without-grant",
        "A registration response has a response type whose grant type it lacks.",
        &[How::Body("/response_types", Some(r#"["code id_token"]"#))],
    ),
    register(
        "registration-secret-missing",
        "A client that is registered for client_secret_basic gets no secret.",
        &[
            How::Body("/client_secret", None),
            How::Body("/client_secret_expires_at", None),
        ],
    ),
    Spoil {
        id: "client-secret-shorter-than-mac",
        sentence: "A client is registered for HS512 with a secret of fewer than 64 octets.",
        endpoint: Endpoint::Clients,
        how: &[How::Body(
            "/id_token_signed_response_alg",
            Some(r#""HS512""#),
        )],
    },
    register(
        "registration-cache-control-missing",
        "A registration response with a secret has no Cache-Control header.",
        &[How::Header("cache-control", None)],
    ),
    register(
        "registration-access-token-missing",
        "A registration response has a registration_client_uri but no registration_access_token.",
        &[How::Body("/registration_access_token", None)],
    ),
    register(
        "registration-client-uri-http",
        "A registration response gives registration_client_uri as an http URL.",
        &[How::Body(
            "/registration_client_uri",
            Some(r#""http://issuer.localhost/register/client""#),
        )],
    ),
    read(
        "client-read-status-204",
        "Reading a client is answered with status 204 and no content.",
        &[How::Status(204), How::Text("", "")],
    ),
    read(
        "client-read-another-client-id",
        "Reading a client shows another client_id than the registered one.",
        &[How::Body("/client_id", Some(r#""another-client""#))],
    ),
    read(
        "client-read-redirect-uris-missing",
        "Reading a client shows it without its redirect_uris.",
        &[How::Body("/redirect_uris", None)],
    ),
];
