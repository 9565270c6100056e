//! Secrets that are easy to find again, from the configuration and from the server: none is in any output, in any form,
//! unless it was asked for.

use std::sync::atomic::{AtomicUsize, Ordering};

use base64::{Engine, engine::general_purpose::STANDARD};

use crate::support::{
    Answers, CANARY, Connection, Done, REPORTS, Received, SCENARIO, Sandbox, Server, answer,
    answering, assert_rendered_again, each_char, encodings, html, json, leak,
};

/// A secret with what needs to be encoded somewhere.
fn canary(name: &str) -> String {
    format!("{CANARY} {name}+/%\"'<&>\\ü=0123456789")
}

fn configuration() -> String {
    let quoted = |name| serde_json::to_string(&canary(name)).unwrap();
    format!(
        "[bookingPartnersForSpecificTests.dynamicSecondary.authentication]\ninitialAccessToken = {}\n\
         [bookingPartners.primary.authentication.clientCredentials]\nclientId = \"a partner\"\nclientSecret = {}\n",
        quoted("initial"),
        quoted("configured")
    )
}

/// Everything that a run wrote.
fn outputs(sandbox: &Sandbox, done: &Done) -> Vec<(String, Vec<u8>)> {
    let mut outputs = sandbox.files("out");
    outputs.push(("stdout".to_owned(), done.stdout.clone().into_bytes()));
    outputs.push(("stderr".to_owned(), done.stderr.clone().into_bytes()));
    for name in ["record.json", "report.json"] {
        outputs.push((name.to_owned(), sandbox.read(name).into_bytes()));
    }
    outputs
}

/// Runs scenarios; nothing that is written holds a secret, and the record gives the same reports again.
fn run(server: &Server, code: i32, scenarios: &[&str]) -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("issuercheck.toml", &configuration());
    let start = ["run", "--issuer", &server.origin, "--jobs", "1"];
    let done = sandbox.run(&[&start[..], &REPORTS, scenarios].concat());
    // The server leaves out much that the checks ask for: whether its specs hold is asked for here.
    let failed = sandbox
        .specs()
        .iter()
        .any(|spec| spec.outcome == issuercheck::exchange::SpecOutcome::Failed);
    assert_eq!(failed, code == 1, "{}{}", done.stdout, done.stderr);
    assert_eq!(done.code, Some(1), "{}{}", done.stdout, done.stderr);
    for (name, bytes) in outputs(&sandbox, &done) {
        assert_eq!(leak(&bytes), None, "{name}");
    }
    assert_rendered_again(&sandbox);
    sandbox
}

/// Runs the seed's scenario against a server that answers a registration with this.
fn refused(answer: &[u8]) {
    run(&answering(1, |_| answer.to_vec()), 1, &[SCENARIO]);
}

/// A server that puts a secret into every place that it has.
fn chatty() -> Server {
    Server::http(|origin| {
        let origin = origin.to_owned();
        let registered = AtomicUsize::new(0);
        move |request: &Received, to: &mut dyn Connection| {
            if request.path() == "/register" {
                registered.fetch_add(1, Ordering::SeqCst);
            }
            // Every run registers as often as there are scenarios that do.
            let number = (registered.load(Ordering::SeqCst) + 1) % 2 + 1;
            to.write_all(&chatter(&origin, request, number))
        }
    })
}

fn chatter(origin: &str, request: &Received, number: usize) -> Vec<u8> {
    let secret = |name: &str| canary(&format!("{name}{number}"));
    let sent = request.header("authorization").unwrap_or_default();
    // What the server says of every secret that it knows of, in every form.
    let known = ["initial", "configured", "secret1", "access1", "refresh1"].map(canary);
    let told: Vec<_> = known.iter().flat_map(|secret| encodings(secret)).collect();
    let (status, mut body) = match request.path() {
        "/register" => (
            "201 Created",
            serde_json::json!({
                "client_id": format!("client {number}"),
                "scope": "a",
                "client_secret": secret("secret"),
                "registration_access_token": secret("registration"),
                "registration_client_uri": format!("{origin}/client?token={}", "x"),
            }),
        ),
        "/token" => (
            "200 OK",
            serde_json::json!({
                "token_type": "Bearer",
                "access_token": secret("access"),
                "refresh_token": secret("refresh"),
                "id_token": secret("id"),
            }),
        ),
        "/introspect" => ("200 OK", serde_json::json!({"active": true})),
        "/revoke" => ("200 OK", serde_json::json!({})),
        _ => (
            "200 OK",
            serde_json::json!({
                "issuer": origin,
                "token_endpoint": format!("{origin}/token"),
                "registration_endpoint": format!("{origin}/register"),
                "introspection_endpoint": format!("{origin}/introspect"),
                "revocation_endpoint": format!("{origin}/revoke"),
            }),
        ),
    };
    body["you_sent"] = serde_json::json!([sent, request.text()]);
    body["told"] = serde_json::json!(told);
    body["in_a_json_text"] = serde_json::json!(body.to_string());
    // A cookie has no quotes, spaces or letters beyond ASCII.
    let cookie = format!("{CANARY}-in-a-cookie");
    let headers = format!(
        "Content-Type: application/json\r\nSet-Cookie: session=\"{cookie}\"; HttpOnly\r\nX-You-Sent: {sent}\r\nX-Told: {}\r\n",
        STANDARD.encode(canary("configured"))
    );
    answer(status, &headers, body.to_string())
}

#[test]
fn no_secret_is_in_any_output() {
    let sandbox = run(&chatty(), 0, &["--format", "json"]);
    let record = sandbox.record("record.json");
    let texts = |scenario: usize, step: &str| {
        let exchanges = record.scenarios[scenario].exchanges();
        let exchange = { exchanges }.find(|exchange| exchange.step.as_deref() == Some(step));
        let exchange = exchange.unwrap();
        let response = exchange.response().unwrap();
        (
            exchange
                .request
                .headers
                .get("authorization")
                .unwrap_or_default()
                .to_owned(),
            exchange.request.body.text().unwrap().to_owned(),
            response.body.json().unwrap(),
        )
    };
    // The same secret has the same name at each place; another has another.
    let (sent, _, registered) = texts(1, "register");
    assert_eq!(sent, "Bearer [initialAccessToken]");
    let (_, _, token) = texts(1, "token");
    let (_, introspected, _) = texts(1, "introspect");
    let name = token["access_token"].as_str().unwrap();
    assert_eq!(name, "[access_token-2]");
    assert!(
        introspected.starts_with(&format!("token={name}&")),
        "{introspected}"
    );
    assert_eq!(registered["client_secret"], "[client_secret-2]");
    let (_, _, first) = texts(0, "token");
    assert_eq!(first["access_token"], "[access_token]");
    assert_eq!(texts(1, "token").0, texts(1, "revoke").0);
    assert_ne!(texts(0, "token").0, texts(1, "token").0);
    let page = sandbox.read("out/booking-partner-authentication_client-credentials-flow.md");
    assert!(page.contains("* **clientId**: `a partner`\n* **clientSecret**: `[clientSecret]`\n"));
}

#[test]
fn secrets_are_shown_when_they_are_asked_for() {
    let server = chatty();
    let sandbox = Sandbox::new();
    sandbox.write("issuercheck.toml", &configuration());
    let start = [
        "run",
        "--issuer",
        &server.origin,
        "--reveal-secrets",
        "--jobs",
        "1",
    ];
    let done = sandbox.run(&[&start[..], &REPORTS].concat());
    assert_eq!(done.code, Some(1), "{}{}", done.stdout, done.stderr);
    let record = sandbox.read("record.json");
    let page = sandbox.page("out");
    for name in ["initial", "secret1", "access1", "refresh1", "id1"] {
        let shown = serde_json::to_string(&canary(name)).unwrap();
        assert!(
            page.contains(shown.trim_matches('"')) || page.contains(&canary(name)),
            "{name}"
        );
        assert!(leak(record.as_bytes()).is_some());
    }
    // A record with secrets in it is rendered without them, unless they are asked for again.
    let done = sandbox.run(&[
        "report",
        "record.json",
        "--report",
        "markdown=hidden",
        "--report",
        "record=hidden.json",
    ]);
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    for (name, bytes) in sandbox.files("hidden") {
        assert_eq!(leak(&bytes), None, "{name}");
    }
    assert_eq!(leak(sandbox.read("hidden.json").as_bytes()), None);
}

#[test]
fn failures_quote_no_secret() {
    let initial = canary("initial");
    let basic = STANDARD.encode(&initial);
    let inside = serde_json::to_string(&initial).unwrap();
    let escaped = each_char(&initial, |c| format!("\\u{c:04x}"));
    let percent: String = url::form_urlencoded::byte_serialize(initial.as_bytes()).collect();
    let ascii = format!("{CANARY}-cookie-0123456789");
    let told = [
        answer(
            "500 Internal Server Error",
            "Content-Type: text/html\r\n",
            format!("<p>{}</p>", html(&initial)),
        ),
        answer(
            "500 Internal Server Error",
            "Content-Type: text/html\r\n",
            format!("<p>Bearer {initial}</p>"),
        ),
        answer(
            "500 Internal Server Error",
            &format!("Content-Type: {basic}\r\n"),
            "x",
        ),
        answer(
            "302 Found",
            &format!("Location: https://elsewhere.example/{percent}?a={percent}#{basic}\r\n"),
            "",
        ),
        answer(
            "302 Found",
            &format!("Location: https://elsewhere.example/?code={ascii}\r\n"),
            "",
        ),
        answer(
            "401 Unauthorized",
            &format!("WWW-Authenticate: Bearer error=\"{basic}\"\r\n"),
            "",
        ),
        answer(
            &format!("400 {ascii}"),
            &format!("Set-Cookie: a={ascii}\r\n"),
            ascii.as_str(),
        ),
        json(
            "400 Bad Request",
            format!(r#"{{"error":{inside},"error_description":"{escaped}"}}"#),
        ),
        json(
            "201 Created",
            format!(r#"{{"client_id":"a","client_secret":"{escaped}",,"#),
        ),
        json("201 Created", format!(r#"{{"client_secret":"{ascii}"#)),
        json(
            "201 Created",
            format!("{{'client_secret': '{ascii}', 'id_token': \"{ascii}-2\"}}"),
        ),
        json("201 Created", format!(r#"{{"client_id":["{escaped}"]}}"#)),
        json("201 Created", format!("[{inside}]")),
        json(
            "201 Created",
            [b"\xff\xfe\"access_token\":".as_slice(), inside.as_bytes()].concat(),
        ),
    ];
    for answer in told {
        refused(&answer);
    }
}

#[test]
fn a_secret_that_is_cut_off_is_no_less_secret() {
    let initial = canary("initial");
    let inside = serde_json::to_string(&initial).unwrap();
    let basic = STANDARD.encode(format!("id:{initial}"));
    // A reason shows so many characters of what came.
    for room in [5, 8, 20] {
        for secret in [inside.trim_matches('"'), &basic] {
            let filler = "x".repeat(120 - room);
            refused(&json("201 Created", format!("{filler}{secret}")));
        }
    }
    // Of a body that is too large, so much is kept.
    let large = format!("{}{initial}{}", "x".repeat(4096 - 10), "x".repeat(1 << 20));
    refused(&json("201 Created", &large));
    // And of one that is cut off, all that came.
    let whole = json("201 Created", format!("{{\"echo\":{inside}"));
    refused(&whole[..whole.len() - 12]);
}

#[test]
fn a_secret_is_no_word_of_the_record() {
    // A server that calls its secret what a record calls an outcome does not spoil the record.
    let server = Server::http(|origin| {
        let mut answers = Answers::good(origin);
        answers.registration = json(
            "201 Created",
            r#"{"client_id":"a","client_secret":"passed"}"#,
        );
        answers.token = json(
            "200 OK",
            r#"{"access_token":"recorded","token_type":"response","refresh_token":"run"}"#,
        );
        move |request: &Received, to: &mut dyn Connection| answers.reply(request, to)
    });
    let sandbox = Sandbox::new();
    let done = sandbox.run_scenario(&server.origin, &[]);
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    assert_eq!(sandbox.specs().len(), 3);
    assert!(
        sandbox
            .page("out")
            .contains("\"client_secret\": \"[client_secret]\"")
    );
    assert_rendered_again(&sandbox);
}

#[test]
fn many_secrets_take_no_longer() {
    let tokens: Vec<_> = (0..30_000)
        .map(|number| format!("\"access_token\":\"{CANARY}{number}\","))
        .collect();
    let tokens = tokens.concat();
    let server = answering(2, |_| {
        json("200 OK", format!("{{{tokens}\"token_type\":\"Bearer\"}}"))
    });
    let sandbox = run(&server, 0, &[SCENARIO]);
    assert!(
        sandbox
            .page("out")
            .contains("withheld: it holds more secrets than can be told apart")
    );
}

#[test]
fn what_a_scenario_calls_secret_is_one() {
    let scenario = r#"
title = "Keys"
description = "..."
category = "Test"
feature = "Keys"
group = "Keys"
secrets.from_environment = { env = "THE_KEY" }
secrets.from_file = { file = "key.txt" }
[[step]]
id = "ask"
title = "Ask"
spec = "should be answered"
do.raw = { method = "POST", url = "ISSUER/register", headers = [["x-api-key", "${from_environment}"]], body = "a ${from_file} b" }
capture.session = { json = "/session", secret = true }
capture.ticket = { header = "x-ticket", secret = true }
"#;
    let server = answering(1, |_| {
        let ticket = format!("X-Ticket: {CANARY}-ticket\r\n");
        answer(
            "200 OK",
            &ticket,
            format!("{{\"session\":\"{CANARY}-session\"}}"),
        )
    });
    let sandbox = Sandbox::new();
    sandbox.write("keys.toml", &scenario.replace("ISSUER", &server.origin));
    sandbox.write("key.txt", &format!("{CANARY} of a file\n"));
    let start = ["run", "./keys.toml", "--issuer", &server.origin];
    let mut command = sandbox.command(&[&start[..], &REPORTS].concat());
    let output = command
        .env("THE_KEY", format!("{CANARY} of the environment"))
        .output()
        .unwrap();
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert_eq!(
        server.received()[0].text(),
        format!("a {CANARY} of a file b")
    );
    for (name, bytes) in sandbox.files("out") {
        assert_eq!(leak(&bytes), None, "{name}");
    }
    let record = sandbox.read("record.json");
    assert_eq!(leak(record.as_bytes()), None);
    for name in ["from_environment", "from_file", "session", "ticket"] {
        assert!(record.contains(&format!("[{name}]")), "{name}");
    }
    let done = sandbox.run(&start);
    assert_eq!(done.code, Some(3));
    assert!(
        done.stderr
            .contains("needs the environment variable `THE_KEY`, which is not there"),
        "{}",
        done.stderr
    );
}
