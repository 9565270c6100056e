//! Introspection, revocation and the protected resources.

use serde_json::json;

use crate::client::{Bench, Registered, Request, Response, decode};

async fn introspect(bench: &Bench, client: &Registered, body: &str) -> Response {
    bench
        .send(Request::form("/introspect", body).basic(&client.id, &client.secret))
        .await
}

async fn revoke(bench: &Bench, client: &Registered, body: &str) -> Response {
    bench
        .send(Request::form("/revoke", body).basic(&client.id, &client.secret))
        .await
}

#[tokio::test]
async fn introspection_tells_what_the_token_holds() {
    let bench = Bench::open().await;
    let (client, other) = (bench.client().await, bench.client().await);
    let token = bench.token(&client).await;
    let claims = decode(&token).1;
    for asking in [&client, &other] {
        for hint in [
            "",
            "&token_type_hint=refresh_token",
            "&token_type_hint=unknown",
        ] {
            let response = introspect(&bench, asking, &format!("token={token}{hint}")).await;
            assert_eq!(response.header("cache-control"), Some("no-store"));
            let body = response.json();
            assert_eq!(
                (&body["active"], &body["token_type"]),
                (&json!(true), &json!("Bearer"))
            );
            for member in [
                "scope",
                "client_id",
                "sub",
                "aud",
                "iss",
                "exp",
                "iat",
                "jti",
            ] {
                assert_eq!(body[member], claims[member]);
            }
        }
    }
    bench.done().await;
}

#[tokio::test]
async fn introspection_tells_nothing_about_other_tokens() {
    let bench = Bench::open().await;
    let client = bench.client().await;
    let token = bench.token(&client).await;
    let (head, signature) = token.rsplit_once('.').unwrap();
    for body in [
        "token=random".to_owned(),
        format!("token={head}x.{signature}"),
        format!("token={head}."),
    ] {
        let response = introspect(&bench, &client, &body).await;
        assert_eq!(
            (response.status, response.json()),
            (200, json!({"active": false}))
        );
    }
    introspect(&bench, &client, "")
        .await
        .assert_error(400, "invalid_request");
    let anonymous = bench
        .send(Request::form("/introspect", &format!("token={token}")))
        .await;
    anonymous.assert_error(401, "invalid_client");
    let public = bench
        .register(json!({"redirect_uris": ["https://c.example/cb"], "token_endpoint_auth_method": "none"}))
        .await;
    let body = format!("token={token}&client_id={}", public.id);
    bench
        .send(Request::form("/introspect", &body))
        .await
        .assert_error(401, "invalid_client");
    let query = bench
        .send(Request::get(&format!("/introspect?token={token}")))
        .await;
    query.assert_error(405, "invalid_request");
    bench.done().await;
}

#[tokio::test]
async fn revocation_takes_effect_at_once() {
    let bench = Bench::open().await;
    let client = bench.client().await;
    for hint in [
        "",
        "&token_type_hint=access_token",
        "&token_type_hint=refresh_token",
        "&token_type_hint=foo",
    ] {
        let token = bench.token(&client).await;
        for _ in 0..2 {
            let revoked = revoke(&bench, &client, &format!("token={token}{hint}")).await;
            assert_eq!((revoked.status, revoked.body.as_slice()), (200, &b""[..]));
        }
        let introspected = introspect(&bench, &client, &format!("token={token}")).await;
        assert_eq!(introspected.json(), json!({"active": false}));
        let feed = bench
            .send(Request::get("/feeds/orders").bearer(&token))
            .await;
        feed.assert_error(401, "invalid_token");
    }
    assert_eq!(revoke(&bench, &client, "token=random").await.status, 200);
    bench.done().await;
}

#[tokio::test]
async fn revocation_is_for_the_tokens_own_client() {
    let bench = Bench::open().await;
    let (client, other) = (bench.client().await, bench.client().await);
    let token = bench.token(&client).await;
    let body = format!("token={token}");
    revoke(&bench, &other, &body)
        .await
        .assert_error(400, "invalid_grant");
    bench
        .send(Request::form("/revoke", &body))
        .await
        .assert_error(401, "invalid_client");
    let wrong = Request::form("/revoke", &body).basic(&client.id, "wrong");
    bench.send(wrong).await.assert_error(401, "invalid_client");
    revoke(&bench, &client, "")
        .await
        .assert_error(400, "invalid_request");
    assert_eq!(
        introspect(&bench, &client, &body).await.json()["active"],
        true
    );
    bench.done().await;
}

#[tokio::test]
async fn the_orders_feed_opens_for_its_scope() {
    let bench = Bench::open().await;
    let client = bench.client().await;
    let token = bench.token(&client).await;
    for scheme in ["Bearer", "bearer"] {
        let request =
            Request::get("/feeds/orders").header("authorization", &format!("{scheme} {token}"));
        let response = bench.send(request).await;
        assert_eq!(response.status, 200);
        assert_eq!(response.json()["items"], json!([]));
    }
    let anonymous = bench.send(Request::get("/feeds/orders")).await;
    assert_eq!(anonymous.status, 401);
    let challenge = "Bearer realm=\"issuercheck\", scope=\"openactive-ordersfeed\"";
    assert_eq!(anonymous.header("www-authenticate"), Some(challenge));
    bench
        .send(Request::get("/feeds/orders").bearer("random"))
        .await
        .assert_error(401, "invalid_token");
    let in_query = bench
        .send(Request::get(&format!("/feeds/orders?access_token={token}")))
        .await;
    assert_eq!(in_query.status, 401);
    let twice = Request::get(&format!("/feeds/orders?access_token={token}")).bearer(&token);
    assert_eq!(bench.send(twice).await.json()["error"], "invalid_request");
    let narrow = bench
        .grant(&client, "grant_type=client_credentials&scope=client-scope")
        .await
        .json();
    let narrow = narrow["access_token"].as_str().unwrap();
    let refused = bench
        .send(Request::get("/feeds/orders").bearer(narrow))
        .await;
    refused.assert_error(403, "insufficient_scope");
    assert!(
        refused
            .header("www-authenticate")
            .unwrap()
            .contains("scope=\"openactive-ordersfeed\"")
    );
    bench.done().await;
}

#[tokio::test]
async fn userinfo_is_for_end_users() {
    let bench = Bench::open().await;
    let client = bench.client().await;
    let token = bench.token(&client).await;
    assert_eq!(bench.send(Request::get("/userinfo")).await.status, 401);
    let refused = bench.send(Request::get("/userinfo").bearer(&token)).await;
    refused.assert_error(403, "insufficient_scope");
    bench.done().await;
}
