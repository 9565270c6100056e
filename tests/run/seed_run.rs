//! The seed's scenario against a server that answers as the seed's did: the page is the seed's form, byte for byte, and what
//! it shows of the requests is what the server received.

use crate::support::{Answers, Connection, Identity, Received, Sandbox, Server, answer};

/// The page that must come out; `{port}` is the server's, `{trust}` the flag about certificates.
const PAGE: &str = include_str!("seed_page.md");

const TOKEN: &str = "an-initial-access-token-27d0";

/// A server with the seed's answers: the same members, other values.
fn server(identity: &Identity) -> Server {
    Server::https(std::sync::Arc::clone(&identity.config), |origin| {
        let json = "Content-Type: application/json; charset=utf-8\r\nServer: Test\r\nset-cookie: a\r\nSet-Cookie: b\r\n";
        let answers = Answers {
            discovery: answer(
                "200 OK",
                json,
                include_str!("seed_discovery.json").replace("{origin}", origin),
            ),
            registration: answer("201 Created", json, include_str!("seed_registration.json")),
            token: answer("200 OK", json, include_str!("seed_token.json")),
        };
        move |request: &Received, to: &mut dyn Connection| answers.reply(request, to)
    })
}

fn arguments<'a>(more: &[&'a str]) -> Vec<&'a str> {
    let clock = ["--clock", "2024-05-06T07:08:09Z", "--reveal-secrets"];
    [&clock[..], more].concat()
}

fn expected(server: &Server, trust: &str) -> String {
    PAGE.replace("{port}", &server.port.to_string())
        .replace("{trust}", trust)
}

#[test]
fn the_page_is_the_seeds() {
    let identity = Identity::self_signed("localhost");
    let server = server(&identity);
    let sandbox = Sandbox::with_token(TOKEN);
    let done = sandbox.run_scenario(&server.origin, &arguments(&["--insecure"]));
    assert_eq!(done.code, Some(0), "{}{}", done.stdout, done.stderr);
    let page = sandbox.page("out");
    let wanted = expected(&server, "--insecure");
    for (line, (got, wanted)) in page.lines().zip(wanted.lines()).enumerate() {
        assert_eq!(got, wanted, "line {}", line + 1);
    }
    assert!(page == wanted);
    let summary = sandbox.read("out/summary.md");
    assert!(
        summary.contains("Certificates were not verified (`--insecure`)"),
        "{summary}"
    );
    let done = sandbox.run(&[
        "report",
        "out/dynamic-client-registration_client-credentials-flow.md",
        "--report",
        "markdown=back",
        "--reveal-secrets",
    ]);
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    assert!(page == sandbox.page("back"));
}

#[test]
fn the_page_shows_the_requests_that_the_server_received() {
    let server = server(&Identity::self_signed("localhost"));
    let sandbox = Sandbox::with_token(TOKEN);
    sandbox.run_scenario(&server.origin, &arguments(&["--insecure"]));
    let received = server.received();
    let lines: Vec<_> = received
        .iter()
        .map(|request| request.line.as_str())
        .collect();
    assert_eq!(
        lines,
        [
            "GET /.well-known/openid-configuration HTTP/1.1",
            "POST /register HTTP/1.1",
            "POST /token HTTP/1.1"
        ]
    );
    let names = |index: usize| {
        received[index]
            .headers
            .iter()
            .map(|(name, _)| name.as_str())
            .collect::<Vec<_>>()
    };
    assert_eq!(names(0), ["accept", "accept-encoding", "host"]);
    let with_body = [
        "authorization",
        "accept",
        "content-type",
        "content-length",
        "accept-encoding",
        "host",
    ];
    assert_eq!(names(1), with_body);
    assert_eq!(names(2), with_body);
    assert_eq!((received[1].body.len(), received[2].body.len()), (413, 57));
    let sent: Vec<_> = received
        .iter()
        .flat_map(|request| &request.headers)
        .collect();
    let sent: Vec<_> = sent
        .iter()
        .map(|(name, value)| format!("* **{name}:** `\"{value}\"`"))
        .collect();
    let page = sandbox.page("out");
    let shown: Vec<_> = page
        .lines()
        .filter(|line| line.starts_with("* **") && line.contains(":** "))
        .collect();
    assert_eq!(shown, sent);
    let record = sandbox.record("record.json");
    let bodies: Vec<_> = record.scenarios[0]
        .exchanges()
        .map(|exchange| exchange.request.body.bytes().unwrap().to_vec())
        .collect();
    let received: Vec<_> = received.into_iter().map(|request| request.body).collect();
    assert_eq!(bodies, received);
}

#[test]
fn a_self_signed_certificate_can_be_trusted_by_name() {
    let identity = Identity::self_signed("localhost");
    let server = server(&identity);
    let sandbox = Sandbox::with_token(TOKEN);
    sandbox.write("ca.pem", &identity.pem);
    let done = sandbox.run_scenario(&server.origin, &arguments(&["--cacert", "ca.pem"]));
    assert_eq!(done.code, Some(0), "{}{}", done.stdout, done.stderr);
    assert!(sandbox.page("out") == expected(&server, "--cacert ca.pem"));
}
