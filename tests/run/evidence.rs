//! What is recorded of an exchange: each header field as it was sent, times, versions, and the URL that follows from the
//! issuer.

use std::net::TcpListener;

use issuercheck::exchange::{Header, Headers};

use crate::support::{Answers, Connection, Received, Sandbox, Server, answer, answering, metadata};

#[test]
fn header_fields_are_recorded_as_they_were_sent() {
    let server = answering(0, |origin| {
        let headers = "X-One: a\r\nset-cookie: b=1\r\nX-ONE:  spaced \r\nSet-Cookie: c=2\r\nX-Latin: \u{e9}\r\nEmpty:\r\n";
        answer("200 Fine", headers, metadata(origin))
    });
    let sandbox = Sandbox::new();
    let done = sandbox.run_scenario(&server.origin, &["--reveal-secrets"]);
    assert_eq!(done.code, Some(0), "{}", done.stdout);
    let record = sandbox.record("record.json");
    let exchange = record.scenarios[0].exchanges().next().unwrap();
    let response = exchange.response().unwrap();
    let Headers::Recorded(headers) = &response.headers else {
        panic!("{response:?}")
    };
    let length = metadata(&server.origin).len().to_string();
    let wanted = [
        ("X-One", "a"),
        ("set-cookie", "b=1"),
        ("X-ONE", "spaced"),
        ("Set-Cookie", "c=2"),
        ("X-Latin", "\u{e9}"),
        ("Empty", ""),
        ("Content-Length", &length),
    ];
    let wanted = wanted.map(|(name, value)| Header {
        name: name.to_owned(),
        value: value.to_owned(),
    });
    assert_eq!(*headers, wanted);
    assert_eq!(
        (response.status, response.reason.as_deref()),
        (200, Some("Fine"))
    );
    assert_eq!(response.version.as_deref(), Some("HTTP/1.1"));
    assert!((0.0..10_000.0).contains(&response.duration_ms.unwrap()));
    assert!(exchange.time.unwrap() >= record.time);
    assert_eq!(response.body.wire_bytes, length.parse().ok());
    let connection = response.connection.as_ref().unwrap();
    assert_eq!(connection.peer, Some(format!("127.0.0.1:{}", server.port)));
    assert_eq!(connection.tls, None);
}

#[test]
fn an_older_http_version_is_recorded() {
    let server = answering(0, |origin| {
        format!("HTTP/1.0 200\r\n\r\n{}", metadata(origin)).into_bytes()
    });
    let sandbox = Sandbox::new();
    let done = sandbox.run_scenario(&server.origin, &[]);
    assert_eq!(done.code, Some(0), "{}", done.stdout);
    let record = sandbox.record("record.json");
    let response = record.scenarios[0]
        .exchanges()
        .next()
        .unwrap()
        .response()
        .unwrap();
    assert_eq!(
        (response.version.as_deref(), &response.reason),
        (Some("HTTP/1.0"), &None)
    );
}

/// A server whose issuer is its origin with this after it.
fn with_path(path: &str) -> (Server, String) {
    let path = path.to_owned();
    let end = path.clone();
    let server = Server::http(move |origin| {
        let issuer = format!("{origin}{end}");
        let mut answers = Answers::good(origin);
        let named = format!("\"issuer\":\"{origin}\"");
        let body = metadata(origin).replace(&named, &format!("\"issuer\":\"{issuer}\""));
        answers.discovery = crate::support::json("200 OK", body);
        move |request: &Received, to: &mut dyn Connection| answers.reply(request, to)
    });
    let issuer = format!("{}{path}", server.origin);
    (server, issuer)
}

#[test]
fn metadata_is_asked_for_below_the_issuer() {
    for (path, wanted) in [
        ("", "/.well-known/openid-configuration"),
        ("/", "/.well-known/openid-configuration"),
        ("/api/oidc", "/api/oidc/.well-known/openid-configuration"),
        ("/api/oidc/", "/api/oidc/.well-known/openid-configuration"),
        (
            "/a%20b/%C3%BC",
            "/a%20b/%C3%BC/.well-known/openid-configuration",
        ),
    ] {
        let (server, issuer) = with_path(path);
        let done = Sandbox::new().run_scenario(&issuer, &[]);
        assert_eq!(done.code, Some(0), "{}", done.stdout);
        assert_eq!(server.received()[0].path(), wanted);
    }
}

#[test]
fn an_issuer_may_be_an_ipv6_address() {
    let Ok(listener) = TcpListener::bind("[::1]:0") else {
        // Not every machine that builds this has IPv6; `run::connect` asserts the names alone.
        return;
    };
    let host = listener.local_addr().unwrap().to_string();
    let origin = format!("http://{host}");
    let answers = Answers::good(&origin);
    let server = Server::on(
        listener,
        origin,
        Box::new(move |request: &Received, to: &mut dyn Connection| answers.reply(request, to)),
    );
    let sandbox = Sandbox::new();
    let done = sandbox.run_scenario(&server.origin, &[]);
    assert_eq!(done.code, Some(0), "{}", done.stdout);
    assert_eq!(server.received()[0].header("host"), Some(host.as_str()));
}
