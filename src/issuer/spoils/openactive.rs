//! Spoils of the checks in `checks/openactive`.

use super::{Endpoint, How, Spoil};

pub(super) const SPOILS: &[Spoil] = &[
    Spoil {
        id: "oauth-metadata-token-endpoint-http",
        sentence: "The metadata at oauth-authorization-server names an http URL as token endpoint.",
        endpoint: Endpoint::Oauth,
        how: &[How::Text(
            r#""token_endpoint":"https:"#,
            r#""token_endpoint":"http:"#,
        )],
    },
    Spoil {
        id: "scopes-supported-orders-read",
        sentence: "The scope of the orders feed is listed as orders:read.",
        endpoint: Endpoint::Metadata,
        how: &[How::Text(r#""openactive-ordersfeed""#, r#""orders:read""#)],
    },
    Spoil {
        id: "openbooking-token-without-seller",
        sentence: "Access tokens have the scope openactive-openbooking and no claim that names a seller.",
        endpoint: Endpoint::Token,
        how: &[
            How::Body(
                "/scope",
                Some(r#""openactive-ordersfeed openactive-openbooking""#),
            ),
            How::Claim(
                "scope",
                Some(r#""openactive-ordersfeed openactive-openbooking""#),
            ),
        ],
    },
];
