//! A client's keys, and the assertions that it signs with them.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, EncodingKey};
use serde_json::{Value, json};

use crate::client::{Bench, Registered, Request, Response, service};

/// The only `client_assertion_type`.
pub(crate) const JWT_BEARER: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

const JWKS: &str = include_str!("../../src/issuer/keys/jwks.json");
const RSA_PEM: &[u8] = include_bytes!("../../src/issuer/keys/public-test-key-rs256.pem");
const EC_PEM: &[u8] = include_bytes!("../../src/issuer/keys/public-test-key-es256.pem");

/// The public RSA key and the public EC key, which name no algorithm.
pub(crate) fn public_keys() -> [Value; 2] {
    let set: Value = serde_json::from_str(JWKS).unwrap();
    [0, 1].map(|index| {
        let mut key = set["keys"][index].clone();
        key.as_object_mut().unwrap().shift_remove("alg");
        key
    })
}

/// The metadata of a service that signs its assertions with its keys.
pub(crate) fn signing_service() -> Value {
    let mut metadata = service();
    metadata["token_endpoint_auth_method"] = json!("private_key_jwt");
    metadata["jwks"] = json!({ "keys": public_keys() });
    metadata
}

/// An assertion that can be spoiled before it is signed.
#[derive(Clone)]
pub(crate) struct Assertion {
    pub(crate) header: Value,
    pub(crate) claims: Value,
}

impl Assertion {
    /// A good one; its `jti` is new in each test that names it so.
    pub(crate) fn new(bench: &Bench, client: &Registered, alg: &str, jti: &str) -> Self {
        let now = issuercheck::clock::Clock::System.unix();
        Self {
            header: json!({"alg": alg}),
            claims: json!({"iss": client.id, "sub": client.id, "aud": bench.issuer.issuer(),
                "jti": jti, "iat": now, "exp": now + 300}),
        }
    }

    pub(crate) fn with(mut self, claim: &str, value: Value) -> Self {
        self.claims[claim] = value;
        self
    }

    pub(crate) fn without(mut self, claim: &str) -> Self {
        self.claims.as_object_mut().unwrap().shift_remove(claim);
        self
    }

    pub(crate) fn with_header(mut self, name: &str, value: Value) -> Self {
        self.header[name] = value;
        self
    }

    fn input(&self) -> String {
        let encode = |part: &Value| URL_SAFE_NO_PAD.encode(part.to_string());
        format!("{}.{}", encode(&self.header), encode(&self.claims))
    }

    /// Signed with the test key of an algorithm, whatever the header says.
    pub(crate) fn sign(&self, algorithm: Algorithm) -> String {
        let key = match algorithm {
            Algorithm::ES256 => EncodingKey::from_ec_pem(EC_PEM).unwrap(),
            _ => EncodingKey::from_rsa_pem(RSA_PEM).unwrap(),
        };
        self.sign_by(&key, algorithm)
    }

    /// Signed with a secret by HS256.
    pub(crate) fn sign_with_secret(&self, secret: &[u8]) -> String {
        self.sign_by(&EncodingKey::from_secret(secret), Algorithm::HS256)
    }

    pub(crate) fn sign_by(&self, key: &EncodingKey, algorithm: Algorithm) -> String {
        let input = self.input();
        let signature = jsonwebtoken::crypto::sign(input.as_bytes(), key, algorithm).unwrap();
        format!("{input}.{signature}")
    }

    /// Not signed at all.
    pub(crate) fn unsigned(&self) -> String {
        format!("{}.", self.input())
    }
}

/// The body of a client credentials request with an assertion.
pub(crate) fn grant_body(assertion: &str) -> String {
    format!(
        "grant_type=client_credentials&client_assertion_type={JWT_BEARER}&client_assertion={assertion}"
    )
}

/// Asks for a token with an assertion.
pub(crate) async fn grant(bench: &Bench, assertion: &str) -> Response {
    bench
        .send(Request::form("/token", &grant_body(assertion)))
        .await
}

/// A refused assertion: 400 without a challenge, since no Authorization header was used.
pub(crate) fn assert_refused(response: &Response, why: &str) {
    assert_eq!(response.status, 400, "{why}: {response:?}");
    response.assert_error(400, "invalid_client");
}
