//! The client configuration endpoint.

use serde_json::{Value, json};

use crate::client::{Bench, Registered, Request, Response, service};

fn path(client: &Registered) -> String {
    format!("/register/{}", client.id)
}

async fn read(bench: &Bench, client: &Registered) -> Response {
    bench
        .send(Request::get(&path(client)).bearer(&client.token))
        .await
}

async fn update(bench: &Bench, client: &Registered, metadata: &Value) -> Response {
    bench
        .send(Request::json("PUT", &path(client), metadata).bearer(&client.token))
        .await
}

#[tokio::test]
async fn a_client_reads_what_was_registered() {
    let bench = Bench::open().await;
    let client = bench.client().await;
    let response = read(&bench, &client).await;
    assert_eq!(response.status, 200);
    assert_eq!(response.header("cache-control"), Some("no-store"));
    assert_eq!(response.json(), client.body);
    assert_eq!(
        read(&bench, &client).await.json(),
        client.body,
        "reading changes nothing"
    );
    bench.done().await;
}

#[tokio::test]
async fn an_update_replaces_everything_but_identity() {
    let bench = Bench::open().await;
    let metadata =
        json!({"redirect_uris": ["https://c.example/a"], "logo_uri": "https://c.example/l"});
    let client = bench.register(metadata).await;
    let change = json!({"client_id": client.id, "client_secret": client.secret,
        "redirect_uris": ["https://c.example/b"], "client_name": "New"});
    let response = update(&bench, &client, &change).await;
    assert_eq!(response.status, 200);
    let body = response.json();
    assert_eq!(body["redirect_uris"], json!(["https://c.example/b"]));
    assert_eq!(body["client_name"], "New");
    assert!(body.get("logo_uri").is_none());
    for member in [
        "client_id",
        "client_secret",
        "registration_access_token",
        "registration_client_uri",
    ] {
        assert_eq!(body[member], client.body[member]);
    }
    assert_eq!(read(&bench, &client).await.json(), body);
    bench.done().await;
}

#[tokio::test]
async fn an_update_cannot_choose_or_spoil() {
    let bench = Bench::open().await;
    let client = bench.client().await;
    let with = |member: &str, value: Value| {
        let mut metadata = service();
        metadata["client_id"] = json!(client.id);
        metadata[member] = value;
        metadata
    };
    for metadata in [
        service(),
        with("client_id", json!("another")),
        with("client_secret", json!("mine")),
        with("registration_access_token", json!(client.token)),
        with("client_id_issued_at", json!(0)),
        with("grant_types", json!("client_credentials")),
    ] {
        update(&bench, &client, &metadata)
            .await
            .assert_error(400, "invalid_client_metadata");
    }
    let redirect = with("redirect_uris", json!(["not a uri"]));
    update(&bench, &client, &redirect)
        .await
        .assert_error(400, "invalid_redirect_uri");
    assert_eq!(read(&bench, &client).await.json(), client.body);
    bench.done().await;
}

#[tokio::test]
async fn a_client_that_becomes_public_and_back_gets_another_secret() {
    let bench = Bench::open().await;
    let redirect = json!(["https://c.example/a"]);
    let client = bench.register(json!({"redirect_uris": redirect})).await;
    let change = json!({"client_id": client.id, "redirect_uris": redirect, "token_endpoint_auth_method": "none"});
    assert!(
        update(&bench, &client, &change)
            .await
            .json()
            .get("client_secret")
            .is_none()
    );
    let back = json!({"client_id": client.id, "redirect_uris": redirect});
    let secret = update(&bench, &client, &back).await.json()["client_secret"].clone();
    assert!(secret.is_string() && secret != client.secret);
    bench.done().await;
}

#[tokio::test]
async fn deletion_ends_the_client_and_its_tokens() {
    let bench = Bench::open().await;
    let (client, other) = (bench.client().await, bench.client().await);
    let token = bench.token(&client).await;
    let deleted = bench
        .send(Request::new("DELETE", &path(&client)).bearer(&client.token))
        .await;
    assert_eq!((deleted.status, deleted.body.as_slice()), (204, &b""[..]));
    assert_eq!(deleted.header("content-type"), None);
    for method in ["GET", "PUT", "DELETE"] {
        let request = Request::json(method, &path(&client), &service()).bearer(&client.token);
        let response = bench.send(request).await;
        response.assert_error(401, "invalid_token");
    }
    bench
        .grant(&client, "grant_type=client_credentials")
        .await
        .assert_error(401, "invalid_client");
    let feed = bench
        .send(Request::get("/feeds/orders").bearer(&token))
        .await;
    feed.assert_error(401, "invalid_token");
    let body = format!("token={token}");
    let introspected = bench
        .send(Request::form("/introspect", &body).basic(&other.id, &other.secret))
        .await;
    assert_eq!(introspected.json(), json!({"active": false}));
    bench.done().await;
}

#[tokio::test]
async fn each_token_opens_its_own_client_only() {
    let bench = Bench::open().await;
    let (client, other) = (bench.client().await, bench.client().await);
    for method in ["GET", "PUT", "DELETE"] {
        let request = |target: &str| Request::json(method, target, &service());
        let missing = bench.send(request(&path(&client))).await;
        assert_eq!(missing.status, 401);
        assert_eq!(
            missing.header("www-authenticate"),
            Some("Bearer realm=\"issuercheck\"")
        );
        for (target, token) in [
            (path(&client), "random"),
            (path(&client), other.token.as_str()),
            ("/register/no-such-client".to_owned(), client.token.as_str()),
            ("/register/%ff".to_owned(), client.token.as_str()),
        ] {
            bench
                .send(request(&target).bearer(token))
                .await
                .assert_error(401, "invalid_token");
        }
    }
    let patch = bench
        .send(Request::json("PATCH", &path(&client), &service()).bearer(&client.token))
        .await;
    patch.assert_error(405, "invalid_request");
    let allow = patch.header("allow").unwrap();
    assert!(
        ["GET", "PUT", "DELETE"]
            .iter()
            .all(|method| allow.contains(method)),
        "{allow}"
    );
    bench.done().await;
}

#[tokio::test]
async fn what_was_read_can_be_written_back() {
    let bench = Bench::open().await;
    let everything = json!({
        "redirect_uris": ["com.example.app:/cb"], "application_type": "native",
        "grant_types": ["authorization_code", "client_credentials"], "contacts": [],
        "jwks": {"keys": []}, "client_name#fr": "Le client", "software_id": "a",
    });
    for metadata in [service(), everything] {
        let client = bench.register(metadata).await;
        let mut record = read(&bench, &client).await.json();
        for own in [
            "registration_access_token",
            "registration_client_uri",
            "client_secret_expires_at",
            "client_id_issued_at",
        ] {
            record.as_object_mut().unwrap().shift_remove(own);
        }
        assert_eq!(update(&bench, &client, &record).await.json(), client.body);
    }
    bench.done().await;
}

#[tokio::test]
async fn an_update_that_is_refused_changes_nothing() {
    let bench = Bench::open().await;
    let (client, other) = (bench.client().await, bench.client().await);
    let mut foreign = service();
    foreign["client_id"] = json!(other.id);
    foreign["client_name"] = json!("Taken");
    update(&bench, &client, &foreign)
        .await
        .assert_error(400, "invalid_client_metadata");
    let mut chosen = service();
    chosen["client_id"] = json!(client.id);
    chosen["client_secret"] = json!("chosen-secret-chosen-secret-chosen-secret");
    update(&bench, &client, &chosen)
        .await
        .assert_error(400, "invalid_client_metadata");
    let with_chosen = Request::form("/token", "grant_type=client_credentials")
        .basic(&client.id, "chosen-secret-chosen-secret-chosen-secret");
    bench
        .send(with_chosen)
        .await
        .assert_error(401, "invalid_client");
    assert_eq!(read(&bench, &client).await.json(), client.body);
    assert_eq!(read(&bench, &other).await.json(), other.body);
    bench.token(&client).await;
    bench.done().await;
}

#[tokio::test]
async fn deletion_ends_refresh_tokens() {
    let bench = Bench::open().await;
    let metadata = json!({"redirect_uris": ["https://c.example/a"], "grant_types":
        ["authorization_code", "refresh_token", "client_credentials"]});
    let (client, other) = (bench.register(metadata).await, bench.client().await);
    let token = bench.issuer.mint_refresh_token(&client.id).unwrap();
    let body = format!("grant_type=refresh_token&refresh_token={}", token.reveal());
    let access = bench.grant(&client, &body).await.json()["access_token"].clone();
    let access = access.as_str().unwrap();
    let request = Request::new("DELETE", &path(&client)).bearer(&client.token);
    assert_eq!(bench.send(request).await.status, 204);
    for text in [token.reveal(), access] {
        let request = Request::form("/introspect", &format!("token={text}"));
        let answer = bench.send(request.basic(&other.id, &other.secret)).await;
        assert_eq!(answer.json(), json!({"active": false}));
    }
    let refreshed = bench.grant(&client, &body).await;
    refreshed.assert_error(401, "invalid_client");
    bench.done().await;
}
