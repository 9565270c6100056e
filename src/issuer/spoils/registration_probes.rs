//! Spoils of what the registration endpoint answers to registrations that are wrong.

use super::{Endpoint, How, Spoil};

/// A refusal for client metadata.
const METADATA: Endpoint = Endpoint::Error(&Endpoint::Register, "invalid_client_metadata");

/// A refusal for a redirection URI.
const REDIRECT_URI: Endpoint = Endpoint::Error(&Endpoint::Register, "invalid_redirect_uri");

/// A refusal for a software statement.
const STATEMENT: Endpoint = Endpoint::Error(&Endpoint::Register, "invalid_software_statement");

/// A refusal for an initial access token.
const TOKEN: Endpoint = Endpoint::Error(&Endpoint::Register, "invalid_token");

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
        "registration-error-status-422",
        "A registration with bad client metadata is refused with status 422.",
        METADATA,
        &[How::Status(422)],
    ),
    spoil(
        "registration-error-status-500",
        "A registration with a bad redirection URI is answered with status 500.",
        REDIRECT_URI,
        &[How::Status(500)],
    ),
    spoil(
        "registration-error-html",
        "A registration with a bad redirection URI is refused with an HTML page.",
        REDIRECT_URI,
        &[
            How::Header("content-type", Some("text/html")),
            How::Text("", "<!doctype html><title>Bad Request</title>"),
        ],
    ),
    spoil(
        "registration-error-text-as-json",
        "A registration with bad client metadata is refused with a text that is declared as JSON.",
        METADATA,
        &[How::Text("", "One or more of the values are invalid.")],
    ),
    spoil(
        "registration-error-member-missing",
        "A registration with a bad redirection URI is refused with an object that has no error.",
        REDIRECT_URI,
        &[How::Text("", r#"{"message":"invalid"}"#)],
    ),
    spoil(
        "registration-error-description-array",
        "A registration with bad client metadata is refused with an error_description that is a list of messages.",
        METADATA,
        &[How::Body(
            "/error_description",
            Some(r#"["grant_types is not a list"]"#),
        )],
    ),
    spoil(
        "registration-error-redirect-uri-invalid-request",
        "A registration with a bad redirection URI is refused with the error invalid_request.",
        REDIRECT_URI,
        &[How::Body("/error", Some(r#""invalid_request""#))],
    ),
    spoil(
        "registration-error-metadata-invalid-request",
        "A registration with bad client metadata is refused with the error invalid_request.",
        METADATA,
        &[How::Body("/error", Some(r#""invalid_request""#))],
    ),
    spoil(
        "registration-error-software-statement-invalid-request",
        "A registration with a bad software statement is refused with the error invalid_request.",
        STATEMENT,
        &[How::Body("/error", Some(r#""invalid_request""#))],
    ),
    spoil(
        "initial-access-token-error-400",
        "A registration with a wrong initial access token is refused with status 400.",
        TOKEN,
        &[How::Status(400), How::Text("", r#"{"error":"bad token"}"#)],
    ),
    spoil(
        "initial-access-token-challenge-missing",
        "A registration with a wrong initial access token is refused without WWW-Authenticate.",
        TOKEN,
        &[How::Header("www-authenticate", None)],
    ),
    Spoil {
        id: "software-statement-not-returned",
        sentence: "A registration response leaves out the software statement that was used.",
        endpoint: Endpoint::Register,
        how: &[How::Body("/software_statement", None)],
    },
];
