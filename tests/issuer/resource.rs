//! Introspection, revocation and the protected resources.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

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
    let form = format!("access_token={token}");
    let in_body = bench.send(Request::form("/userinfo", &form)).await;
    assert_eq!((in_body.status, in_body.body.as_slice()), (401, &b""[..]));
    let twice = Request::form("/userinfo", &form).bearer(&token);
    let twice = bench.send(twice).await;
    assert_eq!(
        (twice.status, &twice.json()["error"]),
        (400, &json!("invalid_request"))
    );
    bench.done().await;
}

#[tokio::test]
async fn tokens_that_were_made_or_changed_by_others_open_nothing() {
    let bench = Bench::open().await;
    let client = bench.client().await;
    let token = bench.token(&client).await;
    let (header, claims) = decode(&token);
    let segments: Vec<&str> = token.split('.').collect();
    let encode = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let with = |value: &Value, member: &str, to: Value| {
        let mut changed = value.clone();
        changed[member] = to;
        encode(&changed)
    };
    let (head, body, signature) = (segments[0], segments[1], segments[2]);
    let none = with(&header, "alg", json!("none"));
    let longer = with(&claims, "exp", json!(4_102_444_800_i64));
    let scope = with(
        &claims,
        "scope",
        json!("openactive-ordersfeed openactive-openbooking"),
    );
    for forged in [
        format!("{none}.{body}."),
        format!("{none}.{body}.{signature}"),
        format!("{head}.{longer}.{signature}"),
        format!("{head}.{scope}.{signature}"),
        format!("{}.{body}.{signature}", with(&header, "typ", json!("JWT"))),
        format!(
            "{}.{body}.{signature}",
            with(&header, "alg", json!("HS256"))
        ),
        format!("{head}.{body}."),
        format!("{token}A"),
    ] {
        let feed = Request::get("/feeds/orders").bearer(&forged);
        bench.send(feed).await.assert_error(401, "invalid_token");
    }
    let feed = Request::get("/feeds/orders").bearer(&token);
    assert_eq!(bench.send(feed).await.status, 200);
    bench.done().await;
}
