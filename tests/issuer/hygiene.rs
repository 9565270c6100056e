//! HTTP as RFC 9110 wants it, whatever comes.

use std::time::Duration;

use issuercheck::issuer::Options;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::client::{Bench, Request};

#[tokio::test]
async fn methods_that_an_address_does_not_know_are_named() {
    let bench = Bench::open().await;
    for (method, target, allowed) in [
        ("GET", "/token", "POST"),
        ("DELETE", "/token", "POST"),
        ("GET", "/token?grant_type=client_credentials", "POST"),
        ("PUT", "/register", "POST"),
        ("GET", "/introspect", "POST"),
        ("GET", "/revoke", "POST"),
        ("POST", "/jwks", "GET,HEAD"),
        ("POST", "/.well-known/openid-configuration", "GET,HEAD"),
        ("DELETE", "/feeds/orders", "GET,HEAD"),
    ] {
        let response = bench.send(Request::new(method, target)).await;
        response.assert_error(405, "invalid_request");
        assert_eq!(response.header("allow"), Some(allowed), "{method} {target}");
    }
    bench
        .send(Request::get("/nothing"))
        .await
        .assert_error(404, "invalid_request");
    bench.done().await;
}

#[tokio::test]
async fn every_endpoint_refuses_the_methods_that_it_does_not_have() {
    let bench = Bench::open().await;
    let client = bench.client().await;
    let configuration = format!("/register/{}", client.id);
    for (target, allowed) in [
        ("/.well-known/openid-configuration", "GET,HEAD"),
        ("/.well-known/oauth-authorization-server", "GET,HEAD"),
        ("/jwks", "GET,HEAD"),
        ("/authorize", "GET,HEAD,POST"),
        ("/token", "POST"),
        ("/userinfo", "GET,HEAD,POST"),
        ("/register", "POST"),
        (configuration.as_str(), "GET,HEAD,PUT,DELETE"),
        ("/introspect", "POST"),
        ("/revoke", "POST"),
        ("/feeds/orders", "GET,HEAD"),
    ] {
        let allowed: Vec<&str> = allowed.split(',').collect();
        let methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "TRACE", "QUERY"];
        for method in methods.iter().filter(|method| !allowed.contains(method)) {
            for bare in [true, false] {
                let request = Request::new(method, target);
                let request = if bare {
                    request
                } else {
                    request.basic(&client.id, &client.secret)
                };
                let response = bench.send(request).await;
                response.assert_error(405, "invalid_request");
                let mut named: Vec<&str> = response.header("allow").unwrap().split(',').collect();
                named.sort_unstable();
                let mut expected = allowed.clone();
                expected.sort_unstable();
                assert_eq!(named, expected, "{method} {target}");
            }
        }
    }
    bench.done().await;
}

#[tokio::test]
async fn head_is_get_without_content() {
    let bench = Bench::open().await;
    for target in ["/jwks", "/.well-known/openid-configuration"] {
        let get = bench.send(Request::get(target)).await;
        let head = bench.send(Request::new("HEAD", target)).await;
        assert_eq!((head.status, head.body.len()), (200, 0));
        let length = get.body.len().to_string();
        assert_eq!(head.header("content-length"), Some(length.as_str()));
        assert_eq!(head.header("content-type"), get.header("content-type"));
    }
    bench.done().await;
}

#[tokio::test]
async fn bodies_are_bounded() {
    let bench = Bench::open().await;
    let client = bench.client().await;
    let body = format!("grant_type=client_credentials&x={}", "x".repeat(70 * 1024));
    for target in ["/token", "/introspect", "/revoke", "/authorize"] {
        let request = Request::form(target, &body).basic(&client.id, &client.secret);
        bench
            .send(request)
            .await
            .assert_error(413, "invalid_request");
    }
    let json = format!("{{\"client_name\":\"{}\"}}", "x".repeat(70 * 1024));
    let request = Request::new("POST", "/register").body("application/json", json.as_bytes());
    bench
        .send(request)
        .await
        .assert_error(413, "invalid_request");
    bench.done().await;
}

#[tokio::test]
async fn credentials_are_given_once() {
    let bench = Bench::open().await;
    let client = bench.client().await;
    let twice = Request::form("/token", "grant_type=client_credentials")
        .basic(&client.id, &client.secret)
        .basic(&client.id, &client.secret);
    bench.send(twice).await.assert_error(400, "invalid_request");
    let two_tokens = Request::get("/feeds/orders").bearer("a").bearer("b");
    assert_eq!(bench.send(two_tokens).await.status, 400);
    bench.done().await;
}

#[tokio::test]
async fn bytes_that_are_no_request_harm_nothing() {
    let bench = Bench::open().await;
    for bytes in [
        &b"\x16\x03\x01\x00\xff"[..],
        b"GET / HTTP/9.9\r\n\r\n",
        b"\r\n\r\n\0\0",
        b"POST /token HTTP/1.1\r\ncontent-length: x\r\n\r\n",
    ] {
        let mut stream = TcpStream::connect(bench.issuer.address()).await.unwrap();
        stream.write_all(bytes).await.unwrap();
        stream.shutdown().await.unwrap();
        let mut rest = Vec::new();
        let _ = stream.read_to_end(&mut rest).await;
        assert!(
            rest.is_empty() || rest.starts_with(b"HTTP/1.1 4") || rest.starts_with(b"HTTP/1.0 4")
        );
    }
    assert_eq!(bench.send(Request::get("/jwks")).await.status, 200);
    bench.done().await;
}

#[tokio::test]
async fn every_response_can_be_delayed() {
    let delay = Duration::from_millis(50);
    let bench = Bench::start(Options {
        delay,
        ..Options::default()
    })
    .await;
    let start = std::time::Instant::now();
    bench.send(Request::get("/nothing")).await;
    assert!(start.elapsed() >= delay);
    bench.done().await;
}

#[tokio::test]
async fn a_stopped_issuer_no_longer_listens() {
    let bench = Bench::open().await;
    let address = bench.issuer.address();
    let idle = TcpStream::connect(address).await.unwrap();
    bench.done().await;
    assert!(TcpStream::connect(address).await.is_err());
    drop(idle);
}
