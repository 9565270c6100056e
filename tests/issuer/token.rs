//! The token endpoint and the access tokens that it issues.

use issuercheck::clock::Clock;
use issuercheck::issuer::{Options, SigningAlgorithm, StaticClient};
use issuercheck::secret::Secret;
use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{DecodingKey, Validation};
use serde_json::{Value, json};

use crate::client::{Bench, Request, decode};

const GRANT: &str = "grant_type=client_credentials";

/// Verifies a token as a resource server does (RFC 9068 §4); its claims.
async fn verify(bench: &Bench, token: &str, alg: &str) -> Value {
    let header = jsonwebtoken::decode_header(token).unwrap();
    assert_eq!(header.typ.as_deref(), Some("at+jwt"));
    assert_eq!(json!(header.alg), alg);
    let keys: JwkSet =
        serde_json::from_value(bench.send(Request::get("/jwks")).await.json()).unwrap();
    let key = DecodingKey::from_jwk(keys.find(&header.kid.unwrap()).unwrap()).unwrap();
    let mut validation = Validation::new(header.alg);
    validation.set_audience(&[format!("{}/feeds/orders", bench.issuer.issuer())]);
    validation.set_issuer(&[bench.issuer.issuer()]);
    validation.set_required_spec_claims(&["iss", "sub", "aud", "exp"]);
    jsonwebtoken::decode::<Value>(token, &key, &validation)
        .unwrap()
        .claims
}

#[tokio::test]
async fn a_client_gets_a_token_that_verifies() {
    for (signing, alg) in [
        (SigningAlgorithm::Rs256, "RS256"),
        (SigningAlgorithm::Es256, "ES256"),
    ] {
        let bench = Bench::start(Options {
            signing,
            ..Options::default()
        })
        .await;
        let client = bench.client().await;
        let response = bench
            .grant(
                &client,
                "grant_type=client_credentials&scope=openactive-ordersfeed",
            )
            .await;
        assert_eq!(response.status, 200);
        assert_eq!(response.header("cache-control"), Some("no-store"));
        assert_eq!(response.header("pragma"), Some("no-cache"));
        let body = response.json();
        assert_eq!(body["token_type"], "Bearer");
        assert_eq!(body["expires_in"], 900);
        assert_eq!(body["scope"], "openactive-ordersfeed");
        assert!(body.get("refresh_token").is_none());

        let token = body["access_token"].as_str().unwrap();
        let claims = verify(&bench, token, alg).await;
        assert_eq!(
            (&claims["sub"], &claims["client_id"]),
            (&json!(client.id), &json!(client.id))
        );
        assert_eq!(claims["scope"], "openactive-ordersfeed");
        assert_eq!(
            claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap(),
            900
        );
        let again = bench.token(&client).await;
        assert_ne!(decode(&again).1["jti"], claims["jti"]);
        bench.done().await;
    }
}

#[tokio::test]
async fn clients_authenticate_as_they_are_registered() {
    let bench = Bench::open().await;
    let basic = bench.client().await;
    let mut metadata = crate::client::service();
    metadata["token_endpoint_auth_method"] = json!("client_secret_post");
    let post = bench.register(metadata).await;
    let in_body = |id: &str, secret: &str| {
        let secret: String = url::form_urlencoded::byte_serialize(secret.as_bytes()).collect();
        Request::form(
            "/token",
            &format!("{GRANT}&client_id={id}&client_secret={secret}"),
        )
    };
    assert_eq!(bench.grant(&basic, GRANT).await.status, 200);
    assert_eq!(
        bench.send(in_body(&post.id, &post.secret)).await.status,
        200
    );
    bench
        .grant(&post, GRANT)
        .await
        .assert_error(401, "invalid_client");
    bench
        .send(in_body(&basic.id, &basic.secret))
        .await
        .assert_error(401, "invalid_client");
    let named_twice = format!("{GRANT}&client_id={}", basic.id);
    assert_eq!(bench.grant(&basic, &named_twice).await.status, 200);
    bench.done().await;
}

#[tokio::test]
async fn configured_clients_use_basic_or_post() {
    let client = StaticClient {
        client_id: "configured client".into(),
        client_secret: Secret::new("a:b%&=+ \u{e9}"),
        scope: "openactive-ordersfeed".into(),
    };
    let bench = Bench::start(Options {
        clients: vec![client],
        ..Options::default()
    })
    .await;
    let request = Request::form("/token", GRANT).basic("configured client", "a:b%&=+ \u{e9}");
    assert_eq!(
        bench.send(request).await.json()["scope"],
        "openactive-ordersfeed"
    );
    let body =
        format!("{GRANT}&client_id=configured+client&client_secret=a%3Ab%25%26%3D%2B+%C3%A9");
    assert_eq!(bench.send(Request::form("/token", &body)).await.status, 200);
    bench
        .send(Request::form(
            "/token",
            &format!("{GRANT}&client_id=configured+client"),
        ))
        .await
        .assert_error(401, "invalid_client");
    bench.done().await;
}

#[tokio::test]
async fn clients_that_fail_to_authenticate_are_challenged() {
    let bench = Bench::open().await;
    let client = bench.client().await;
    let form = || Request::form("/token", GRANT);
    for request in [
        form(),
        form().basic("unknown", "secret"),
        form().basic(&client.id, "wrong"),
        form().header("authorization", "Basic"),
        form().header("authorization", "Basic !!!"),
        form().header("authorization", "Basic YQ=="),
        form().header("authorization", "Bearer x"),
        form().header("authorization", ""),
        Request::form("/token", &format!("{GRANT}&client_id={}", client.id)),
        form().header("authorization", "Basic JTQ6eA=="),
        Request::form("/token", ""),
        Request::form(
            &format!(
                "/token?client_id={}&client_secret={}",
                client.id, client.secret
            ),
            GRANT,
        ),
    ] {
        let response = bench.send(request).await;
        response.assert_error(401, "invalid_client");
        assert_eq!(
            response.header("www-authenticate"),
            Some("Basic realm=\"issuercheck\", charset=\"UTF-8\"")
        );
    }
    bench.done().await;
}

#[tokio::test]
async fn requests_that_are_malformed_are_invalid_requests() {
    let bench = Bench::open().await;
    let client = bench.client().await;
    let signed = |request: Request| request.basic(&client.id, &client.secret);
    for request in [
        Request::form("/token", ""),
        Request::form("/token", "scope=openactive-ordersfeed"),
        Request::form("/token", "grant_type="),
        Request::form(
            "/token",
            "grant_type=client_credentials&grant_type=client_credentials",
        ),
        Request::form(
            "/token",
            &format!("{GRANT}&scope=client-scope&scope=openactive-ordersfeed"),
        ),
        Request::form("/token", &format!("{GRANT}&scope=%4")),
        Request::form("/token", &format!("{GRANT}&scope=%ff")),
        Request::form("/token", &format!("{GRANT}&client_secret=x")),
        Request::form("/token", &format!("{GRANT}&client_id=another")),
        Request::form("/token", GRANT).basic("a", "b"),
        Request::json(
            "POST",
            "/token",
            &json!({"grant_type": "client_credentials"}),
        ),
        Request::new("POST", "/token").body("multipart/form-data; boundary=a", b"--a--"),
        Request::new("POST", "/token"),
    ] {
        let response = bench.send(signed(request)).await;
        response.assert_error(400, "invalid_request");
    }
    bench.done().await;
}

#[tokio::test]
async fn grants_that_a_client_cannot_use_are_refused() {
    let bench = Bench::open().await;
    let service = bench.client().await;
    bench
        .grant(&service, "grant_type=urn:example:unknown")
        .await
        .assert_error(400, "unsupported_grant_type");
    bench
        .grant(&service, "grant_type=authorization_code&code=x")
        .await
        .assert_error(400, "unauthorized_client");
    let metadata = json!({"redirect_uris": ["https://c.example/cb"], "scope": "openid",
        "grant_types": ["authorization_code", "refresh_token"]});
    let web = bench.register(metadata).await;
    bench
        .grant(&web, GRANT)
        .await
        .assert_error(400, "unauthorized_client");
    for body in [
        "grant_type=authorization_code&code=bogus",
        "grant_type=refresh_token&refresh_token=bogus",
    ] {
        bench
            .grant(&web, body)
            .await
            .assert_error(400, "invalid_grant");
    }
    bench
        .grant(&web, "grant_type=authorization_code")
        .await
        .assert_error(400, "invalid_request");
    bench.done().await;
}

#[tokio::test]
async fn scopes_are_granted_whole_or_not_at_all() {
    let bench = Bench::open().await;
    let client = bench.client().await;
    let scope =
        |body: &'static str| async { bench.grant(&client, body).await.json()["scope"].clone() };
    let all = json!("openactive-ordersfeed client-scope");
    assert_eq!(scope("grant_type=client_credentials").await, all);
    assert_eq!(scope("grant_type=client_credentials&scope=").await, all);
    assert_eq!(
        scope("grant_type=client_credentials&x_harness_probe=1").await,
        all
    );
    assert_eq!(
        scope("grant_type=client_credentials&scope=client-scope+openactive-ordersfeed").await,
        "client-scope openactive-ordersfeed"
    );
    assert_eq!(
        scope("grant_type=client_credentials&scope=client-scope+client-scope").await,
        "client-scope"
    );
    for refused in [
        "unknown",
        "openid",
        "client-scope+unknown",
        "client-scope++openactive-ordersfeed",
        "%22",
        "%01",
    ] {
        let body = format!("{GRANT}&scope={refused}");
        bench
            .grant(&client, &body)
            .await
            .assert_error(400, "invalid_scope");
    }
    let useless = bench
        .register(json!({"grant_types": ["client_credentials"], "scope": "openid"}))
        .await;
    bench
        .grant(&useless, GRANT)
        .await
        .assert_error(400, "invalid_scope");
    bench.done().await;
}

#[tokio::test]
async fn a_charset_parameter_does_not_matter() {
    let bench = Bench::open().await;
    let client = bench.client().await;
    let request = Request::new("POST", "/token")
        .body(
            "application/x-www-form-urlencoded;charset=UTF-8",
            GRANT.as_bytes(),
        )
        .basic(&client.id, &client.secret);
    assert_eq!(bench.send(request).await.status, 200);
    bench.done().await;
}

#[tokio::test]
async fn tokens_carry_the_time_of_a_clock_that_stands_still() {
    let time = time::macros::datetime!(2022-07-22 10:48:08 UTC);
    let bench = Bench::start(Options {
        clock: Clock::Fixed(time),
        ..Options::default()
    })
    .await;
    let client = bench.client().await;
    assert_eq!(client.body["client_id_issued_at"], 1_658_486_888);
    let response = bench.grant(&client, GRANT).await;
    assert_eq!(
        response.header("date"),
        Some("Fri, 22 Jul 2022 10:48:08 GMT")
    );
    let claims = decode(response.json()["access_token"].as_str().unwrap()).1;
    assert_eq!(
        (&claims["iat"], &claims["exp"]),
        (&json!(1_658_486_888), &json!(1_658_487_788))
    );
    bench.done().await;
}
