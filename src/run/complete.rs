//! Whether a step completed: the answer is one that the flow can go on with. The rules of the specifications are the
//! judge's; here a step's own purpose decides.

use serde_json::{Map, Value};
use url::Url;

use super::{
    capture::captured,
    quote::{quote, quote_json},
    status::{defect_sentence, status},
};
use crate::{
    exchange::{Action, Exchange, Outcome, Response},
    scenario::Capture,
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
            return Err(vec![format!(
                "expected a response from {}; {}",
                quote(&exchange.request.url),
                failure.message
            )]);
        }
        Outcome::NotRecorded => {
            return Err(vec!["expected a response; none is recorded".to_owned()]);
        }
    };
    status(expected.action, exchange, response)?;
    let mut given = Completed::default();
    let document = document(expected.action, response)?;
    if let Some(document) = &document {
        let reasons = members(expected, document);
        if !reasons.is_empty() {
            return Err(reasons);
        }
    }
    capture(expected.captures, exchange, document.as_ref(), &mut given)?;
    if expected.action == Action::Discover {
        given.metadata = document.map(Value::Object);
    }
    Ok(given)
}

pub(super) fn first_line(text: &str) -> &str {
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
    let any_body = matches!(
        action,
        Action::Revoke | Action::DeleteClient | Action::Resource | Action::Raw
    );
    if let (Some(defect), false) = (&response.body.defect, action == Action::Raw) {
        let wanted = if any_body {
            "a whole body"
        } else {
            "a JSON object"
        };
        return Err(vec![format!(
            "expected {wanted}, but {}",
            defect_sentence(defect)
        )]);
    }
    if any_body {
        return Ok(response
            .body
            .json()
            .and_then(|json| json.as_object().cloned()));
    }
    let Some(text) = response.body.text() else {
        return Err(vec![
            "expected a JSON object, got bytes that are not UTF-8".to_owned(),
        ]);
    };
    if text.trim().is_empty() {
        return Err(vec!["expected a JSON object, got an empty body".to_owned()]);
    }
    object(text).map(Some).map_err(|reason| vec![reason])
}

/// The JSON object that a text is, or what it is instead.
fn object(text: &str) -> Result<Map<String, Value>, String> {
    match serde_json::from_str(text) {
        Ok(Value::Object(members)) => Ok(members),
        Ok(other) => Err(format!("expected a JSON object, got {}", kind(&other))),
        Err(error) => {
            let begins = quote(first_line(text));
            let error = error.to_string();
            // What the parser's guard against deep recursion refuses may be JSON.
            let what = match error.strip_prefix("recursion limit exceeded") {
                Some(place) => format!("JSON that nests too deep ({}", place.trim_start()),
                None => format!("a body that is not JSON ({error}"),
            };
            Err(format!(
                "expected a JSON object, got {what}); it begins {begins}"
            ))
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
            let slash = other.as_str().is_some_and(|other| {
                other.strip_suffix('/') == Some(expected.issuer)
                    || expected.issuer.strip_suffix('/') == Some(other)
            });
            let hint = if slash {
                "; a slash at the end counts"
            } else {
                ""
            };
            let other = quote_json(other);
            vec![format!(
                "expected `issuer` to be {issuer}, the issuer that was asked for, got {other}{hint}"
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
            "expected `{name}` to be an absolute http or https URL, which this scenario needs, got {came}"
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
    exchange: &Exchange,
    document: Option<&Map<String, Value>>,
    given: &mut Completed,
) -> Result<(), Vec<String>> {
    let mut reasons = Vec::new();
    let document = document.cloned().map(Value::Object);
    for capture in captures {
        let (value, place, found) = captured(capture, exchange, document.as_ref());
        match value.filter(|value| capture.optional || !value.is_empty()) {
            Some(value) => given.captured.push((capture.name.clone(), value)),
            None if capture.optional || capture.or.is_some() => {
                given.not_captured.push(capture.name.clone());
            }
            None => {
                let found = found.unwrap_or_else(|| "a response without it".to_owned());
                reasons.push(format!(
                    "expected {place}, which a later step needs, got {found}"
                ));
            }
        }
    }
    if reasons.is_empty() {
        Ok(())
    } else {
        Err(reasons)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::{Body, Header, Headers, Probe, Request};

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
            probe: Probe::Plain,
            shared: false,
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
                "expected `issuer` to be `\"https://as.example\"`, the issuer that was asked for, got `\"https://as.example/\"`; a slash at the end counts",
                "expected `token_endpoint` to be an absolute http or https URL, which this scenario needs, got metadata without it"
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
