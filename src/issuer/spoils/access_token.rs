//! Spoils of the checks in `checks/access_token`.

use super::{Endpoint, How, Spoil};

/// A spoil of access tokens.
const fn token(id: &'static str, sentence: &'static str, how: &'static [How]) -> Spoil {
    Spoil {
        id,
        sentence,
        endpoint: Endpoint::Token,
        how,
    }
}

pub(super) const SPOILS: &[Spoil] = &[
    token(
        "access-token-typ-of-its-own",
        "Access tokens have a typ that the issuer made up.",
        &[How::Jose("typ", Some(r#""vnd.example.access+jwt""#))],
    ),
    token(
        "access-token-typ-long",
        "Access tokens have the typ application/at+jwt.",
        &[How::Jose("typ", Some(r#""application/at+jwt""#))],
    ),
    token(
        "access-token-unsigned",
        "Access tokens have an empty signature.",
        &[How::Signature("")],
    ),
    token(
        "access-token-alg-none",
        "Access tokens have alg none.",
        &[How::Jose("alg", Some(r#""none""#))],
    ),
    token(
        "access-token-alg-hs256",
        "Access tokens have alg HS256.",
        &[How::Jose("alg", Some(r#""HS256""#))],
    ),
    token(
        "access-token-iss-missing",
        "Access tokens have no iss.",
        &[How::Claim("iss", None)],
    ),
    token(
        "access-token-exp-missing",
        "Access tokens have no exp.",
        &[How::Claim("exp", None)],
    ),
    token(
        "access-token-aud-missing",
        "Access tokens have no aud.",
        &[How::Claim("aud", None)],
    ),
    token(
        "access-token-sub-missing",
        "Access tokens have no sub.",
        &[How::Claim("sub", None)],
    ),
    token(
        "access-token-client-id-missing",
        "Access tokens have no client_id.",
        &[How::Claim("client_id", None)],
    ),
    token(
        "access-token-iat-missing",
        "Access tokens have no iat.",
        &[How::Claim("iat", None)],
    ),
    token(
        "access-token-jti-missing",
        "Access tokens have no jti.",
        &[How::Claim("jti", None)],
    ),
    token(
        "access-token-iss-trailing-slash",
        "Access tokens name the issuer with a slash at its end.",
        &[How::Claim("iss", Some(r#""{issuer}/""#))],
    ),
    token(
        "access-token-signature-invalid",
        "Access tokens have a signature that no key made.",
        &[How::Signature("bm90IGEgc2lnbmF0dXJl")],
    ),
    token(
        "access-token-kid-missing",
        "Access tokens do not name the key that signed them.",
        &[How::Jose("kid", None)],
    ),
    token(
        "access-token-jti-number",
        "The jti of access tokens is a number.",
        &[How::Claim("jti", Some("7"))],
    ),
    token(
        "access-token-nbf-ahead",
        "Access tokens are not valid before the year 2100.",
        &[How::Claim("nbf", Some("4102444800"))],
    ),
    token(
        "access-token-jti-twice",
        "Access tokens have the claim jti twice.",
        &[How::ClaimText("{", r#"{"jti":"first","#)],
    ),
    token(
        "access-token-padded",
        "The signature of access tokens is padded.",
        &[How::Signature("{signature}==")],
    ),
    token(
        "access-token-client-id-of-another",
        "Access tokens carry the client_id of another client.",
        &[How::Claim("client_id", Some(r#""another-client""#))],
    ),
    token(
        "access-token-scope-missing",
        "Access tokens have no scope claim.",
        &[How::Claim("scope", None)],
    ),
    token(
        "access-token-scope-array",
        "Access tokens for the orders feed give scope as an array.",
        &[How::ClaimText(
            r#""scope":"openactive-ordersfeed""#,
            r#""scope":["openactive-ordersfeed"]"#,
        )],
    ),
    token(
        "access-token-scope-of-another",
        "Access tokens carry another scope than the response tells.",
        &[How::Claim("scope", Some(r#""another""#))],
    ),
    token(
        "access-token-amr",
        "Access tokens of a client tell how a user signed in.",
        &[How::Claim("amr", Some(r#"["pwd"]"#))],
    ),
    Spoil {
        id: "oauth-metadata-jwks-uri-differs",
        sentence: "The metadata at oauth-authorization-server has another jwks_uri than that at openid-configuration.",
        endpoint: Endpoint::Oauth,
        how: &[How::Body("/jwks_uri", Some(r#""{issuer}/other-keys""#))],
    },
];
