//! Dynamic client registration.

use serde_json::{Value, json};

use crate::client::{Bench, INITIAL_ACCESS_TOKEN, Request, service};

#[tokio::test]
async fn a_registration_is_answered_with_all_that_was_registered() {
    let bench = Bench::with_initial_access_token().await;
    let metadata = json!({
        "redirect_uris": ["http://localhost:3000/cb"],
        "grant_types": ["authorization_code", "refresh_token", "client_credentials"],
        "client_name": "OpenActive Test Suite Client",
        "client_uri": "https://client.example/",
        "logo_uri": "https://client.example/logo.png",
        "scope": "openid profile openactive-openbooking openactive-ordersfeed oauth-dymamic-client-update openactive-identity",
    });
    let request = Request::json("POST", "/register", &metadata).bearer(INITIAL_ACCESS_TOKEN);
    let response = bench.send(request).await;
    assert_eq!(response.status, 201);
    assert_eq!(response.header("cache-control"), Some("no-store"));
    assert_eq!(response.header("pragma"), Some("no-cache"));
    let body = response.json();
    for member in [
        "redirect_uris",
        "grant_types",
        "client_name",
        "client_uri",
        "logo_uri",
    ] {
        assert_eq!(body[member], metadata[member]);
    }
    assert_eq!(
        body["scope"],
        "openid profile openactive-openbooking openactive-ordersfeed openactive-identity"
    );
    assert_eq!(body["response_types"], json!(["code"]));
    assert_eq!(body["token_endpoint_auth_method"], "client_secret_basic");
    assert_eq!(body["client_secret_expires_at"], 0);
    assert!(body["client_id_issued_at"].is_i64());
    assert!(body["client_secret"].as_str().unwrap().len() >= 32);
    let id = body["client_id"].as_str().unwrap();
    assert_eq!(
        body["registration_client_uri"],
        format!("{}/register/{id}", bench.issuer.issuer())
    );
    bench.done().await;
}

#[tokio::test]
async fn the_use_case_of_a_narrowed_scope_ends_in_a_client_that_can_use_it() {
    let bench = Bench::open().await;
    let client = bench
        .register(json!({
            "client_name": "Sample Client", "client_uri": "", "scope": "strong client-scope",
            "token_endpoint_auth_method": "client_secret_basic", "redirect_uris": ["https://client.example/cb"],
            "response_types": ["code"], "grant_types": ["authorization_code", "refresh_token"],
            "contacts": ["Peter Sample"],
        }))
        .await;
    assert_eq!(client.body["scope"], "client-scope");
    assert_eq!(client.body["contacts"], json!(["Peter Sample"]));
    assert_eq!(
        client.body["grant_types"],
        json!(["authorization_code", "refresh_token", "client_credentials"])
    );
    assert_eq!(client.body.get("client_uri"), None);
    let token = bench
        .grant(&client, "grant_type=client_credentials&scope=client-scope")
        .await;
    assert_eq!(token.json()["scope"], "client-scope");
    bench.done().await;
}

#[tokio::test]
async fn what_is_left_out_or_not_offered_gets_its_default() {
    let bench = Bench::open().await;
    let minimal = bench
        .register(json!({"redirect_uris": ["https://c.example/cb"], "client_name": null}))
        .await;
    assert_eq!(minimal.body["grant_types"], json!(["authorization_code"]));
    assert!(minimal.body.get("client_name").is_none());
    let narrowed = bench
        .register(json!({"grant_types": ["implicit", "client_credentials"]}))
        .await;
    assert_eq!(narrowed.body["grant_types"], json!(["client_credentials"]));
    assert_eq!(narrowed.body["response_types"], json!([]));
    let own = json!({"grant_types": ["client_credentials"], "client_id": "mine", "client_secret": "mine",
        "x_harness_probe": 1, "client_name#ja": "\u{30a2}"});
    let chosen = bench.register(own).await;
    assert_ne!(chosen.id, "mine");
    assert_ne!(chosen.secret, "mine");
    assert!(chosen.body.get("x_harness_probe").is_none());
    assert_eq!(chosen.body["client_name#ja"], "\u{30a2}");
    let public = bench
        .register(json!({"redirect_uris": ["https://c.example/cb"], "token_endpoint_auth_method": "none"}))
        .await;
    assert!(public.body.get("client_secret").is_none());
    assert!(public.body.get("client_secret_expires_at").is_none());
    bench.done().await;
}

#[tokio::test]
async fn two_registrations_share_nothing() {
    let bench = Bench::open().await;
    let (one, two) = (bench.client().await, bench.client().await);
    assert_ne!(one.id, two.id);
    assert_ne!(one.secret, two.secret);
    assert_ne!(one.token, two.token);
    bench.done().await;
}

#[tokio::test]
async fn redirect_uris_that_cannot_be_registered_are_refused() {
    let bench = Bench::open().await;
    for uri in [
        "",
        "/cb",
        "https://c.example/cb#frag",
        "http://c.example/cb",
        "javascript:alert(1)",
    ] {
        let request = Request::json("POST", "/register", &json!({"redirect_uris": [uri]}));
        bench
            .send(request)
            .await
            .assert_error(400, "invalid_redirect_uri");
    }
    let native = json!({"redirect_uris": ["https://c.example/cb"], "application_type": "native"});
    bench
        .send(Request::json("POST", "/register", &native))
        .await
        .assert_error(400, "invalid_redirect_uri");
    let none = json!({"grant_types": ["authorization_code"]});
    bench
        .send(Request::json("POST", "/register", &none))
        .await
        .assert_error(400, "invalid_redirect_uri");
    bench.done().await;
}

#[tokio::test]
async fn a_web_client_of_the_implicit_grant_has_https_redirect_uris_elsewhere() {
    let bench = Bench::open().await;
    for (uri, refused) in [
        ("http://localhost/cb", true),
        ("https://localhost/cb", true),
        ("http://127.0.0.1/cb", true),
        ("https://c.example/cb", false),
    ] {
        for (grant_types, response_types) in [
            (json!(["implicit", "authorization_code"]), json!(["code"])),
            (json!(["authorization_code"]), json!(["code", "id_token"])),
        ] {
            let metadata = json!({"redirect_uris": [uri], "grant_types": grant_types, "response_types": response_types});
            let response = bench
                .send(Request::json("POST", "/register", &metadata))
                .await;
            if refused {
                response.assert_error(400, "invalid_redirect_uri");
            } else {
                assert_eq!(
                    response.json()["grant_types"],
                    json!(["authorization_code"])
                );
            }
        }
    }
    bench.done().await;
}

#[tokio::test]
async fn metadata_that_cannot_be_registered_is_refused() {
    let bench = Bench::open().await;
    for (member, value) in [
        ("grant_types", json!("client_credentials")),
        ("grant_types", json!(["implicit", "password"])),
        ("grant_types", json!([])),
        ("response_types", json!(["code"])),
        ("response_types", json!(["token"])),
        ("redirect_uris", json!("https://c.example/cb")),
        ("redirect_uris", json!([7])),
        ("scope", json!(["openactive-ordersfeed"])),
        ("scope", json!("strong")),
        ("token_endpoint_auth_method", json!("none")),
        ("token_endpoint_auth_method", json!("tls_client_auth")),
        ("token_endpoint_auth_method", json!(7)),
        ("token_endpoint_auth_signing_alg", json!("none")),
        ("id_token_signed_response_alg", json!("none")),
        ("initiate_login_uri", json!("http://c.example/login")),
        ("client_uri", json!("not a web address")),
        ("contacts", json!("Peter")),
        ("client_name", json!(7)),
        ("subject_type", json!("pairwise")),
        ("application_type", json!("desktop")),
        (
            "jwks",
            json!({"keys": [{"kty": "RSA", "n": "AQ", "e": "AQAB", "d": "AQ"}]}),
        ),
        ("jwks", json!([])),
        ("jwks_uri", json!("http://c.example/jwks")),
    ] {
        let mut metadata = service();
        metadata[member] = value;
        let response = bench
            .send(Request::json("POST", "/register", &metadata))
            .await;
        response.assert_error(400, "invalid_client_metadata");
    }
    let both = json!({"grant_types": ["client_credentials"], "jwks": {"keys": []}, "jwks_uri": "https://c.example/jwks"});
    bench
        .send(Request::json("POST", "/register", &both))
        .await
        .assert_error(400, "invalid_client_metadata");
    bench.done().await;
}

#[tokio::test]
async fn bodies_that_are_not_a_json_object_are_refused() {
    let bench = Bench::open().await;
    let deep = "[".repeat(10_000);
    for body in [
        "{\"redirect_uris\":",
        "[]",
        "",
        "7",
        "{}x",
        "\u{feff}{}",
        &deep,
    ] {
        let request = Request::new("POST", "/register").body("application/json", body.as_bytes());
        bench
            .send(request)
            .await
            .assert_error(400, "invalid_client_metadata");
    }
    let latin =
        Request::new("POST", "/register").body("application/json", b"{\"client_name\":\"\xe9\"}");
    bench
        .send(latin)
        .await
        .assert_error(400, "invalid_client_metadata");
    let form = Request::form("/register", "client_name=a");
    bench
        .send(form)
        .await
        .assert_error(400, "invalid_client_metadata");
    let charset = Request::new("POST", "/register").body(
        "Application/JSON; charset=utf-8",
        service().to_string().as_bytes(),
    );
    assert_eq!(bench.send(charset).await.status, 201);
    bench.done().await;
}

#[tokio::test]
async fn the_initial_access_token_opens_registration() {
    let bench = Bench::with_initial_access_token().await;
    let request = || Request::json("POST", "/register", &service());
    let missing = bench.send(request()).await;
    assert_eq!((missing.status, missing.body.as_slice()), (401, &b""[..]));
    assert_eq!(
        missing.header("www-authenticate"),
        Some("Bearer realm=\"issuercheck\"")
    );
    let basic = bench.send(request().basic("a", "b")).await;
    assert_eq!(
        basic.header("www-authenticate"),
        Some("Bearer realm=\"issuercheck\"")
    );
    let wrong = bench.send(request().bearer("wrong")).await;
    wrong.assert_error(401, "invalid_token");
    assert!(
        wrong
            .header("www-authenticate")
            .unwrap()
            .contains("error=\"invalid_token\"")
    );
    let in_query =
        Request::json("POST", "/register?access_token=x", &service()).bearer(INITIAL_ACCESS_TOKEN);
    assert_eq!(bench.send(in_query).await.status, 400);
    let lower = request().header("authorization", &format!("bearer {INITIAL_ACCESS_TOKEN}"));
    assert_eq!(bench.send(lower).await.status, 201);
    bench.done().await;
}

#[tokio::test]
async fn an_open_issuer_ignores_an_initial_access_token() {
    let bench = Bench::open().await;
    let response = bench
        .send(Request::json("POST", "/register", &service()).bearer("any"))
        .await;
    assert_eq!(response.status, 201);
    assert!(matches!(response.json()["client_id"], Value::String(_)));
    bench.done().await;
}
