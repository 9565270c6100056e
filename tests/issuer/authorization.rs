//! The authorization endpoint, at which nobody can sign in.

use serde_json::json;

use crate::client::{Bench, Registered, Request, Response};

const CALLBACK: &str = "https://c.example/cb?a=1";

async fn web_client(bench: &Bench) -> Registered {
    bench.register(json!({"redirect_uris": [CALLBACK]})).await
}

fn query(client: &Registered, changes: &[(&str, Option<&str>)]) -> String {
    let mut parameters = vec![
        ("client_id", client.id.as_str()),
        ("redirect_uri", CALLBACK),
        ("response_type", "code"),
        ("scope", "openid"),
        ("state", "a b"),
    ];
    for (name, value) in changes {
        parameters.retain(|(given, _)| given != name);
        parameters.extend(value.map(|value| (*name, value)));
    }
    url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(parameters)
        .finish()
}

async fn ask(bench: &Bench, query: &str) -> Response {
    bench
        .send(Request::get(&format!("/authorize?{query}")))
        .await
}

#[tokio::test]
async fn a_good_request_leads_to_the_sign_in_page() {
    let bench = Bench::open().await;
    let client = web_client(&bench).await;
    let good = query(&client, &[]);
    for response in [
        ask(&bench, &good).await,
        ask(
            &bench,
            &format!("{good}&x_harness_probe=1&ui_locales=se&scope2=unknown"),
        )
        .await,
        bench.send(Request::form("/authorize", &good)).await,
        ask(
            &bench,
            &query(
                &client,
                &[
                    ("code_challenge", Some("x")),
                    ("code_challenge_method", Some("S256")),
                ],
            ),
        )
        .await,
    ] {
        assert_eq!(response.status, 200);
        assert_eq!(
            response.header("content-type"),
            Some("text/html; charset=utf-8")
        );
        assert_eq!(response.header("access-control-allow-origin"), None);
        let denied = "https://c.example/cb?a=1&amp;error=access_denied&amp;state=a+b&amp;iss=";
        assert!(response.text().contains(denied), "{}", response.text());
    }
    bench.done().await;
}

#[tokio::test]
async fn errors_go_to_the_client_with_its_state() {
    let bench = Bench::open().await;
    let client = web_client(&bench).await;
    let iss: String =
        url::form_urlencoded::byte_serialize(bench.issuer.issuer().as_bytes()).collect();
    for (changes, error) in [
        (vec![("response_type", None)], "invalid_request"),
        (
            vec![("response_type", Some("token"))],
            "unsupported_response_type",
        ),
        (vec![("code_challenge", Some("x"))], "invalid_request"),
        (
            vec![
                ("code_challenge", Some("x")),
                ("code_challenge_method", Some("S999")),
            ],
            "invalid_request",
        ),
        (vec![("prompt", Some("none"))], "login_required"),
        (vec![("prompt", Some("none login"))], "invalid_request"),
        (vec![("request", Some("e30.e30."))], "request_not_supported"),
        (
            vec![("request_uri", Some("https://c.example/r"))],
            "request_uri_not_supported",
        ),
    ] {
        let response = ask(&bench, &query(&client, &changes)).await;
        assert_eq!(response.status, 303, "{changes:?}");
        let location = format!("{CALLBACK}&error={error}&state=a+b&iss={iss}");
        assert_eq!(response.header("location"), Some(location.as_str()));
    }
    let repeated = format!("{}&scope=profile", query(&client, &[]));
    assert!(
        ask(&bench, &repeated)
            .await
            .header("location")
            .unwrap()
            .contains("error=invalid_request")
    );
    bench.done().await;
}

#[tokio::test]
async fn without_a_certain_way_back_there_is_no_redirect() {
    let bench = Bench::open().await;
    let client = web_client(&bench).await;
    for bad in [
        query(&client, &[("client_id", None)]),
        query(&client, &[("client_id", Some("unknown"))]),
        query(
            &client,
            &[("redirect_uri", Some("https://attacker.example/cb"))],
        ),
        query(
            &client,
            &[("redirect_uri", Some("https://c.example/cb?a=1&b=2"))],
        ),
        query(&client, &[("redirect_uri", None)]),
        query(&client, &[("response_mode", Some("foo"))]),
        format!(
            "{}&redirect_uri=https://attacker.example",
            query(&client, &[])
        ),
        "client_id=%ff".to_owned(),
        String::new(),
    ] {
        let response = ask(&bench, &bad).await;
        assert_eq!(
            (response.status, response.header("location")),
            (400, None),
            "{bad}"
        );
        assert_eq!(response.header("x-frame-options"), Some("DENY"));
    }
    let plain = query(&client, &[("redirect_uri", None), ("scope", None)]);
    assert_eq!(
        ask(&bench, &plain).await.status,
        200,
        "OAuth needs none when one is registered"
    );
    bench.done().await;
}

#[tokio::test]
async fn public_clients_need_a_code_challenge() {
    let bench = Bench::open().await;
    let metadata = json!({"redirect_uris": [CALLBACK], "token_endpoint_auth_method": "none"});
    let client = bench.register(metadata).await;
    let location = ask(&bench, &query(&client, &[])).await;
    assert!(
        location
            .header("location")
            .unwrap()
            .contains("error=invalid_request")
    );
    bench.done().await;
}
