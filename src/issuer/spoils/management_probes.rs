//! Spoils of what the client configuration endpoint answers to probes.

use super::{Endpoint, How, Spoil};

pub(super) const SPOILS: &[Spoil] = &[
    Spoil {
        id: "client-update-status-204",
        sentence: "The update of a client is answered with status 204 and no body.",
        endpoint: Endpoint::UpdateClient,
        how: &[How::Status(204), How::Text("", "")],
    },
    Spoil {
        id: "client-update-content-type-text",
        sentence: "The answer to an update of a client is served as text/plain.",
        endpoint: Endpoint::UpdateClient,
        how: &[How::Header("content-type", Some("text/plain"))],
    },
    Spoil {
        id: "client-update-wrong-token-403",
        sentence: "The update of a client with a wrong token is refused with status 403.",
        endpoint: Endpoint::Error(&Endpoint::UpdateClient, "invalid_token"),
        how: &[How::Status(403)],
    },
    Spoil {
        id: "client-update-invalid-500",
        sentence: "The update of a client with a bad redirection URI is answered with status 500.",
        endpoint: Endpoint::Error(&Endpoint::UpdateClient, "invalid_redirect_uri"),
        how: &[How::Status(500)],
    },
    Spoil {
        id: "client-patch-status-500",
        sentence: "PATCH at the client configuration endpoint is answered with status 500.",
        endpoint: Endpoint::Error(&Endpoint::ManageClient, "invalid_request"),
        how: &[How::Status(500)],
    },
];
