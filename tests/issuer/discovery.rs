//! Metadata and keys.

use issuercheck::issuer::{Options, StartError, start};
use serde_json::json;

use crate::client::{Bench, Request};

#[tokio::test]
async fn metadata_is_complete_and_the_same_at_both_locations() {
    let bench = Bench::open().await;
    let issuer = bench.issuer.issuer().to_owned();
    assert_eq!(
        issuer,
        format!("http://localhost:{}", bench.issuer.address().port())
    );
    let openid = bench
        .send(Request::get("/.well-known/openid-configuration"))
        .await;
    assert_eq!(openid.status, 200);
    assert_eq!(openid.header("access-control-allow-origin"), Some("*"));
    assert_eq!(openid.header("cache-control"), Some("public, max-age=300"));
    let document = openid.json();
    assert_eq!(document["issuer"], issuer);
    for (member, path) in [
        ("authorization_endpoint", "/authorize"),
        ("token_endpoint", "/token"),
        ("userinfo_endpoint", "/userinfo"),
        ("jwks_uri", "/jwks"),
        ("registration_endpoint", "/register"),
        ("introspection_endpoint", "/introspect"),
        ("revocation_endpoint", "/revoke"),
    ] {
        assert_eq!(document[member], format!("{issuer}{path}"));
    }
    let lists = document
        .as_object()
        .unwrap()
        .values()
        .filter_map(|value| value.as_array());
    assert!(
        lists
            .clone()
            .all(|list| !list.is_empty() && list.iter().all(serde_json::Value::is_string))
    );
    assert!(lists.count() >= 10);
    assert_eq!(
        document["grant_types_supported"],
        json!(["authorization_code", "client_credentials", "refresh_token"])
    );
    let oauth = bench
        .send(Request::get("/.well-known/oauth-authorization-server"))
        .await;
    assert_eq!(oauth.json(), document);
    bench.done().await;
}

#[tokio::test]
async fn an_issuer_with_a_path_is_found_where_each_specification_says() {
    for issuer in [
        "http://localhost/tenant/one",
        "http://localhost/tenant/one/",
    ] {
        let options = Options {
            issuer: Some(issuer.into()),
            ..Options::default()
        };
        let bench = Bench::start(options).await;
        for location in [
            "/tenant/one/.well-known/openid-configuration",
            "/.well-known/oauth-authorization-server/tenant/one",
            "/.well-known/openid-configuration/tenant/one",
        ] {
            let document = bench.send(Request::get(location)).await.json();
            assert_eq!(document["issuer"], issuer);
            assert_eq!(
                document["token_endpoint"],
                "http://localhost/tenant/one/token"
            );
        }
        for location in [
            "/.well-known/openid-configuration",
            "/tenant/one/.well-known/oauth-authorization-server",
        ] {
            assert_eq!(bench.send(Request::get(location)).await.status, 404);
        }
        assert_eq!(
            bench.send(Request::get("/tenant/one/jwks")).await.status,
            200
        );
        bench.done().await;
    }
}

#[tokio::test]
async fn the_path_of_an_issuer_can_be_given_alone() {
    for path in ["/tenant", "/tenant/"] {
        let bench = Bench::start(Options {
            path: path.into(),
            ..Options::default()
        })
        .await;
        let port = bench.issuer.address().port();
        let issuer = format!("http://localhost:{port}{path}");
        assert_eq!(bench.issuer.issuer(), issuer);
        let at = "/.well-known/oauth-authorization-server/tenant";
        assert_eq!(bench.send(Request::get(at)).await.json()["issuer"], issuer);
        bench.done().await;
    }
    let refused = start(Options {
        path: "tenant".into(),
        ..Options::default()
    });
    assert!(matches!(refused.await, Err(StartError::Issuer { .. })));
}

#[tokio::test]
async fn both_public_keys_are_published_and_nothing_private() {
    let bench = Bench::open().await;
    let keys = bench.send(Request::get("/jwks")).await.json();
    let keys = keys["keys"].as_array().unwrap();
    assert_eq!(keys.len(), 2);
    for key in keys {
        let private = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];
        assert!(private.iter().all(|name| key.get(name).is_none()));
        assert_eq!(key["use"], "sig");
    }
    bench.done().await;
}

#[tokio::test]
async fn an_issuer_that_cannot_be_served_is_refused_at_start() {
    for issuer in [
        "localhost",
        "http://localhost?a",
        "https://localhost/{tenant}",
    ] {
        let refused = start(Options {
            issuer: Some(issuer.into()),
            ..Options::default()
        })
        .await;
        assert!(
            matches!(refused, Err(StartError::Issuer { .. })),
            "{issuer}"
        );
    }
    let bench = Bench::open().await;
    let taken = start(Options {
        listen: bench.issuer.address(),
        ..Options::default()
    })
    .await;
    assert!(matches!(taken, Err(StartError::Listen { .. })));
    bench.done().await;
}
