//! Certificates that are not to be trusted, and a server that does not speak TLS at all.

use std::{
    io::{Read, Write},
    net::TcpListener,
    sync::Arc,
    thread,
};

use crate::support::{Answers, Connection, Identity, Received, Sandbox, Server, assert_fails};

fn server(identity: &Identity) -> Server {
    Server::https(Arc::clone(&identity.config), |origin| {
        let answers = Answers::good(origin);
        move |request: &Received, to: &mut dyn Connection| answers.reply(request, to)
    })
}

/// Asserts that a server with this certificate is not trusted, although this file is.
fn distrusted(identity: &Identity, trusted: &str, why: &str) {
    let server = server(identity);
    let files = Sandbox::new();
    files.write("ca.pem", trusted);
    let path = files.path("ca.pem");
    let reason = format!(
        "expected a response from `\"{{issuer}}/.well-known/openid-configuration\"`; TLS with localhost:{} failed: the \
         certificate is not to be trusted: {why}",
        server.port
    );
    let trust = ["--cacert", path.to_str().unwrap()];
    assert_fails(&server.origin, 0, &[&reason], &trust);
    assert_eq!(server.received(), []);
}

#[test]
fn nobody_trusted_issued_the_certificate() {
    let why = "no trusted authority issued it; name its authority with --cacert FILE, or accept any certificate with \
               --insecure";
    let other = Identity::issued("localhost", 2100).pem;
    let another = Identity::issued_by("another authority", "localhost", 2100);
    distrusted(&another, &other, why);
    distrusted(&Identity::self_signed("localhost"), &other, why);
    let why = "a trusted authority has the name of its issuer, but did not sign it; name its authority with --cacert FILE, \
               or accept any certificate with --insecure";
    distrusted(&Identity::issued("localhost", 2100), &other, why);
}

#[test]
fn a_self_signed_certificate_is_not_trusted_unless_it_is_named() {
    let identity = Identity::self_signed_authority("localhost");
    let other = Identity::self_signed("localhost");
    let why = "it is a self-signed certificate, which is not trusted; name it with --cacert FILE, or accept any \
               certificate with --insecure";
    distrusted(&identity, &other.pem, why);
    for identity in [identity, other] {
        let server = server(&identity);
        let sandbox = Sandbox::new();
        sandbox.write("ca.pem", &identity.pem);
        let done = sandbox.run_scenario(&server.origin, &["--cacert", "ca.pem"]);
        assert_eq!(done.code, Some(0), "{}", done.stdout);
        let record = sandbox.record("record.json");
        let mut exchanges = record.scenarios[0].exchanges();
        let connection = exchanges
            .next()
            .unwrap()
            .response()
            .unwrap()
            .connection
            .as_ref();
        assert!(connection.unwrap().tls.as_ref().unwrap().verified);
    }
}

#[test]
fn the_certificate_has_expired() {
    let identity = Identity::issued("localhost", 2021);
    distrusted(
        &identity,
        &identity.pem,
        "it expired at 2021-01-01T00:00:00Z; renew it",
    );
}

#[test]
fn the_certificate_is_for_another_host() {
    let why = "it is not for `\"localhost\"`, only for `\"other.example\"`; issue one that names this host";
    let identity = Identity::issued("other.example", 2100);
    distrusted(&identity, &identity.pem, why);
    let identity = Identity::self_signed("other.example");
    distrusted(&identity, &identity.pem, why);
}

#[test]
fn the_systems_authorities_are_not_asked_where_others_are_named() {
    let identity = Identity::issued("localhost", 2100);
    let server = server(&identity);
    let sandbox = Sandbox::new();
    sandbox.write("ca.pem", &identity.pem);
    let done = sandbox.run_scenario(&server.origin, &["--cacert", "ca.pem"]);
    assert_eq!(done.code, Some(0), "{}", done.stdout);
    let done = sandbox.run_scenario(&server.origin, &[]);
    assert_eq!(done.code, Some(1), "{}", done.stdout);
}

#[test]
fn the_server_speaks_http_where_tls_was_asked_for() {
    for (answer, why) in [
        (
            "HTTP/1.1 400 Bad Request\r\n\r\n",
            "what answered does not speak TLS",
        ),
        ("", "the connection was closed during the handshake"),
    ] {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                let _ = stream.read(&mut [0; 4096]);
                let _ = stream.write_all(answer.as_bytes());
            }
        });
        let reason = format!(
            "expected a response from `\"{{issuer}}/.well-known/openid-configuration\"`; TLS with {address} failed: {why}; \
             is this an http port?"
        );
        assert_fails(
            &format!("https://{address}"),
            0,
            &[&reason],
            &["--insecure"],
        );
    }
}

#[test]
fn the_record_has_the_facts_of_the_handshake() {
    let identity = Identity::self_signed("localhost");
    let server = server(&identity);
    let sandbox = Sandbox::new();
    let done = sandbox.run_scenario(&server.origin, &["--insecure"]);
    assert_eq!(done.code, Some(0), "{}", done.stdout);
    let record = sandbox.record("record.json");
    assert!(record.target.insecure);
    let mut exchanges = record.scenarios[0].exchanges();
    let connection = exchanges
        .next()
        .unwrap()
        .response()
        .unwrap()
        .connection
        .clone()
        .unwrap();
    assert_eq!(connection.peer, Some(format!("127.0.0.1:{}", server.port)));
    let tls = connection.tls.unwrap();
    assert_eq!(tls.version, "TLSv1.3");
    assert!(tls.cipher_suite.starts_with("TLS_"), "{}", tls.cipher_suite);
    assert_eq!(tls.alpn.as_deref(), Some("http/1.1"));
    assert!(!tls.verified);
    let [certificate] = &tls.certificates[..] else {
        panic!("{tls:?}")
    };
    assert_eq!(certificate.names, ["localhost"]);
    assert_eq!(certificate.not_before, "2020-01-01T00:00:00Z");
    assert_eq!(certificate.not_after, "2100-01-01T00:00:00Z");
    assert_eq!(certificate.subject, certificate.issuer);
    assert!(!certificate.serial.is_empty());
    assert_eq!(certificate.public_key_sha256.len(), 64);
}
