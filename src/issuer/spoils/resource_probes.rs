//! Spoils of what a protected resource answers to probes.

use super::{Endpoint, How, Spoil};

pub(super) const SPOILS: &[Spoil] = &[
    Spoil {
        id: "orders-feed-challenge-without-parameters",
        sentence: "The orders feed refuses with a Bearer challenge that has no parameter.",
        endpoint: Endpoint::Refusal(&Endpoint::Resource),
        how: &[How::Header("www-authenticate", Some("Bearer"))],
    },
    Spoil {
        id: "orders-feed-invalid-token-403",
        sentence: "The orders feed refuses a bad token with status 403.",
        endpoint: Endpoint::Error(&Endpoint::Resource, "invalid_token"),
        how: &[How::Status(403)],
    },
    Spoil {
        id: "orders-feed-insufficient-scope-404",
        sentence: "The orders feed answers a token of another scope with status 404.",
        endpoint: Endpoint::Error(&Endpoint::Resource, "insufficient_scope"),
        how: &[How::Status(404)],
    },
];
