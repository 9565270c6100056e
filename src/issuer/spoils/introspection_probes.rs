//! Spoils of the checks in `checks/introspection`, and of what probes show of access tokens.

use super::{Endpoint, How, Spoil};

const fn introspection(id: &'static str, sentence: &'static str, how: &'static [How]) -> Spoil {
    Spoil {
        id,
        sentence,
        endpoint: Endpoint::Introspect,
        how,
    }
}

pub(super) const SPOILS: &[Spoil] = &[
    introspection(
        "introspection-form-refused",
        "Introspection refuses forms with status 415.",
        &[
            How::Status(415),
            How::Text("", r#"{"error":"invalid_request"}"#),
        ],
    ),
    introspection(
        "introspection-content-type-text",
        "An introspection response is served as text/plain.",
        &[How::Header("content-type", Some("text/plain"))],
    ),
    introspection(
        "introspection-always-inactive",
        "Introspection says of every token that it is not active.",
        &[How::Text("", r#"{"active":false}"#)],
    ),
    introspection(
        "introspection-inactive-with-details",
        "Introspection of a token that is not active gives a client_id and an exp.",
        &[How::Text(
            r#"{"active":false}"#,
            r#"{"active":false,"client_id":"a-client","exp":1735689600}"#,
        )],
    ),
    introspection(
        "introspection-scope-array",
        "Introspection gives the scope as an array.",
        &[
            How::Text(
                r#""scope":"openactive-ordersfeed""#,
                r#""scope":["openactive-ordersfeed"]"#,
            ),
            How::Text(r#""scope":"client-scope""#, r#""scope":["client-scope"]"#),
        ],
    ),
    introspection(
        "introspection-exp-date",
        "Introspection gives exp as a date in a string.",
        &[How::Text(
            r#""exp":"#,
            r#""exp":"2026-01-01T00:15:00Z","expires":"#,
        )],
    ),
    Spoil {
        id: "access-token-jti-fixed",
        sentence: "Every access token has the same jti.",
        endpoint: Endpoint::Token,
        how: &[How::Claim("jti", Some(r#""the-only-one""#))],
    },
];
