//! Spoils of the checks that ask for metadata at other locations, or with other methods.

use super::{Endpoint, How, Spoil};

pub(super) const SPOILS: &[Spoil] = &[
    Spoil {
        id: "openid-metadata-without-cors",
        sentence: "The metadata at openid-configuration has no Access-Control-Allow-Origin.",
        endpoint: Endpoint::Openid,
        how: &[How::Header("access-control-allow-origin", None)],
    },
    Spoil {
        id: "oauth-metadata-other-introspection-endpoint",
        sentence: "The metadata at oauth-authorization-server names another introspection endpoint than that at openid-configuration.",
        endpoint: Endpoint::Oauth,
        how: &[How::Body(
            "/introspection_endpoint",
            Some(r#""{issuer}/introspect?of=oauth""#),
        )],
    },
    Spoil {
        id: "method-refused-without-allow",
        sentence: "No refusal has an Allow header.",
        endpoint: Endpoint::Refusal(&Endpoint::Any),
        how: &[How::Header("allow", None)],
    },
];
