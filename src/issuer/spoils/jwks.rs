//! Spoils of the checks in `checks/jwks`.

use super::{Endpoint, How, Spoil};

/// A spoil of the JWK set.
const fn jwks(id: &'static str, sentence: &'static str, how: &'static [How]) -> Spoil {
    Spoil {
        id,
        sentence,
        endpoint: Endpoint::Jwks,
        how,
    }
}

pub(super) const SPOILS: &[Spoil] = &[
    jwks(
        "jwks-bare-array",
        "The key set is an array of keys, without an object around it.",
        &[How::Text(r#"{"keys":"#, ""), How::Text("]}", "]")],
    ),
    jwks(
        "jwks-kty-missing",
        "The key set has a key that does not state its type.",
        &[How::Body(
            "/keys/-",
            Some(r#"{"use":"sig","kid":"without-type"}"#),
        )],
    ),
    jwks(
        "jwks-member-twice",
        "A key of the key set has the member kid twice.",
        &[How::Text(r#""kid":"#, r#""kid":"first","kid":"#)],
    ),
    jwks(
        "jwks-kid-twice",
        "Two EC keys of the key set have the same kid.",
        &[How::Body(
            "/keys/-",
            Some(
                r#"{"kty":"EC","use":"sig","alg":"ES256","kid":"vHOYiQbEfEfzMdXa80Lhr4VaZFKpLJx904dc5-YTX3s","crv":"P-256","x":"czhBzrbH_-1WDQhxMUgWP_oUypTZp2SvoH0sdEBl-KE","y":"G6BVRZRTeuI_C989uYpr3DpSw1MH9_0mI8Eir1eInb4"}"#,
            ),
        )],
    ),
    jwks(
        "jwks-use-against-key-ops",
        "A key of the key set has use sig and key_ops for encryption.",
        &[How::Body("/keys/0/key_ops", Some(r#"["encrypt"]"#))],
    ),
    jwks(
        "jwks-use-missing",
        "The key set has a key for encryption, and its signing key for ES256 has no use.",
        &[
            How::Body("/keys/1/use", None),
            How::Body(
                "/keys/-",
                Some(
                    r#"{"kty":"EC","use":"enc","alg":"ECDH-ES","kid":"encryption","crv":"P-256","x":"czhBzrbH_-1WDQhxMUgWP_oUypTZp2SvoH0sdEBl-KE","y":"G6BVRZRTeuI_C989uYpr3DpSw1MH9_0mI8Eir1eInb4"}"#,
                ),
            ),
        ],
    ),
    jwks(
        "jwks-rsa-exponent-with-zero",
        "The exponent of the RSA key has an octet of zero in front.",
        &[How::Body("/keys/0/e", Some(r#""AAEAAQ""#))],
    ),
    jwks(
        "jwks-ec-coordinate-short",
        "A coordinate of the EC key has 31 octets.",
        &[How::Body(
            "/keys/1/x",
            Some(r#""zBzrbH_-1WDQhxMUgWP_oUypTZp2SvoH0sdEBl-A""#),
        )],
    ),
    jwks(
        "jwks-rsa-1024",
        "The key set has an RSA key of 1024 bits.",
        &[How::Body(
            "/keys/-",
            Some(
                r#"{"kty":"RSA","use":"sig","alg":"RS256","kid":"short","e":"AQAB","n":"tJc9DQ83KzobhSn30dH2i-wy8C_teDcIgWzT1PJ2zzWlkWGDOW2vIesGK_1mcdERftHQVjWZefTKOian0snp54SxQCJNEfi7eeLkwao--lX2KOehOsa7Lmm9F9isP5m8wVAy912gZN_c2W0o3n_qmMmlxpW_YVwlLNNfXidn61E"}"#,
            ),
        )],
    ),
    jwks(
        "jwks-x5c-of-another-key",
        "The EC key stands beside a certificate of another key.",
        &[How::Body(
            "/keys/1/x5c",
            Some(
                r#"["MIIBdzCCAR2gAwIBAgIUAcsSl9In9EdlZ9rhS9nm1RwObe8wCgYIKoZIzj0EAwIwEDEOMAwGA1UEAwwFb3RoZXIwIBcNMjYxMTIxMjMwODQyWhgPMjEyNjEwMjgyMzA4NDJaMBAxDjAMBgNVBAMMBW90aGVyMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEczhBzrbH/+1WDQhxMUgWP/oUypTZp2SvoH0sdEBl+KEboFVFlFN64j8L3z25imvcOlLDUwf3/SYjwSKvV4idvqNTMFEwHQYDVR0OBBYEFOqdXwx5SDxJCKFc+dW+4fuB24t3MB8GA1UdIwQYMBaAFOqdXwx5SDxJCKFc+dW+4fuB24t3MA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIgdH72QKlBVUHqI/usKf1Psg4nja6IcKeRV7XKy0dPhjsCIQC7Rmv5Kear9DQ6gDe3X9ADmDVtQNgcqTL6d2Mf6aVPvg=="]"#,
            ),
        )],
    ),
    Spoil {
        id: "id-token-alg-without-key",
        sentence: "The metadata at openid-configuration lists ES384, for which there is no key.",
        endpoint: Endpoint::Openid,
        how: &[How::Body(
            "/id_token_signing_alg_values_supported",
            Some(r#"["RS256","ES256","ES384"]"#),
        )],
    },
];
