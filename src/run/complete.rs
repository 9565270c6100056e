//! Whether a step completed: the answer is one that the flow can go on with. The rules of the specifications are the
//! judge's; here a step's own purpose decides.

use http::StatusCode;
use serde_json::{Map, Value};
use url::Url;

use super::quote::{quote, quote_json};
use crate::{
    exchange::{Action, Defect, Exchange, Outcome, Response},
    scenario::{Capture, CaptureFrom},
};

/// What a completed step gives to later ones.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Completed {
    /// Values of captures, by name.
    pub(super) captured: Vec<(String, String)>,
    /// Optional captures whose value was not there.
    pub(super) not_captured: Vec<String>,
    /// The metadata, for a discovery.
    pub(super) metadata: Option<Value>,
}

/// What a step is held to.
pub(super) struct Expectation<'a> {
    pub(super) action: Action,
    pub(super) issuer: &'a str,
    /// Members of the metadata that the scenario goes on to use; only for a discovery.
    pub(super) endpoints: &'a [String],
    pub(super) captures: &'a [Capture],
}

/// What the step gives, or why it did not complete: what was expected, and what came.
pub(super) fn completed(
    expected: &Expectation<'_>,
    exchange: &Exchange,
) -> Result<Completed, Vec<String>> {
    let response = match &exchange.outcome {
        Outcome::Response(response) => response,
        Outcome::Failure(failure) => {
            return Err(vec![format!("expected a response; {}", failure.message)]);
        }
        Outcome::NotRecorded => {
            return Err(vec!["expected a response; none is recorded".to_owned()]);
        }
    };
    status(expected.action, response)?;
    let mut given = Completed::default();
    let document = document(expected.action, response)?;
    if let Some(document) = &document {
        let reasons = members(expected, document);
        if !reasons.is_empty() {
            return Err(reasons);
        }
    }
    capture(expected.captures, response, document.as_ref(), &mut given)?;
    if expected.action == Action::Discover {
        given.metadata = document.map(Value::Object);
    }
    Ok(given)
}

fn status(action: Action, response: &Response) -> Result<(), Vec<String>> {
    let status = response.status;
    let (complete, wanted) = match action {
        Action::Register => ((200..300).contains(&status), "status 201 or another 2xx"),
        Action::DeleteClient => (status == 204, "status 204"),
        Action::Resource => ((200..300).contains(&status), "a 2xx status"),
        Action::Raw => (true, ""),
        _ => (status == 200, "status 200"),
    };
    if complete {
        return Ok(());
    }
    let reason = StatusCode::from_u16(status)
        .ok()
        .and_then(|status| status.canonical_reason());
    let mut came = format!(
        "{status}{}",
        reason
            .map(|reason| format!(" {reason}"))
            .unwrap_or_default()
    );
    if let (300..400, Some(location)) = (status, response.headers.get("location")) {
        came = format!("{came} to {} (redirects are not followed)", quote(location));
    }
    Err(vec![format!(
        "expected {wanted}, got {came}{}",
        description(response)
    )])
}

/// What the answer says of itself: an OAuth error (RFC 6749 §5.2, RFC 7591 §3.2.2), or what kind of body it has.
fn description(response: &Response) -> String {
    let json = response.body.json();
    let member = |name: &str| {
        json.as_ref()
            .and_then(|json| json.get(name))
            .and_then(Value::as_str)
    };
    if let Some(error) = member("error") {
        let details = member("error_description").map(|text| format!(": {}", quote(text)));
        return format!(
            " with error {}{}",
            quote(error),
            details.unwrap_or_default()
        );
    }
    match (response.headers.get("content-type"), response.body.text()) {
        (Some(kind), Some(text)) if !text.is_empty() => {
            format!(
                " with a body of {}, which begins {}",
                quote(kind),
                quote(first_line(text))
            )
        }
        (None, Some(text)) if !text.is_empty() => {
            format!(" with a body that begins {}", quote(first_line(text)))
        }
        _ => String::new(),
    }
}

fn first_line(text: &str) -> &str {
    text.lines()
        .map(str::trim)
        .find(|line| !line.is_empty())
        .unwrap_or_default()
}

/// The JSON object that the action's answer must be; `None` where any body will do.
fn document(
    action: Action,
    response: &Response,
) -> Result<Option<Map<String, Value>>, Vec<String>> {
    if matches!(
        action,
        Action::Revoke | Action::DeleteClient | Action::Resource | Action::Raw
    ) {
        return Ok(response
            .body
            .json()
            .and_then(|json| json.as_object().cloned()));
    }
    if let Some(defect) = &response.body.defect {
        return Err(vec![format!(
            "expected a JSON object, but {}",
            defect_sentence(defect)
        )]);
    }
    let Some(text) = response.body.text() else {
        return Err(vec![
            "expected a JSON object, got bytes that are not UTF-8".to_owned(),
        ]);
    };
    if text.trim().is_empty() {
        return Err(vec!["expected a JSON object, got an empty body".to_owned()]);
    }
    match serde_json::from_str(text) {
        Ok(Value::Object(members)) => Ok(Some(members)),
        Ok(other) => Err(vec![format!(
            "expected a JSON object, got {}",
            kind(&other)
        )]),
        Err(error) => {
            let begins = quote(first_line(text));
            Err(vec![format!(
                "expected a JSON object, got a body that is not JSON ({error}); it begins {begins}"
            )])
        }
    }
}

/// What is wrong with a body, as a clause.
pub(super) fn defect_sentence(defect: &Defect) -> String {
    match defect {
        Defect::TooLarge {
            limit,
            decoded: false,
        } => {
            format!("the body is larger than the limit of {limit} bytes; reading stopped there")
        }
        Defect::TooLarge {
            limit,
            decoded: true,
        } => {
            format!(
                "the decoded body is larger than the limit of {limit} bytes; decoding stopped there"
            )
        }
        Defect::TimedOut { limit_ms } => {
            format!("the body did not end within the time limit of {limit_ms} ms")
        }
        Defect::Cut { message } => format!(
            "the connection ended before the body did ({})",
            quote(message)
        ),
        Defect::Undecodable { coding, message } => {
            format!(
                "its content coding {} could not be undone ({})",
                quote(coding),
                quote(message)
            )
        }
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "JSON `null`",
        Value::Bool(_) => "a JSON boolean",
        Value::Number(_) => "a JSON number",
        Value::String(_) => "a JSON string",
        Value::Array(_) => "a JSON array",
        Value::Object(_) => "a JSON object",
    }
}

fn members(expected: &Expectation<'_>, document: &Map<String, Value>) -> Vec<String> {
    match expected.action {
        Action::Discover => metadata(expected, document),
        Action::Jwks => wrong(document, "keys", "an array", Value::is_array),
        Action::Register | Action::ReadClient | Action::UpdateClient => {
            string(document, "client_id")
        }
        Action::Token => {
            let mut reasons = string(document, "access_token");
            reasons.extend(string(document, "token_type"));
            reasons
        }
        Action::Introspect => wrong(document, "active", "a boolean", Value::is_boolean),
        _ => Vec::new(),
    }
}

fn metadata(expected: &Expectation<'_>, document: &Map<String, Value>) -> Vec<String> {
    let issuer = quote(expected.issuer);
    let mut reasons = match document.get("issuer") {
        Some(Value::String(issuer)) if issuer == expected.issuer => Vec::new(),
        Some(other) => {
            let other = quote_json(other);
            vec![format!(
                "expected `issuer` to be {issuer}, the issuer that was asked for, got {other}"
            )]
        }
        None => vec![format!(
            "expected `issuer` to be {issuer}, got metadata without it"
        )],
    };
    for name in expected.endpoints {
        let endpoint = document.get(name);
        let usable = endpoint
            .and_then(Value::as_str)
            .and_then(|url| Url::parse(url).ok());
        if usable.is_some_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host()) {
            continue;
        }
        let came = endpoint.map_or_else(|| "metadata without it".to_owned(), quote_json);
        reasons.push(format!(
            "expected `{name}` to be an absolute URL, which this scenario needs, got {came}"
        ));
    }
    reasons
}

fn string(document: &Map<String, Value>, name: &str) -> Vec<String> {
    wrong(document, name, "a string that is not empty", |value| {
        value.as_str().is_some_and(|text| !text.is_empty())
    })
}

fn wrong(
    document: &Map<String, Value>,
    name: &str,
    wanted: &str,
    right: impl Fn(&Value) -> bool,
) -> Vec<String> {
    match document.get(name) {
        Some(value) if right(value) => Vec::new(),
        Some(value) => vec![format!(
            "expected `{name}` to be {wanted}, got {}",
            quote_json(value)
        )],
        None => vec![format!(
            "expected `{name}` to be {wanted}, got a JSON object without it"
        )],
    }
}

fn capture(
    captures: &[Capture],
    response: &Response,
    document: Option<&Map<String, Value>>,
    given: &mut Completed,
) -> Result<(), Vec<String>> {
    let mut reasons = Vec::new();
    let document = document.cloned().map(Value::Object);
    for capture in captures {
        let (value, place) = match &capture.from {
            CaptureFrom::Header(name) => (
                response.headers.get(name).map(str::to_owned),
                format!("header `{name}`"),
            ),
            CaptureFrom::Json(pointer) => {
                let value = document
                    .as_ref()
                    .and_then(|document| document.pointer(pointer));
                (
                    value.and_then(scalar),
                    format!("`{}`", pointer.trim_start_matches('/')),
                )
            }
        };
        match value {
            Some(value) => given.captured.push((capture.name.clone(), value)),
            None if capture.optional => given.not_captured.push(capture.name.clone()),
            None => reasons.push(format!(
                "expected {place}, which a later step needs, got a response without it"
            )),
        }
    }
    if reasons.is_empty() {
        Ok(())
    } else {
        Err(reasons)
    }
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::{Body, Header, Headers, Request};

    fn exchange(status: u16, headers: &[(&str, &str)], text: &str) -> Exchange {
        let header = |(name, value): &(&str, &str)| Header {
            name: (*name).into(),
            value: (*value).into(),
        };
        let headers = Headers::Recorded(headers.iter().map(header).collect());
        let request = Request {
            method: "GET".into(),
            url: String::new(),
            headers: headers.clone(),
            body: Body::empty(),
        };
        let response = Response {
            status,
            reason: None,
            version: None,
            headers,
            body: Body::from_bytes(text.as_bytes().to_vec()),
            duration_ms: None,
            connection: None,
        };
        let outcome = Outcome::Response(Box::new(response));
        Exchange {
            step: None,
            title: String::new(),
            action: None,
            time: None,
            request,
            outcome,
        }
    }

    fn judge(action: Action, exchange: &Exchange) -> Result<Completed, Vec<String>> {
        let endpoints = ["token_endpoint".to_owned()];
        completed(
            &Expectation {
                action,
                issuer: "https://as.example",
                endpoints: &endpoints,
                captures: &[],
            },
            exchange,
        )
    }

    #[test]
    fn a_discovery_needs_its_issuer_and_the_endpoints_that_are_used() {
        let good = r#"{"issuer":"https://as.example","token_endpoint":"https://as.example/t"}"#;
        assert!(
            judge(Action::Discover, &exchange(200, &[], good))
                .unwrap()
                .metadata
                .is_some()
        );
        let reasons = judge(
            Action::Discover,
            &exchange(200, &[], r#"{"issuer":"https://as.example/"}"#),
        )
        .unwrap_err();
        assert_eq!(
            reasons,
            [
                "expected `issuer` to be `\"https://as.example\"`, the issuer that was asked for, got `\"https://as.example/\"`",
                "expected `token_endpoint` to be an absolute URL, which this scenario needs, got metadata without it"
            ]
        );
    }

    #[test]
    fn a_wrong_status_says_what_came() {
        let redirect = exchange(302, &[("Location", "https://elsewhere.example/")], "");
        assert_eq!(
            judge(Action::Discover, &redirect).unwrap_err(),
            [
                "expected status 200, got 302 Found to `\"https://elsewhere.example/\"` (redirects are not followed)"
            ]
        );
        let denied = exchange(
            401,
            &[],
            r#"{"error":"invalid_token","error_description":"no"}"#,
        );
        assert_eq!(
            judge(Action::Register, &denied).unwrap_err(),
            [
                "expected status 201 or another 2xx, got 401 Unauthorized with error `\"invalid_token\"`: `\"no\"`"
            ]
        );
    }

    #[test]
    fn what_is_not_a_json_object_is_named() {
        let of = |text| {
            judge(Action::Token, &exchange(200, &[], text))
                .unwrap_err()
                .remove(0)
        };
        assert_eq!(of("[]"), "expected a JSON object, got a JSON array");
        assert_eq!(of(" "), "expected a JSON object, got an empty body");
        assert!(
            of("<html>")
                .starts_with("expected a JSON object, got a body that is not JSON (expected value")
        );
        assert_eq!(
            of(r#"{"access_token":1,"token_type":"Bearer"}"#),
            "expected `access_token` to be a string that is not empty, got `1`"
        );
    }
}
