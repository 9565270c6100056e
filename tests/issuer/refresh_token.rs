//! Refresh tokens and expired access tokens, made for whoever runs the issuer.

use issuercheck::issuer::{MintError, Options, StaticClient};
use issuercheck::secret::Secret;
use serde_json::json;

use crate::client::{Bench, Registered, Request, Response, decode};

const ID: &str = "embedded-client";
const SECRET: &str = "embedded-client-secret-that-is-long";

async fn bench() -> Bench {
    let client = |id: &str| StaticClient {
        client_id: id.into(),
        client_secret: Secret::new(SECRET),
        scope: "openactive-ordersfeed client-scope openactive-openbooking".into(),
    };
    Bench::start(Options {
        clients: vec![client(ID), client("other")],
        ..Options::default()
    })
    .await
}

async fn post(bench: &Bench, target: &str, body: &str) -> Response {
    bench
        .send(Request::form(target, body).basic(ID, SECRET))
        .await
}

async fn refresh(bench: &Bench, token: &str, more: &str) -> Response {
    let body = format!("grant_type=refresh_token&refresh_token={token}{more}");
    post(bench, "/token", &body).await
}

async fn feed(bench: &Bench, token: &str) -> u16 {
    let request = Request::get("/feeds/orders").bearer(token);
    bench.send(request).await.status
}

fn minted(bench: &Bench) -> String {
    bench
        .issuer
        .mint_refresh_token(ID)
        .unwrap()
        .reveal()
        .to_owned()
}

#[tokio::test]
async fn a_refresh_token_gets_access_tokens_until_it_is_revoked() {
    let bench = bench().await;
    let token = minted(&bench);
    let mut access = String::new();
    for (more, scope) in [
        ("", "openactive-ordersfeed client-scope"),
        ("&scope=", "openactive-ordersfeed client-scope"),
        ("&scope=openactive-ordersfeed", "openactive-ordersfeed"),
    ] {
        let response = refresh(&bench, &token, more).await;
        assert_eq!(response.status, 200, "{}", response.text());
        let body = response.json();
        assert_eq!(
            (&body["scope"], &body["expires_in"]),
            (&json!(scope), &json!(900))
        );
        body["access_token"]
            .as_str()
            .unwrap()
            .clone_into(&mut access);
        assert_eq!(decode(&access).1["client_id"], ID);
        assert_eq!(feed(&bench, &access).await, 200);
    }
    let revoked = post(&bench, "/revoke", &format!("token={token}")).await;
    assert_eq!(revoked.status, 200);
    refresh(&bench, &token, "")
        .await
        .assert_error(400, "invalid_grant");
    assert_eq!(
        feed(&bench, &access).await,
        401,
        "what came from it is dead too"
    );
    bench.done().await;
}

#[tokio::test]
async fn hints_do_not_keep_a_refresh_token_alive() {
    let bench = bench().await;
    for hint in ["access_token", "refresh_token", "foo", ""] {
        let token = minted(&bench);
        let body = format!("token={token}&token_type_hint={hint}");
        let introspected = post(&bench, "/introspect", &body).await.json();
        assert_eq!(introspected["active"], true, "{hint}");
        assert_eq!(post(&bench, "/revoke", &body).await.status, 200);
        let introspected = post(&bench, "/introspect", &body).await;
        assert_eq!(introspected.json(), json!({"active": false}));
        refresh(&bench, &token, "")
            .await
            .assert_error(400, "invalid_grant");
    }
    bench.done().await;
}

#[tokio::test]
async fn a_refresh_token_is_its_clients_own() {
    let bench = bench().await;
    let token = minted(&bench);
    let asking = |target, body: &str| Request::form(target, body).basic("other", SECRET);
    let body = format!("grant_type=refresh_token&refresh_token={token}");
    let redeemed = bench.send(asking("/token", &body)).await;
    redeemed.assert_error(400, "invalid_grant");
    let body = format!("token={token}");
    let introspected = bench.send(asking("/introspect", &body)).await;
    assert_eq!(introspected.json(), json!({"active": false}));
    let revoked = bench.send(asking("/revoke", &body)).await;
    revoked.assert_error(400, "invalid_grant");
    assert_eq!(refresh(&bench, &token, "").await.status, 200);
    bench.done().await;
}

#[tokio::test]
async fn a_refresh_token_is_no_access_token_and_the_other_way_round() {
    let bench = bench().await;
    let token = minted(&bench);
    assert_eq!(feed(&bench, &token).await, 401);
    let known = post(&bench, "/introspect", &format!("token={token}"))
        .await
        .json();
    assert_eq!(known.get("token_type"), None);
    for (member, value) in [
        ("client_id", json!(ID)),
        ("iss", json!(bench.issuer.issuer())),
        ("scope", json!("openactive-ordersfeed client-scope")),
    ] {
        assert_eq!(known[member], value);
    }
    let access = refresh(&bench, &token, "").await.json()["access_token"].clone();
    refresh(&bench, access.as_str().unwrap(), "")
        .await
        .assert_error(400, "invalid_grant");
    bench.done().await;
}

#[tokio::test]
async fn refreshing_is_refused_for_what_was_not_granted() {
    let bench = bench().await;
    let token = minted(&bench);
    for (token, more, error) in [
        (token.as_str(), "&scope=openid", "invalid_scope"),
        (&token, "&scope=client-scope+unknown", "invalid_scope"),
        (&token, "&resource=https://x.example", "invalid_target"),
        ("bogus", "", "invalid_grant"),
        ("", "", "invalid_request"),
    ] {
        refresh(&bench, token, more).await.assert_error(400, error);
    }
    let code = "grant_type=authorization_code&code=bogus&redirect_uri=https://c.example/cb";
    post(&bench, "/token", code)
        .await
        .assert_error(400, "invalid_grant");
    bench.done().await;
}

#[tokio::test]
async fn an_expired_access_token_is_good_but_for_its_time() {
    let bench = bench().await;
    let token = bench.issuer.mint_expired_access_token(ID).unwrap();
    let token = token.reveal();
    let claims = decode(token).1;
    let now = issuercheck::clock::Clock::System.unix();
    assert!((now - claims["exp"].as_i64().unwrap() - 3600).abs() < 5);
    assert_eq!(
        claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap(),
        900
    );
    assert_eq!(claims["scope"], "openactive-ordersfeed client-scope");
    let response = bench
        .send(Request::get("/feeds/orders").bearer(token))
        .await;
    response.assert_error(401, "invalid_token");
    let introspected = post(&bench, "/introspect", &format!("token={token}")).await;
    assert_eq!(introspected.json(), json!({"active": false}));
    let revoked = post(&bench, "/revoke", &format!("token={token}")).await;
    assert_eq!(revoked.status, 200);
    bench.done().await;
}

#[tokio::test]
async fn tokens_are_made_for_known_clients_alone() {
    let bench = bench().await;
    let unknown = bench.issuer.mint_refresh_token("unknown");
    assert!(matches!(unknown, Err(MintError::Client(id)) if id == "unknown"));
    let metadata = json!({"grant_types": ["client_credentials"], "scope": "openid"});
    let useless: Registered = bench.register(metadata).await;
    let refused = bench.issuer.mint_expired_access_token(&useless.id);
    assert!(matches!(refused, Err(MintError::Scope(_))));
    let web = json!({"redirect_uris": ["https://c.example/cb"], "grant_types":
        ["authorization_code", "refresh_token", "client_credentials"]});
    let web = bench.register(web).await;
    let token = bench.issuer.mint_refresh_token(&web.id).unwrap();
    let body = format!("grant_type=refresh_token&refresh_token={}", token.reveal());
    assert_eq!(bench.grant(&web, &body).await.status, 200);
    bench.done().await;
}
