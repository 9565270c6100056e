//! Spoils of the checks in `checks/transport`. What is wrong with JSON is wrong with introspection, which nothing in a run
//! depends on.

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
    Spoil {
        id: "jwks-without-content-type",
        sentence: "The key set is served without a Content-Type.",
        endpoint: Endpoint::Jwks,
        how: &[How::Header("content-type", None)],
    },
    introspection(
        "introspection-401-without-challenge",
        "Introspection is refused with status 401 and no WWW-Authenticate header.",
        &[How::Status(401)],
    ),
    introspection(
        "introspection-byte-order-mark",
        "An introspection response begins with a byte order mark.",
        &[How::Text("{", "\u{feff}{")],
    ),
    introspection(
        "introspection-stray-comma",
        "An introspection response has a comma too many.",
        &[How::Text("{", "{,")],
    ),
    introspection(
        "introspection-member-twice",
        "An introspection response has a member twice.",
        &[How::Text("{", r#"{"active":true,"#)],
    ),
];
