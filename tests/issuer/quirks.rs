//! What the issuer does otherwise than most, and what disturbs a run.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use issuercheck::issuer::{Interference, Options, Quirk, StaticClient};
use issuercheck::secret::Secret;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::client::{Bench, INITIAL_ACCESS_TOKEN, Registered, Request, service};

async fn bench(quirk: Quirk) -> Bench {
    let clients = vec![StaticClient {
        client_id: "configured".into(),
        client_secret: Secret::new("configured-secret"),
        scope: "openactive-ordersfeed".into(),
    }];
    Bench::start(Options {
        quirks: [quirk].into_iter().collect(),
        initial_access_token: Some(Secret::new(INITIAL_ACCESS_TOKEN)),
        clients,
        ..Options::default()
    })
    .await
}

fn registration(metadata: &Value) -> Request {
    Request::json("POST", "/register", metadata).bearer(INITIAL_ACCESS_TOKEN)
}

async fn client(bench: &Bench) -> Registered {
    let response = bench.send(registration(&service())).await;
    assert_eq!(response.status, 201, "{}", response.text());
    let body = response.json();
    let text = |member: &str| body[member].as_str().unwrap_or_default().to_owned();
    Registered {
        id: text("client_id"),
        secret: text("client_secret"),
        token: text("registration_access_token"),
        body,
    }
}

fn configured() -> Registered {
    Registered {
        id: "configured".into(),
        secret: "configured-secret".into(),
        token: String::new(),
        body: Value::Null,
    }
}

#[tokio::test]
async fn an_initial_access_token_may_be_good_for_one_client() {
    let bench = bench(Quirk::OneUseInitialAccessToken).await;
    let wrong = json!({"grant_types": "client_credentials"});
    let refused = bench.send(registration(&wrong)).await;
    refused.assert_error(400, "invalid_client_metadata");
    client(&bench).await;
    let again = bench.send(registration(&service())).await;
    again.assert_error(401, "invalid_token");
    assert_eq!(bench.issuer.registered_clients(), 1);
    bench.done().await;
}

#[tokio::test]
async fn anyone_may_be_let_register() {
    let bench = bench(Quirk::OpenRegistration).await;
    let open = Request::json("POST", "/register", &service());
    assert_eq!(bench.send(open).await.status, 201);
    let ignored = Request::json("POST", "/register", &service()).bearer("other");
    assert_eq!(bench.send(ignored).await.status, 201);
    bench.done().await;
}

#[tokio::test]
async fn client_credentials_may_be_for_configured_clients_alone() {
    let bench = bench(Quirk::NoClientCredentialsForRegisteredClients).await;
    let refused = bench.send(registration(&service())).await;
    refused.assert_error(400, "invalid_client_metadata");
    let both = json!({"grant_types": ["authorization_code", "client_credentials"],
        "redirect_uris": ["https://c.example/cb"], "scope": "openactive-ordersfeed"});
    let stripped = bench.send(registration(&both)).await;
    assert_eq!(stripped.status, 201);
    let body = stripped.json();
    assert_eq!(body["grant_types"], json!(["authorization_code"]));
    assert_eq!(body["response_types"], json!(["code"]));
    let registered = Registered {
        id: body["client_id"].as_str().unwrap().into(),
        secret: body["client_secret"].as_str().unwrap().into(),
        ..configured()
    };
    let refused = bench
        .grant(&registered, "grant_type=client_credentials")
        .await;
    refused.assert_error(400, "unauthorized_client");
    bench.token(&configured()).await;
    bench.done().await;
}

#[tokio::test]
async fn clients_may_get_a_scope_that_is_not_theirs_to_choose() {
    let bench = bench(Quirk::OwnScopesOnly).await;
    let location = "/.well-known/openid-configuration";
    let metadata = bench.send(Request::get(location)).await.json();
    assert_eq!(
        metadata["scopes_supported"],
        json!(["openid", "embedded-scope"])
    );
    let registered = client(&bench).await;
    assert_eq!(registered.body["scope"], "embedded-scope");
    for client in [registered, configured()] {
        let other = "grant_type=client_credentials&scope=openactive-ordersfeed";
        let refused = bench.grant(&client, other).await;
        refused.assert_error(400, "invalid_scope");
        let own = "grant_type=client_credentials&scope=embedded-scope";
        assert_eq!(
            bench.grant(&client, own).await.json()["scope"],
            "embedded-scope"
        );
    }
    bench.done().await;
}

#[tokio::test]
async fn access_tokens_may_be_opaque() {
    let bench = bench(Quirk::OpaqueAccessTokens).await;
    let client = client(&bench).await;
    let token = bench.token(&client).await;
    assert!(!token.contains('.') && token.len() >= 32, "{token}");
    let feed = Request::get("/feeds/orders").bearer(&token);
    assert_eq!(bench.send(feed).await.status, 200);
    let asked = Request::form("/introspect", &format!("token={token}"));
    let introspected = bench.send(asked.basic(&client.id, &client.secret)).await;
    assert_eq!(introspected.json()["active"], true);
    bench.done().await;
}

#[tokio::test]
async fn grant_types_may_be_the_issuers_choice() {
    let bench = bench(Quirk::RefusesGrantTypesMember).await;
    let refused = bench.send(registration(&service())).await;
    refused.assert_error(400, "invalid_client_metadata");
    for (metadata, granted) in [
        (json!({}), json!(["client_credentials"])),
        (
            json!({"redirect_uris": ["https://c.example/cb"]}),
            json!(["authorization_code", "client_credentials"]),
        ),
        (
            json!({"redirect_uris": ["https://c.example/cb"], "token_endpoint_auth_method": "none"}),
            json!(["authorization_code"]),
        ),
    ] {
        let response = bench.send(registration(&metadata)).await;
        assert_eq!(response.json()["grant_types"], granted);
    }
    bench.done().await;
}

#[tokio::test]
async fn a_client_may_take_a_while_to_settle() {
    let bench = bench(Quirk::Settle).await;
    let client = client(&bench).await;
    let body = "grant_type=client_credentials";
    let early = bench.grant(&client, body).await;
    early.assert_error(401, "invalid_client");
    bench.token(&configured()).await;
    tokio::time::sleep(Duration::from_millis(320)).await;
    assert_eq!(bench.grant(&client, body).await.status, 200);
    bench.done().await;
}

#[tokio::test]
async fn registration_access_tokens_may_rotate() {
    let bench = bench(Quirk::RotatingRegistrationAccessToken).await;
    let client = client(&bench).await;
    let at = format!("/register/{}", client.id);
    let read = bench.send(Request::get(&at).bearer(&client.token)).await;
    let second = read.json()["registration_access_token"].clone();
    let second = second.as_str().unwrap();
    assert_ne!(second, client.token);
    let dead = bench.send(Request::get(&at).bearer(&client.token)).await;
    dead.assert_error(401, "invalid_token");
    let mut update = service();
    update["client_id"] = client.id.clone().into();
    let updated = bench
        .send(Request::json("PUT", &at, &update).bearer(second))
        .await;
    let third = updated.json()["registration_access_token"].clone();
    let third = third.as_str().unwrap();
    assert_ne!(third, second);
    let delete = Request::new("DELETE", &at).bearer(third);
    assert_eq!(bench.send(delete).await.status, 204);
    assert_eq!(bench.issuer.registered_clients(), 0);
    bench.done().await;
}

#[tokio::test]
async fn there_may_be_no_management_no_introspection_and_no_revocation() {
    let unmanaged = bench(Quirk::NoManagement).await;
    let body = client(&unmanaged).await.body;
    for member in ["registration_client_uri", "registration_access_token"] {
        assert_eq!(body.get(member), None);
    }
    unmanaged.done().await;
    for (quirk, at, prefix) in [
        (Quirk::NoIntrospection, "/introspect", "introspection_"),
        (Quirk::NoRevocation, "/revoke", "revocation_"),
    ] {
        let bench = bench(quirk).await;
        let location = "/.well-known/oauth-authorization-server";
        let metadata = bench.send(Request::get(location)).await.json();
        let mut members = metadata.as_object().unwrap().keys();
        assert!(members.all(|name| !name.starts_with(prefix)));
        let asked = bench.send(Request::form(at, "token=a")).await;
        asked.assert_error(404, "invalid_request");
        bench.done().await;
    }
}

async fn disturbed(interference: Interference) -> Bench {
    Bench::start(Options {
        interference,
        ..Options::default()
    })
    .await
}

#[tokio::test]
async fn every_nth_request_may_have_to_come_later() {
    for retry_after in [None, Some(2)] {
        let bench = disturbed(Interference {
            throttle_every: 3,
            retry_after,
            ..Interference::default()
        })
        .await;
        for count in 1..=7 {
            let response = bench.send(Request::get("/jwks")).await;
            let later = count % 3 == 0;
            assert_eq!(response.status, if later { 429 } else { 200 });
            let expected = retry_after.filter(|_| later).map(|_| "2");
            assert_eq!(response.header("retry-after"), expected);
        }
        bench.done().await;
    }
}

#[tokio::test]
async fn every_nth_connection_may_be_closed() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let told = Arc::clone(&seen);
    let bench = Bench::start(Options {
        interference: Interference {
            close_every: 2,
            ..Interference::default()
        },
        on_request: Some(Arc::new(move |method, path| {
            told.lock().unwrap().push(format!("{method} {path}"));
        })),
        ..Options::default()
    })
    .await;
    for count in 1..=4 {
        let mut stream = TcpStream::connect(bench.issuer.address()).await.unwrap();
        let request = b"GET /jwks HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";
        stream.write_all(request).await.unwrap();
        let mut answer = Vec::new();
        // A connection that is reset has no answer either.
        let _ = stream.read_to_end(&mut answer).await;
        assert_eq!(answer.is_empty(), count % 2 == 0);
    }
    assert_eq!(bench.issuer.requests(), 4);
    assert_eq!(*seen.lock().unwrap(), ["GET /jwks"; 4]);
    bench.done().await;
}

#[tokio::test]
async fn errors_may_be_slow() {
    let pause = Duration::from_millis(150);
    let bench = disturbed(Interference {
        error_pause: pause,
        ..Interference::default()
    })
    .await;
    let started = Instant::now();
    assert_eq!(bench.send(Request::get("/nothing")).await.status, 404);
    assert!(started.elapsed() >= pause);
    bench.done().await;
}
