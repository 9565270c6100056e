//! Spoils of what the revocation endpoint answers to probes.

use super::{Endpoint, How, Spoil};

pub(super) const SPOILS: &[Spoil] = &[
    Spoil {
        id: "revocation-status-204",
        sentence: "Revocation is answered with status 204.",
        endpoint: Endpoint::Revoke,
        how: &[How::Status(204)],
    },
    Spoil {
        id: "revocation-error-html",
        sentence: "A revocation without a token is refused with an HTML page.",
        endpoint: Endpoint::Error(&Endpoint::Revoke, "invalid_request"),
        how: &[
            How::Header("content-type", Some("text/html")),
            How::Text("", "<!doctype html><title>Bad Request</title>"),
        ],
    },
];
