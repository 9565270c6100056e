//! Clients that authenticate by an assertion: `private_key_jwt` and `client_secret_jwt`.

use jsonwebtoken::{Algorithm, EncodingKey};
use serde_json::{Value, json};

use crate::assertion_keys::{
    Assertion, JWT_BEARER, assert_refused, grant, grant_body, public_keys, signing_service,
};
use crate::client::{Bench, Registered, Request, service};

const ALGORITHMS: [(&str, Algorithm); 3] = [
    ("RS256", Algorithm::RS256),
    ("PS256", Algorithm::PS256),
    ("ES256", Algorithm::ES256),
];

async fn signer(bench: &Bench) -> Registered {
    bench.register(signing_service()).await
}

#[tokio::test]
async fn a_key_of_the_client_authenticates_it() {
    let bench = Bench::open().await;
    let client = signer(&bench).await;
    assert_eq!(client.body.get("client_secret"), None);
    assert_eq!(client.body["token_endpoint_auth_method"], "private_key_jwt");
    for (alg, algorithm) in ALGORITHMS {
        let assertion = Assertion::new(&bench, &client, alg, alg);
        let response = grant(&bench, &assertion.sign(algorithm)).await;
        assert_eq!(response.status, 200, "{alg}: {}", response.text());
        assert_eq!(response.json()["token_type"], "Bearer");
    }
    bench.done().await;
}

#[tokio::test]
async fn what_may_vary_in_an_assertion_varies() {
    let bench = Bench::open().await;
    let client = signer(&bench).await;
    let [rsa, _] = public_keys();
    let new = |jti: &str| Assertion::new(&bench, &client, "RS256", jti);
    let now = issuercheck::clock::Clock::System.unix();
    for assertion in [
        new("1").with("aud", json!([bench.issuer.issuer()])),
        new("2").with("nbf", json!(now)),
        new("3").without("iat"),
        new("4").with_header("typ", json!("JWT")),
        new("5").with_header("typ", json!("client-authentication+jwt")),
        new("6").with_header("kid", rsa["kid"].clone()),
        new("7").with("x_harness_probe", json!(1)),
    ] {
        let response = grant(&bench, &assertion.sign(Algorithm::RS256)).await;
        assert_eq!(response.status, 200, "{}", assertion.claims["jti"]);
    }
    let named = format!(
        "{}&client_id={}",
        grant_body(&new("8").sign(Algorithm::RS256)),
        client.id
    );
    assert_eq!(
        bench.send(Request::form("/token", &named)).await.status,
        200
    );
    bench.done().await;
}

#[tokio::test]
async fn claims_that_an_assertion_must_not_have_or_lack_are_refused() {
    let bench = Bench::open().await;
    let (client, other) = (signer(&bench).await, signer(&bench).await);
    let issuer = bench.issuer.issuer();
    let new = || Assertion::new(&bench, &client, "RS256", "used by none");
    let now = issuercheck::clock::Clock::System.unix();
    for assertion in [
        new().with("aud", json!("https://other.example")),
        new().with("aud", json!(format!("{issuer}/token"))),
        new().with("aud", json!(format!("{issuer}/"))),
        new().with("aud", json!([issuer, format!("{issuer}/token")])),
        new().with("aud", json!([])),
        new().without("aud"),
        new().with("exp", json!(now - 300)),
        new().with("exp", json!(now)),
        new().with("exp", json!((now + 300).to_string())),
        new().with("exp", json!(now + 7 * 24 * 3600)),
        new().without("exp"),
        new().with("nbf", json!(now + 600)),
        new().with("nbf", json!("now")),
        new().with("sub", json!(other.id)),
        new()
            .with("sub", json!("unknown"))
            .with("iss", json!("unknown")),
        new().with("iss", json!(other.id)),
        new().with("iss", json!(issuer)),
        new().without("sub"),
        new().without("iss"),
        new().without("jti"),
        new().with("jti", json!("")),
        new().with("jti", json!(7)),
        new().with_header("typ", json!("at+jwt")),
        new().with_header("crit", json!(["b64"])),
        new().with_header("kid", json!("no such key")),
    ] {
        let response = grant(&bench, &assertion.sign(Algorithm::RS256)).await;
        assert_refused(&response, &assertion.claims.to_string());
    }
    let good = grant(&bench, &new().sign(Algorithm::RS256)).await;
    assert_eq!(good.status, 200, "no refusal used up the jti");
    bench.done().await;
}

#[tokio::test]
async fn signatures_that_do_not_verify_are_refused() {
    let bench = Bench::open().await;
    let client = signer(&bench).await;
    let new = |alg| Assertion::new(&bench, &client, alg, "used by none");
    let good = new("RS256").sign(Algorithm::RS256);
    let (input, signature) = good.rsplit_once('.').unwrap();
    let flipped: String = signature
        .char_indices()
        .map(|(index, c)| match (index, c) {
            (0, 'A') => 'B',
            (0, _) => 'A',
            _ => c,
        })
        .collect();
    let pem = p256::SecretKey::from_slice(&[9; 32]).unwrap();
    let pem = p256::pkcs8::EncodePrivateKey::to_pkcs8_pem(&pem, p256::pkcs8::LineEnding::LF);
    let unregistered = EncodingKey::from_ec_pem(pem.unwrap().as_bytes()).unwrap();
    let [rsa, _] = public_keys();
    for (why, assertion) in [
        ("a changed bit", format!("{input}.{flipped}")),
        ("no signature", format!("{input}.")),
        ("not base64url", format!("{input}.!")),
        ("alg none", new("none").unsigned()),
        ("alg None", new("None").unsigned()),
        (
            "another key",
            new("ES256").sign_by(&unregistered, Algorithm::ES256),
        ),
        (
            "the header's alg is another",
            new("PS256").sign(Algorithm::RS256),
        ),
        ("a key of another type", new("ES256").sign(Algorithm::RS256)),
        (
            "an alg that is not offered",
            new("RS512").sign(Algorithm::RS512),
        ),
        (
            "the public key as secret",
            new("HS256").sign_with_secret(rsa.to_string().as_bytes()),
        ),
        (
            "its modulus as secret",
            new("HS256").sign_with_secret(rsa["n"].as_str().unwrap().as_bytes()),
        ),
        (
            "the client's id as secret",
            new("HS256").sign_with_secret(client.id.as_bytes()),
        ),
        ("no JWT", "x".into()),
        ("an empty JWT", "..".into()),
        ("five parts", "e30.e30.e30.e30.e30".into()),
    ] {
        assert_refused(&grant(&bench, &assertion).await, why);
    }
    bench.done().await;
}

#[tokio::test]
async fn an_assertion_is_good_for_one_use() {
    let bench = Bench::open().await;
    let (client, other) = (signer(&bench).await, signer(&bench).await);
    let assertion = Assertion::new(&bench, &client, "RS256", "once");
    assert_eq!(
        grant(&bench, &assertion.sign(Algorithm::RS256))
            .await
            .status,
        200
    );
    let again = grant(&bench, &assertion.sign(Algorithm::RS256)).await;
    assert_refused(&again, "the same assertion");
    let same_id = assertion.with("x", json!(1)).sign(Algorithm::PS256);
    assert_refused(&grant(&bench, &same_id).await, "another with the same jti");
    let others = Assertion::new(&bench, &other, "RS256", "once");
    assert_eq!(
        grant(&bench, &others.sign(Algorithm::RS256)).await.status,
        200
    );
    bench.done().await;
}

#[tokio::test]
async fn a_registered_algorithm_is_the_only_one() {
    let bench = Bench::open().await;
    for (registered, right, wrong) in [
        ("PS256", Algorithm::PS256, ("RS256", Algorithm::RS256)),
        ("RS256", Algorithm::RS256, ("PS256", Algorithm::PS256)),
        ("ES256", Algorithm::ES256, ("RS256", Algorithm::RS256)),
    ] {
        let mut metadata = signing_service();
        metadata["token_endpoint_auth_signing_alg"] = json!(registered);
        let client = bench.register(metadata).await;
        assert_eq!(client.body["token_endpoint_auth_signing_alg"], registered);
        let refused = Assertion::new(&bench, &client, wrong.0, "a").sign(wrong.1);
        assert_refused(&grant(&bench, &refused).await, registered);
        let good = Assertion::new(&bench, &client, registered, "a").sign(right);
        assert_eq!(grant(&bench, &good).await.status, 200, "{registered}");
    }
    bench.done().await;
}

#[tokio::test]
async fn a_key_is_used_for_what_it_says_of_itself() {
    let bench = Bench::open().await;
    let [rsa, ec] = public_keys();
    let with = |member: &str, value: Value| {
        let mut key = rsa.clone();
        key[member] = value;
        key
    };
    for (key, works) in [
        (with("alg", json!("RS256")), true),
        (with("alg", json!("PS256")), false),
        (with("use", json!("enc")), false),
        (with("key_ops", json!(["verify"])), true),
        (with("key_ops", json!(["encrypt"])), false),
    ] {
        let mut metadata = signing_service();
        metadata["jwks"] = json!({"keys": [key, ec]});
        let client = bench.register(metadata).await;
        let assertion = Assertion::new(&bench, &client, "RS256", "a").sign(Algorithm::RS256);
        let expected = if works { 200 } else { 400 };
        assert_eq!(grant(&bench, &assertion).await.status, expected, "{key}");
    }
    bench.done().await;
}

#[tokio::test]
async fn a_secret_of_the_client_authenticates_it() {
    let bench = Bench::open().await;
    let mut metadata = service();
    metadata["token_endpoint_auth_method"] = json!("client_secret_jwt");
    metadata["jwks"] = json!({ "keys": public_keys() });
    let client = bench.register(metadata).await;
    assert!(client.secret.len() >= 32);
    let new = |alg, jti: &str| Assertion::new(&bench, &client, alg, jti);
    let good = new("HS256", "a").sign_with_secret(client.secret.as_bytes());
    assert_eq!(grant(&bench, &good).await.status, 200);
    for (why, assertion) in [
        ("again", good),
        (
            "another secret",
            new("HS256", "b").sign_with_secret(b"wrong"),
        ),
        ("a key", new("RS256", "b").sign(Algorithm::RS256)),
        ("none", new("none", "b").unsigned()),
    ] {
        assert_refused(&grant(&bench, &assertion).await, why);
    }
    bench
        .grant(&client, "grant_type=client_credentials")
        .await
        .assert_error(401, "invalid_client");
    bench.done().await;
}

#[tokio::test]
async fn only_the_registered_method_is_accepted() {
    let bench = Bench::open().await;
    let basic = bench.client().await;
    let secret = Assertion::new(&bench, &basic, "HS256", "a");
    let secret = secret.sign_with_secret(basic.secret.as_bytes());
    assert_refused(&grant(&bench, &secret).await, "registered for Basic");
    let key = Assertion::new(&bench, &basic, "RS256", "b").sign(Algorithm::RS256);
    assert_refused(&grant(&bench, &key).await, "registered for Basic");
    let signer = signer(&bench).await;
    for body in ["", "&client_secret=x"] {
        let body = format!(
            "grant_type=client_credentials&client_id={}{body}",
            signer.id
        );
        let response = bench.send(Request::form("/token", &body)).await;
        response.assert_error(401, "invalid_client");
    }
    bench.done().await;
}

#[tokio::test]
async fn the_parameters_beside_an_assertion_have_to_fit() {
    let bench = Bench::open().await;
    let (client, other) = (signer(&bench).await, bench.client().await);
    let assertion = Assertion::new(&bench, &client, "RS256", "a").sign(Algorithm::RS256);
    let body = grant_body(&assertion);
    let grant = "grant_type=client_credentials";
    for (why, body) in [
        (
            "client_id of another",
            format!("{body}&client_id={}", other.id),
        ),
        ("no type", format!("{grant}&client_assertion={assertion}")),
        ("another type", body.replace("jwt-bearer", "saml2-bearer")),
        (
            "no assertion",
            format!("{grant}&client_assertion_type={JWT_BEARER}"),
        ),
    ] {
        let response = bench.send(Request::form("/token", &body)).await;
        assert_refused(&response, why);
    }
    for request in [
        Request::form("/token", &format!("{body}&client_secret=x")),
        Request::form("/token", &body).basic(&other.id, &other.secret),
        Request::form("/token", &body).basic(&client.id, "x"),
        Request::form("/token", &format!("{body}&client_assertion={assertion}")),
    ] {
        bench
            .send(request)
            .await
            .assert_error(400, "invalid_request");
    }
    assert_eq!(bench.send(Request::form("/token", &body)).await.status, 200);
    bench.done().await;
}

#[tokio::test]
async fn introspection_and_revocation_take_assertions() {
    let bench = Bench::open().await;
    let client = signer(&bench).await;
    let body = |jti: &str, token: &str| {
        let assertion = Assertion::new(&bench, &client, "ES256", jti).sign(Algorithm::ES256);
        format!("token={token}&client_assertion_type={JWT_BEARER}&client_assertion={assertion}")
    };
    let assertion = Assertion::new(&bench, &client, "ES256", "0").sign(Algorithm::ES256);
    let token = grant(&bench, &assertion).await.json()["access_token"].clone();
    let token = token.as_str().unwrap();
    let introspect = async |jti| {
        bench
            .send(Request::form("/introspect", &body(jti, token)))
            .await
    };
    assert_eq!(introspect("1").await.json()["active"], true);
    introspect("1").await.assert_error(401, "invalid_client");
    let revoke = async |jti| {
        bench
            .send(Request::form("/revoke", &body(jti, token)))
            .await
    };
    assert_refused(&revoke("1").await, "used at another endpoint");
    assert_eq!(revoke("2").await.status, 200);
    assert_eq!(introspect("3").await.json(), json!({"active": false}));
    bench.done().await;
}
