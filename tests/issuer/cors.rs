//! Clients in a browser.

use issuercheck::issuer::Options;

use crate::client::{Bench, INITIAL_ACCESS_TOKEN, Request, service};

const ORIGIN: &str = "https://app.example";

fn preflight(path: &str, method: &str) -> Request {
    Request::new("OPTIONS", path)
        .header("origin", ORIGIN)
        .header("access-control-request-method", method)
        .header(
            "access-control-request-headers",
            "authorization,content-type",
        )
}

#[tokio::test]
async fn pages_of_other_origins_may_ask_what_clients_ask() {
    for path in ["", "/tenant"] {
        let bench = Bench::start(Options {
            path: path.into(),
            ..Options::default()
        })
        .await;
        for (endpoint, method, allowed) in [
            ("/.well-known/openid-configuration", "GET", "GET"),
            ("/jwks", "GET", "GET"),
            ("/token", "POST", "POST"),
            ("/userinfo", "GET", "GET, POST"),
            ("/register", "POST", "POST"),
            ("/register/a", "PUT", "GET, PUT, DELETE"),
            ("/revoke", "POST", "POST"),
        ] {
            let at = format!("{path}{endpoint}");
            let asked = bench.send(preflight(&at, method)).await;
            assert_eq!(asked.status, 204, "{at}");
            assert_eq!(asked.header("access-control-allow-origin"), Some("*"));
            assert_eq!(asked.header("access-control-allow-methods"), Some(allowed));
            let headers = asked.header("access-control-allow-headers");
            assert_eq!(headers, Some("authorization, content-type"));
        }
        for endpoint in ["/authorize", "/introspect", "/feeds/orders"] {
            let at = format!("{path}{endpoint}");
            let asked = bench.send(preflight(&at, "POST")).await;
            asked.assert_error(405, "invalid_request");
            assert_eq!(asked.header("access-control-allow-origin"), None);
        }
        bench.done().await;
    }
}

#[tokio::test]
async fn a_page_sees_answers_and_errors_and_others_see_no_difference() {
    let bench = Bench::with_initial_access_token().await;
    let register = || Request::json("POST", "/register", &service()).header("origin", ORIGIN);
    let made = bench.send(register().bearer(INITIAL_ACCESS_TOKEN)).await;
    assert_eq!(made.status, 201);
    assert_eq!(made.header("access-control-allow-origin"), Some("*"));
    let refused = bench.send(register()).await;
    assert_eq!(refused.status, 401);
    assert_eq!(refused.header("access-control-allow-origin"), Some("*"));
    let exposed = refused.header("access-control-expose-headers");
    assert_eq!(exposed, Some("www-authenticate"));
    let alone = bench.send(Request::form("/token", "")).await;
    assert_eq!(alone.header("access-control-allow-origin"), None);
    bench.done().await;
}

#[tokio::test]
async fn options_is_a_method_like_another_where_no_browser_asks() {
    let bench = Bench::open().await;
    for (request, allow) in [
        (Request::new("OPTIONS", "/token"), "POST"),
        (
            Request::new("OPTIONS", "/jwks").header("origin", ORIGIN),
            "GET,HEAD",
        ),
    ] {
        let refused = bench.send(request).await;
        refused.assert_error(405, "invalid_request");
        assert_eq!(refused.header("allow"), Some(allow));
    }
    bench.done().await;
}
