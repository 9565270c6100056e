//! Registration of clients that authenticate by an assertion, and what the metadata says of them.

use jsonwebtoken::Algorithm;
use serde_json::{Value, json};

use crate::assertion_keys::{Assertion, assert_refused, grant, public_keys, signing_service};
use crate::client::{Bench, Request, service};

#[tokio::test]
async fn keys_and_algorithms_that_cannot_be_registered_are_refused() {
    let bench = Bench::open().await;
    let [rsa, ec] = public_keys();
    let with = |key: &Value, member: &str, value: &str| {
        let mut key = key.clone();
        key[member] = json!(value);
        json!({"keys": [key]})
    };
    for (member, value) in [
        ("token_endpoint_auth_signing_alg", json!("none")),
        ("token_endpoint_auth_signing_alg", json!("HS256")),
        ("token_endpoint_auth_signing_alg", json!("RS512")),
        ("token_endpoint_auth_signing_alg", json!(["RS256"])),
        ("jwks", Value::Null),
        ("jwks", json!({"keys": []})),
        ("jwks", json!({"keys": [{"kty": "oct", "k": "AQ"}]})),
        ("jwks", json!({"keys": [rsa, {"kty": "oct", "k": "AQ"}]})),
        ("jwks", with(&rsa, "d", "AQ")),
        ("jwks", with(&ec, "d", "AQ")),
        ("jwks", with(&rsa, "use", "enc")),
        ("jwks", with(&rsa, "n", "AQ")),
        ("jwks", with(&ec, "y", "AQ")),
        ("jwks", with(&ec, "crv", "P-521")),
        ("jwks_uri", json!("https://c.example/jwks")),
    ] {
        let mut metadata = signing_service();
        metadata[member] = value;
        let request = Request::json("POST", "/register", &metadata);
        let response = bench.send(request).await;
        response.assert_error(400, "invalid_client_metadata");
    }
    let mut unfit = signing_service();
    unfit["jwks"] = json!({"keys": [ec]});
    unfit["token_endpoint_auth_signing_alg"] = json!("RS256");
    let mut by_reference = signing_service();
    by_reference["jwks"] = Value::Null;
    by_reference["jwks_uri"] = json!("https://c.example/jwks");
    let mut of_secrets = service();
    of_secrets["token_endpoint_auth_method"] = json!("client_secret_jwt");
    of_secrets["token_endpoint_auth_signing_alg"] = json!("RS256");
    for metadata in [unfit, by_reference.clone(), of_secrets] {
        let request = Request::json("POST", "/register", &metadata);
        let response = bench.send(request).await;
        response.assert_error(400, "invalid_client_metadata");
    }
    by_reference["token_endpoint_auth_method"] = json!("client_secret_basic");
    by_reference["token_endpoint_auth_signing_alg"] = json!("RS256");
    let kept = bench.register(by_reference).await.body;
    assert_eq!(kept["jwks_uri"], "https://c.example/jwks");
    assert_eq!(kept.get("token_endpoint_auth_signing_alg"), None);
    bench.done().await;
}

#[tokio::test]
async fn the_metadata_names_methods_and_algorithms() {
    let bench = Bench::open().await;
    let location = "/.well-known/oauth-authorization-server";
    let document = bench.send(Request::get(location)).await.json();
    let confidential = json!([
        "client_secret_basic",
        "client_secret_post",
        "client_secret_jwt",
        "private_key_jwt"
    ]);
    let mut all = confidential.clone();
    all.as_array_mut().unwrap().push(json!("none"));
    for (endpoint, methods) in [
        ("token", &all),
        ("revocation", &all),
        ("introspection", &confidential),
    ] {
        let methods_member = format!("{endpoint}_endpoint_auth_methods_supported");
        let algorithms_member = format!("{endpoint}_endpoint_auth_signing_alg_values_supported");
        assert_eq!(&document[methods_member], methods);
        assert_eq!(
            document[algorithms_member],
            json!(["RS256", "PS256", "ES256", "HS256"])
        );
    }
    bench.done().await;
}

#[tokio::test]
async fn an_update_changes_keys_and_method() {
    let bench = Bench::open().await;
    let client = bench.client().await;
    let put = async |mut metadata: Value| {
        metadata["client_id"] = json!(client.id);
        let target = format!("/register/{}", client.id);
        let request = Request::json("PUT", &target, &metadata).bearer(&client.token);
        bench.send(request).await
    };
    let updated = put(signing_service()).await;
    assert_eq!(updated.status, 200, "{}", updated.text());
    assert_eq!(updated.json().get("client_secret"), None);
    let good = Assertion::new(&bench, &client, "PS256", "a").sign(Algorithm::PS256);
    assert_eq!(grant(&bench, &good).await.status, 200);
    let [_, ec] = public_keys();
    let mut narrowed = signing_service();
    narrowed["jwks"] = json!({"keys": [ec]});
    assert_eq!(put(narrowed).await.status, 200);
    let gone = Assertion::new(&bench, &client, "PS256", "b").sign(Algorithm::PS256);
    assert_refused(&grant(&bench, &gone).await, "the key was taken out");
    bench.done().await;
}
