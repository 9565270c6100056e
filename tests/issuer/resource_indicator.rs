//! Resource indicators: a token is for the protected resources that it was asked for.

use serde_json::{Value, json};

use crate::client::{Bench, Registered, Request, Response, decode};

const GRANT: &str = "grant_type=client_credentials&scope=openactive-ordersfeed";

async fn grant(bench: &Bench, client: &Registered, resources: &[&str]) -> Response {
    let mut form = url::form_urlencoded::Serializer::new(GRANT.to_owned());
    for resource in resources {
        form.append_pair("resource", resource);
    }
    bench.grant(client, &form.finish()).await
}

/// The audience in the token, which introspection repeats.
async fn audience(bench: &Bench, client: &Registered, response: &Response) -> Value {
    assert_eq!(response.status, 200, "{}", response.text());
    let token = response.json()["access_token"].as_str().unwrap().to_owned();
    let audience = decode(&token).1["aud"].clone();
    let request = Request::form("/introspect", &format!("token={token}"));
    let introspected = bench.send(request.basic(&client.id, &client.secret)).await;
    assert_eq!(introspected.json()["aud"], audience);
    audience
}

#[tokio::test]
async fn the_resource_becomes_the_audience() {
    let bench = Bench::open().await;
    let client = bench.client().await;
    let feed = format!("{}/feeds/orders", bench.issuer.issuer());
    let userinfo = format!("{}/userinfo", bench.issuer.issuer());
    for (resources, expected) in [
        (vec![], json!(feed)),
        (vec![""], json!(feed)),
        (vec![feed.as_str()], json!(feed)),
        (vec![userinfo.as_str()], json!(userinfo)),
        (vec![&feed, &feed], json!(feed)),
        (vec![&userinfo, &feed], json!([userinfo, feed])),
    ] {
        let response = grant(&bench, &client, &resources).await;
        assert_eq!(
            audience(&bench, &client, &response).await,
            expected,
            "{resources:?}"
        );
    }
    bench.done().await;
}

#[tokio::test]
async fn resources_that_are_malformed_or_unknown_are_refused() {
    let bench = Bench::open().await;
    let client = bench.client().await;
    let feed = format!("{}/feeds/orders", bench.issuer.issuer());
    let fragment = format!("{feed}#f");
    for resources in [
        vec!["not-a-uri"],
        vec!["/feeds/orders"],
        vec!["https://x.example/#f"],
        vec!["https://x.example/"],
        vec!["#"],
        vec![&fragment],
        vec![bench.issuer.issuer()],
        vec![&feed, "https://x.example/"],
    ] {
        let response = grant(&bench, &client, &resources).await;
        response.assert_error(400, "invalid_target");
    }
    bench.done().await;
}

#[tokio::test]
async fn a_token_for_another_resource_does_not_open_the_feed() {
    let bench = Bench::open().await;
    let client = bench.client().await;
    let [feed, userinfo] =
        ["feeds/orders", "userinfo"].map(|path| format!("{}/{path}", bench.issuer.issuer()));
    for (resources, status) in [
        (vec![], 200),
        (vec![feed.as_str()], 200),
        (vec![&feed, &userinfo], 200),
        (vec![userinfo.as_str()], 401),
    ] {
        let body = grant(&bench, &client, &resources).await.json();
        let token = body["access_token"].as_str().unwrap();
        let request = Request::get("/feeds/orders").bearer(token);
        assert_eq!(bench.send(request).await.status, status, "{resources:?}");
    }
    bench.done().await;
}
