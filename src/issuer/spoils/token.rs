//! Spoils of the checks in `checks/token`.

use super::{Endpoint, How, Spoil};

pub(super) const SPOILS: &[Spoil] = &[
    Spoil {
        id: "token-content-type-text",
        sentence: "A token response is served as text/plain.",
        endpoint: Endpoint::Token,
        how: &[How::Header("content-type", Some("text/plain"))],
    },
    Spoil {
        id: "token-members-nested",
        sentence: "The members of a token response are inside a member data.",
        endpoint: Endpoint::Token,
        how: &[
            How::Text(r#"{"access_token""#, r#"{"data":{"access_token""#),
            How::Text("}", "}}"),
        ],
    },
    Spoil {
        id: "token-access-token-renamed",
        sentence: "A token response names the access token token.",
        endpoint: Endpoint::Token,
        how: &[How::Text(r#""access_token""#, r#""token""#)],
    },
    Spoil {
        id: "access-token-line-break",
        sentence: "Access tokens have a line break in them.",
        endpoint: Endpoint::Token,
        how: &[How::Body(
            "/access_token",
            Some(r#""kPz3vQx7Yt2Rb9Lm\nWc5Hs8Nd4Jf6Gq1Zu""#),
        )],
    },
    Spoil {
        id: "bearer-token-with-bar",
        sentence: "Access tokens have a vertical bar in them.",
        endpoint: Endpoint::Token,
        how: &[How::Body(
            "/access_token",
            Some(r#""kPz3vQx7Yt2Rb9Lm|Wc5Hs8Nd4Jf6Gq1Zu""#),
        )],
    },
    Spoil {
        id: "token-type-jwt",
        sentence: "A token response has the token_type JWT.",
        endpoint: Endpoint::Token,
        how: &[How::Body("/token_type", Some(r#""JWT""#))],
    },
    Spoil {
        id: "token-expires-in-missing",
        sentence: "A token response has no expires_in.",
        endpoint: Endpoint::Token,
        how: &[How::Body("/expires_in", None)],
    },
    Spoil {
        id: "token-expires-in-too-short",
        sentence: "A token response gives a lifetime of five minutes for a token that lives for fifteen.",
        endpoint: Endpoint::Token,
        how: &[How::Body("/expires_in", Some("300"))],
    },
    Spoil {
        id: "token-scope-untold",
        sentence: "Access tokens have more scope than was asked for, and the token response has no scope.",
        endpoint: Endpoint::Token,
        how: &[
            How::Body("/scope", None),
            How::Claim("scope", Some(r#""openactive-ordersfeed client-scope""#)),
        ],
    },
    Spoil {
        id: "token-scope-array",
        sentence: "A token response gives the scope as an array.",
        endpoint: Endpoint::Token,
        how: &[
            How::Text(
                r#""scope":"openactive-ordersfeed""#,
                r#""scope":["openactive-ordersfeed"]"#,
            ),
            How::Text(r#""scope":"client-scope""#, r#""scope":["client-scope"]"#),
        ],
    },
    Spoil {
        id: "token-without-pragma",
        sentence: "A token response has no Pragma header.",
        endpoint: Endpoint::Token,
        how: &[How::Header("pragma", None)],
    },
    Spoil {
        id: "token-with-refresh-token",
        sentence: "A client credentials response has a refresh_token.",
        endpoint: Endpoint::Token,
        how: &[How::Body(
            "/refresh_token",
            Some(r#""tGzv3JOkF0XG5Qx2TlKWIAcM8hR1vYpN6sDq9Lw4EbU""#),
        )],
    },
    Spoil {
        id: "introspection-endpoint-http",
        sentence: "The metadata names an http URL as introspection endpoint.",
        endpoint: Endpoint::Metadata,
        how: &[How::Text(
            r#""introspection_endpoint":"https:"#,
            r#""introspection_endpoint":"http:"#,
        )],
    },
    Spoil {
        id: "revocation-endpoint-http",
        sentence: "The metadata names an http URL as revocation endpoint.",
        endpoint: Endpoint::Metadata,
        how: &[How::Text(
            r#""revocation_endpoint":"https:"#,
            r#""revocation_endpoint":"http:"#,
        )],
    },
];
