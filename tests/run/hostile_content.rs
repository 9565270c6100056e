//! Servers that answer, but not with what the flow needs.

use crate::support::{answer, answering, assert_fails, json, metadata};

/// Asserts that a step whose answer is this fails for these reasons.
fn fails(step: usize, hostile: impl Fn(&str) -> Vec<u8>, reasons: &[&str]) {
    assert_fails(&answering(step, hostile).origin, step, reasons, &[]);
}

#[test]
fn a_status_tells_of_another_problem() {
    let wanted = "expected status 200 from `\"{issuer}/.well-known/openid-configuration\"`, got ";
    fails(
        0,
        |_| answer("404 Not Found", "", ""),
        &[&format!("{wanted}404 Not Found")],
    );
    let page = "<!DOCTYPE html>\n<title>Sorry</title>\x1b]0;owned\x07";
    fails(
        0,
        |_| {
            answer(
                "500 Internal Server Error",
                "Content-Type: text/html; charset=utf-8\r\n",
                page,
            )
        },
        &[&format!(
            "{wanted}500 Internal Server Error with a body of `\"text/html; charset=utf-8\"`, which begins `\"<!DOCTYPE \
             html>\"`"
        )],
    );
    fails(
        0,
        |_| {
            answer(
                "302 Found",
                "Location: https://elsewhere.example/a?b=c\r\n",
                "",
            )
        },
        &[&format!(
            "{wanted}302 Found to `\"https://elsewhere.example/a?b=c\"` (redirects are not followed)"
        )],
    );
}

#[test]
fn a_registration_is_refused() {
    let wanted = "expected status 201 or another 2xx from `\"{issuer}/register\"`, got ";
    let challenge = "WWW-Authenticate: Bearer realm=\"a\", error=\"invalid_token\"\r\n";
    fails(
        1,
        |_| answer("401 Unauthorized", challenge, ""),
        &[&format!(
            "{wanted}401 Unauthorized with the challenge `\"Bearer realm=\\\"a\\\", error=\\\"invalid_token\\\"\"`; the \
             initial access token that was sent was not accepted"
        )],
    );
    fails(
        1,
        |_| {
            json(
                "400 Bad Request",
                r#"{"error":"invalid_redirect_uri","error_description":"`no`\u001b[1m\nbreak"}"#,
            )
        },
        &[&format!(
            "{wanted}400 Bad Request with error `\"invalid_redirect_uri\"`: `\"\\u0060no\\u0060\\u001b[1m\\nbreak\"`"
        )],
    );
}

#[test]
fn no_initial_access_token_is_configured() {
    let server = answering(1, |_| answer("401 Unauthorized", "", ""));
    let sandbox = crate::support::Sandbox::new();
    let done = sandbox.run_scenario(&server.origin, &[]);
    assert_eq!(done.code, Some(1));
    assert_eq!(server.received()[1].header("authorization"), None);
    let reason = format!(
        "expected status 201 or another 2xx from `\"{}/register\"`, got 401 Unauthorized; no initial access token is \
         configured, and none was sent",
        server.origin
    );
    assert_eq!(sandbox.specs()[1].reasons, [reason]);
}

#[test]
fn a_body_is_no_json_object() {
    let deep = "[".repeat(100_000);
    let shown = "[".repeat(120);
    let deep_reason = format!(
        "expected a JSON object, got JSON that nests too deep (at line 1 column 128); it begins `\"{shown}…\"`"
    );
    let long = "a".repeat(1_000_000);
    let long_reason = format!(
        "expected a JSON object, got a body that is not JSON (expected value at line 1 column 1); it begins `\"{}…\"`",
        "a".repeat(120)
    );
    let cases: [(&[u8], &str); 8] = [
        (b"[]", "expected a JSON object, got a JSON array"),
        (b"\"{}\"", "expected a JSON object, got a JSON string"),
        (b"", "expected a JSON object, got an empty body"),
        (b" \r\n\t", "expected a JSON object, got an empty body"),
        (
            b"{\"issuer\": \x00\x1b[2J}",
            "expected a JSON object, got a body that is not JSON (expected value at line 1 column 12); it begins \
             `\"{\\\"issuer\\\": \\u0000\\u001b[2J}\"`",
        ),
        (
            b"{\"issuer\":\"\xff\xfe\x1b[2J\"}",
            "expected a JSON object, got bytes that are not UTF-8",
        ),
        (deep.as_bytes(), &deep_reason),
        (long.as_bytes(), &long_reason),
    ];
    for (body, reason) in cases {
        fails(0, |_| json("200 OK", body), &[reason]);
    }
}

#[test]
fn metadata_lacks_what_the_flow_needs() {
    let without = |member: &'static str, instead: &'static str| {
        move |origin: &str| {
            let whole = format!("\"{member}\":\"{origin}{}\"", path(member));
            json("200 OK", metadata(origin).replace(&whole, instead))
        }
    };
    let wanted = "expected `registration_endpoint` to be an absolute http or https URL, which this scenario needs, got ";
    for (instead, came) in [
        ("\"x\":1", "metadata without it"),
        ("\"registration_endpoint\":null", "`null`"),
        ("\"registration_endpoint\":\"/register\"", "`\"/register\"`"),
        (
            "\"registration_endpoint\":\"ftp://as.example/\"",
            "`\"ftp://as.example/\"`",
        ),
        ("\"registration_endpoint\":\"https://\"", "`\"https://\"`"),
        (
            "\"registration_endpoint\":[\"\\u001b[2J`\"]",
            "`[\"\\u001b[2J\\u0060\"]`",
        ),
    ] {
        let reason = format!("{wanted}{came}");
        fails(0, without("registration_endpoint", instead), &[&reason]);
    }
    fails(
        0,
        without("issuer", "\"issuer\":\"https://another.example\""),
        &[
            "expected `issuer` to be `\"{issuer}\"`, the issuer that was asked for, got `\"https://another.example\"`",
        ],
    );
    fails(
        0,
        |origin| {
            json(
                "200 OK",
                metadata(origin).replacen(origin, &format!("{origin}/"), 1),
            )
        },
        &[
            "expected `issuer` to be `\"{issuer}\"`, the issuer that was asked for, got `\"{issuer}/\"`; a slash at the end \
           counts",
        ],
    );
    fails(
        0,
        |_| json("200 OK", "{}"),
        &[
            "expected `issuer` to be `\"{issuer}\"`, got metadata without it",
            "expected `registration_endpoint` to be an absolute http or https URL, which this scenario needs, got metadata \
             without it",
            "expected `token_endpoint` to be an absolute http or https URL, which this scenario needs, got metadata without \
             it",
        ],
    );
}

fn path(member: &str) -> &str {
    match member {
        "registration_endpoint" => "/register",
        "token_endpoint" => "/token",
        _ => "",
    }
}

#[test]
fn an_endpoint_is_not_where_the_metadata_says() {
    let server = answering(0, |origin| {
        let endpoint = format!("{origin}/register");
        json(
            "200 OK",
            metadata(origin).replace(&endpoint, "http://127.0.0.1:1/register"),
        )
    });
    let reason = "expected a response from `\"http://127.0.0.1:1/register\"`; the connection to 127.0.0.1:1 was refused: \
                  nothing listens there";
    assert_fails(&server.origin, 1, &[reason], &[]);
}

#[test]
fn a_registration_gives_no_credentials() {
    let of =
        |body: &'static str, reasons: &[&str]| fails(1, |_| json("201 Created", body), reasons);
    of(
        r#"{"client_id":"a"}"#,
        &[
            "expected `client_secret`, which a later step needs, got a response without it",
            "the client was registered without a `client_secret`; asked again with `token_endpoint_auth_method` \
             `client_secret_basic`",
        ],
    );
    of(
        r#"{"client_id":"a","client_secret":null}"#,
        &["expected `client_secret`, which a later step needs, got `null`"],
    );
    of(
        r#"{"client_id":"a","client_secret":""}"#,
        &["expected `client_secret`, which a later step needs, got `\"\"`"],
    );
    of(
        r#"{"client_id":7}"#,
        &["expected `client_id` to be a string that is not empty, got `7`"],
    );
}

#[test]
fn a_token_response_is_no_token_response() {
    let of = |body: &'static str, reasons: &[&str]| fails(2, |_| json("200 OK", body), reasons);
    of(
        r#"{"access_token":"a-token"}"#,
        &["expected `token_type` to be a string that is not empty, got a JSON object without it"],
    );
    of(
        r#"{"error":"invalid_client"}"#,
        &[
            "expected `access_token` to be a string that is not empty, got a JSON object without it",
            "expected `token_type` to be a string that is not empty, got a JSON object without it",
        ],
    );
    fails(
        2,
        |_| json("401 Unauthorized", r#"{"error":"invalid_client"}"#),
        &[
            "expected status 200 from `\"{issuer}/token\"`, got 401 Unauthorized with error `\"invalid_client\"`",
            "the client that was just registered was not known; asked again after a pause (`settle` in the configuration \
             makes it longer)",
        ],
    );
}

#[test]
fn no_field_reaches_a_terminal_or_a_page_as_markup() {
    let csi = "\u{9b}31m\u{202e}```<b>";
    let shown = "\\u009b31m\\u202e\\u0060\\u0060\\u0060<b>";
    let wanted = "expected status 201 or another 2xx from `\"{issuer}/register\"`, got ";
    fails(
        1,
        |_| {
            answer(
                &format!("500 {csi}"),
                &format!("Content-Type: {csi}\r\n"),
                csi,
            )
        },
        &[&format!(
            "{wanted}500 Internal Server Error with a body of `\"{shown}\"`, which begins `\"{shown}\"`"
        )],
    );
    fails(
        1,
        |_| {
            answer(
                "307 Temporary Redirect",
                &format!("Location: {csi}\r\nX: {csi}\r\n"),
                "",
            )
        },
        &[&format!(
            "{wanted}307 Temporary Redirect to `\"{shown}\"` (redirects are not followed)"
        )],
    );
    let evil = "\\u001b[31m\\u0000\\u202e\\u2028```\\n## x\\n<script>";
    fails(
        1,
        |_| {
            json(
                "201 Created",
                format!(r#"{{"client_id":["{evil}"],"{evil}":"{evil}"}}"#),
            )
        },
        &[
            "expected `client_id` to be a string that is not empty, got `[\"\\u001b[31m\\u0000\\u202e\\u2028\\u0060\\u0060\\u0060\\n## \
           x\\n<script>\"]`",
        ],
    );
    let url = format!("http://127.0.0.1:1/{evil}");
    fails(
        0,
        |origin| {
            let endpoint = format!("{origin}/register");
            let body = metadata(origin).replace(&endpoint, &url);
            answer(
                "200 OK",
                "",
                body.replace("\"issuer\":", "\"issuer\":7,\"other\":"),
            )
        },
        &["expected `issuer` to be `\"{issuer}\"`, the issuer that was asked for, got `7`"],
    );
}

#[test]
fn a_secret_cannot_be_sent_as_it_is() {
    // Basic credentials are form-urlencoded first, so that no character of theirs is in the way.
    let server = answering(1, |_| {
        json(
            "201 Created",
            r#"{"client_id":"a\nb: c","client_secret":"\u0000\r\n"}"#,
        )
    });
    let sandbox = crate::support::Sandbox::new();
    let done = sandbox.run_scenario(&server.origin, &[]);
    assert_eq!(done.code, Some(0), "{}", done.stdout);
    assert_eq!(
        server.received()[2].header("authorization"),
        Some("Basic YSUwQWIlM0ErYzolMDAlMEQlMEE=")
    );
}
