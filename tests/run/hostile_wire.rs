//! Servers that are not there, do not speak HTTP, or do not end.

use std::{
    io::{self, Read, Write},
    net::TcpListener,
    thread,
    time::Duration,
};

use crate::support::{
    Answers, Connection, Received, Server, answer, answering, assert_fails, doing, json, metadata,
};

/// Writes a little, again and again, until nobody reads it.
fn forever(to: &mut dyn Connection, bytes: &[u8], pause: Duration) -> io::Result<()> {
    loop {
        to.write_all(bytes)?;
        to.flush()?;
        thread::sleep(pause);
    }
}

const DRIP: Duration = Duration::from_millis(100);

#[test]
fn nothing_listens() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let reason = format!(
        "expected a response from `\"{{issuer}}/.well-known/openid-configuration\"`; the connection to {address} was \
         refused: nothing listens there"
    );
    assert_fails(&format!("http://{address}"), 0, &[&reason], &[]);
}

#[test]
fn the_host_is_unknown() {
    let sandbox = crate::support::Sandbox::new();
    let done = sandbox.run_scenario("http://no-such-host.invalid:5003", &["--timeout", "5s"]);
    assert_eq!(done.code, Some(1));
    let reason = &sandbox.specs()[0].reasons[0];
    // What the resolver says of it is the system's.
    let resolver = "expected a response from `\"http://no-such-host.invalid:5003/.well-known/openid-configuration\"`; the \
                    host name `\"no-such-host.invalid\"` could not be resolved: ";
    assert!(reason.starts_with(resolver), "{reason}");
}

#[test]
fn the_server_is_silent() {
    let server = doing(|_| {
        thread::sleep(Duration::from_secs(8));
        Ok(())
    });
    let reason = "expected a response from `\"{issuer}/.well-known/openid-configuration\"`; the response took longer than \
                  the time limit of 1s";
    assert_fails(&server.origin, 0, &[reason], &[]);
}

#[test]
fn the_server_closes_without_an_answer() {
    let reason = "expected a response from `\"{issuer}/.well-known/openid-configuration\"`; the server closed the \
                  connection without a response";
    assert_fails(&doing(|_| Ok(())).origin, 0, &[reason], &[]);
    let reason = "expected a response from `\"{issuer}/token\"`; the server closed the connection before the end of the \
                  response's header fields";
    let server = answering(2, |_| b"HTTP/1.1 200 OK\r\nContent-Ty".to_vec());
    assert_fails(&server.origin, 2, &[reason], &[]);
}

#[test]
fn what_answers_is_not_http() {
    let server = answering(0, |_| b"SSH-2.0-OpenSSH_9.6\x1b[2J\r\n\r\n".to_vec());
    let reason = "expected a response from `\"{issuer}/.well-known/openid-configuration\"`; what came is not an HTTP \
                  response that can be read (invalid HTTP version parsed); it begins \
                  `\"SSH-2.0-OpenSSH_9.6\\u001b[2J\\r\\n\\r\\n\"`";
    assert_fails(&server.origin, 0, &[reason], &[]);
}

#[test]
fn header_fields_never_end() {
    let fast = doing(|to| {
        to.write_all(b"HTTP/1.1 200 OK\r\n")?;
        forever(to, &b"X-Filler: aaaaaaaa\r\n".repeat(200), Duration::ZERO)
    });
    let limit = "expected a response from `\"{issuer}/.well-known/openid-configuration\"`; the header fields of the \
                 response are larger or more than the limit";
    assert_fails(&fast.origin, 0, &[limit], &[]);
    let one = answering(0, |_| {
        format!("HTTP/1.1 200 OK\r\nX: {}\r\n\r\n{{}}", "a".repeat(300_000)).into_bytes()
    });
    assert_fails(&one.origin, 0, &[limit], &[]);
    let slow = doing(|to| {
        to.write_all(b"HTTP/1.1 200 OK\r\n")?;
        forever(to, b"X: a\r\n", DRIP)
    });
    let late = "expected a response from `\"{issuer}/.well-known/openid-configuration\"`; the response took longer than \
                the time limit of 1s";
    assert_fails(&slow.origin, 0, &[late], &[]);
}

#[test]
fn interim_responses_never_end() {
    let server = doing(|to| {
        forever(
            to,
            &b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n".repeat(50),
            Duration::from_millis(1),
        )
    });
    let late = "expected a response from `\"{issuer}/.well-known/openid-configuration\"`; the response took longer than \
                the time limit of 1s";
    assert_fails(&server.origin, 0, &[late], &[]);
    let many = answering(0, |origin| {
        let mut bytes = b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n".repeat(8000);
        bytes.extend(json("200 OK", metadata(origin)));
        bytes
    });
    let reason = "expected a response from `\"{issuer}/.well-known/openid-configuration\"`; the interim responses before \
                  the final one are more than can be kept";
    assert_fails(&many.origin, 0, &[reason], &[]);
}

#[test]
fn interim_responses_are_passed_over() {
    let server = answering(0, |origin| {
        let mut bytes =
            b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n".to_vec();
        bytes.extend(json("200 OK", metadata(origin)));
        bytes
    });
    let sandbox = crate::support::Sandbox::new();
    let done = sandbox.run_scenario(&server.origin, &[]);
    assert_eq!(done.code, Some(0), "{}", done.stdout);
}

#[test]
fn a_body_never_ends() {
    const HEAD: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n";
    let fast = doing(|to| {
        to.write_all(HEAD)?;
        forever(to, &vec![b' '; 65536], Duration::ZERO)
    });
    let limit = "expected a JSON object, but the body is larger than the limit of 1048576 bytes; reading stopped there";
    let sandbox = assert_fails(&fast.origin, 0, &[limit], &[]);
    assert!(sandbox.read("record.json").len() < 20_000);
    let slow = doing(|to| {
        to.write_all(HEAD)?;
        forever(to, b"{", DRIP)
    });
    let late = "expected a JSON object, but the body did not end within the time limit of 1000 ms";
    assert_fails(&slow.origin, 0, &[late], &[]);
}

#[test]
fn a_body_ends_early() {
    let server = answering(0, |_| {
        b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{\"issuer\":".to_vec()
    });
    let reason = "expected a JSON object, but the connection ended before the body did (`\"the server closed it\"`)";
    assert_fails(&server.origin, 0, &[reason], &[]);
}

#[test]
fn chunks_are_broken() {
    let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    let server = answering(0, |_| format!("{head}2\r\n{{}}\r\nzz\r\n").into_bytes());
    let reason = "expected a JSON object, but its transfer coding is broken (`\"Invalid chunk size line: missing size \
                  digit\"`)";
    assert_fails(&server.origin, 0, &[reason], &[]);
    let server = answering(0, |_| format!("{head}5\r\n{{}}").into_bytes());
    let reason = "expected a JSON object, but the connection ended before the body did (`\"the server closed it\"`)";
    assert_fails(&server.origin, 0, &[reason], &[]);
}

#[test]
fn lengths_contradict_each_other() {
    let server = answering(0, |_| {
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{} ".to_vec()
    });
    let reason = "expected a response from `\"{issuer}/.well-known/openid-configuration\"`; what came is not an HTTP \
                  response that can be read (invalid content-length parsed); it begins `\"HTTP/1.1 200 \
                  OK\\r\\nContent-Length: 2\\r\\nContent-Length: 3\\r\\n\\r\\n{} \"`";
    assert_fails(&server.origin, 0, &[reason], &[]);
}

#[test]
fn a_step_late_in_the_flow_fails_alone() {
    let server = Server::http(|origin| {
        let answers = Answers::good(origin);
        move |request: &Received, to: &mut dyn Connection| {
            if request.path() == "/token" {
                thread::sleep(Duration::from_secs(4));
            }
            answers.reply(request, to)
        }
    });
    let reason = "expected a response from `\"{issuer}/token\"`; the response took longer than the time limit of 1s";
    assert_fails(&server.origin, 2, &[reason], &[]);
}

#[test]
fn the_server_speaks_tls_where_http_was_asked_for() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let _ = stream.read(&mut [0; 1024]);
            let _ = stream.write_all(&[0x15, 3, 1, 0, 2, 2, 70]);
        }
    });
    let reason = "expected a response from `\"{issuer}/.well-known/openid-configuration\"`; what came is a TLS alert; is \
                  this an https port?";
    assert_fails(&origin, 0, &[reason], &[]);
}

#[test]
fn an_unusual_answer_is_still_an_answer() {
    let server = answering(0, |_| answer("299 Fine", "", "{}"));
    let reason = "expected status 200 from `\"{issuer}/.well-known/openid-configuration\"`, got 299 with a body that \
                  begins `\"{}\"`";
    assert_fails(&server.origin, 0, &[reason], &[]);
    let server = answering(0, |_| b"HTTP/1.1 101 Switching Protocols\r\n\r\n".to_vec());
    let reason = "expected status 200 from `\"{issuer}/.well-known/openid-configuration\"`, got 101 Switching Protocols";
    assert_fails(&server.origin, 0, &[reason], &[]);
}
