//! One exchange, with the words for its places.

use base64::{Engine, engine::general_purpose::STANDARD};
use std::{cell::OnceCell, rc::Rc};

use serde_json::{Map, Value};

use crate::{
    check::Blocked,
    exchange::{Action, Exchange, Failure, Headers, Outcome, Response, ScenarioRecord, Tls},
};

/// The members of a JSON object, read once for all checks.
pub type Members = Rc<Map<String, Value>>;

/// One exchange and its name in findings.
#[derive(Clone, Debug)]
pub struct Seen<'a> {
    /// The name: the step's id, or the action where the record has no step ids.
    pub label: String,
    /// The exchange.
    pub exchange: &'a Exchange,
    /// The JSON of the response, read once for all checks.
    json: Rc<OnceCell<Option<Value>>>,
    /// The members of that JSON, where it is an object.
    members: Rc<OnceCell<Option<Members>>>,
}

/// The name of an action in the places of findings.
pub fn name(action: Action) -> &'static str {
    action.name()
}

impl<'a> Seen<'a> {
    /// Every exchange of a scenario, in order, with the names that the places of findings give them.
    pub fn all(scenario: &'a ScenarioRecord) -> Vec<Self> {
        let labeled = scenario.labeled_exchanges().into_iter();
        let seen = labeled.map(|(label, exchange)| Self {
            label,
            exchange,
            json: Rc::default(),
            members: Rc::default(),
        });
        seen.collect()
    }

    /// What the exchange is for.
    pub fn action(&self) -> Option<Action> {
        self.exchange.action
    }

    /// The response, where there is one.
    pub fn response(&self) -> Option<&'a Response> {
        self.exchange.response()
    }

    /// Whether the server asked to be asked later: 429, or 503 with `Retry-After` (RFC 6585 §4, RFC 9110 §15.6.4).
    pub fn is_throttled(&self) -> bool {
        self.response().is_some_and(Response::is_throttled)
    }

    /// The status of the response, where there is one.
    pub fn status(&self) -> Option<u16> {
        self.response().map(|response| response.status)
    }

    /// Why there is no response, where there is none.
    pub fn failure(&self) -> Option<&'a Failure> {
        match &self.exchange.outcome {
            Outcome::Failure(failure) => Some(failure),
            Outcome::Response(_) | Outcome::NotRecorded => None,
        }
    }

    /// The TLS facts of the connection, where they are recorded.
    pub fn tls(&self) -> Option<&'a Tls> {
        self.response()?.connection.as_ref()?.tls.as_ref()
    }

    /// Whether the response is a 2xx one.
    pub fn succeeded(&self) -> bool {
        self.status()
            .is_some_and(|status| (200..300).contains(&status))
    }

    /// A place in the response: its status.
    pub fn at_status(&self) -> String {
        format!("{}!status", self.label)
    }

    /// A place in the connection: the server's certificate.
    pub fn at_certificate(&self) -> String {
        format!("{}!certificate", self.label)
    }

    /// A place in the response: a header field.
    pub fn at_header(&self, name: &str) -> String {
        format!("{}@{name}", self.label)
    }

    /// A place in the response: a JSON pointer into its body.
    pub fn at(&self, pointer: &str) -> String {
        format!("{}#{pointer}", self.label)
    }

    /// The header fields of the response.
    ///
    /// # Errors
    ///
    /// There is no response, or the record does not show its header fields.
    pub fn headers(&self) -> Result<&'a Headers, Blocked> {
        let Some(response) = self.response() else {
            return Err(Blocked::NotObserved(format!(
                "{} got no response",
                self.label
            )));
        };
        if response.headers == Headers::NotRecorded {
            return Err(Blocked::NotObserved(
                "the record does not show response headers".to_owned(),
            ));
        }
        Ok(&response.headers)
    }

    /// The media type of the response, without parameters, in lower case; `None` where there is no `Content-Type`.
    ///
    /// # Errors
    ///
    /// As for [`Seen::headers`].
    pub fn media_type(&self) -> Result<Option<String>, Blocked> {
        let value = self.headers()?.get("content-type");
        let essence = value.and_then(|value| value.split(';').next());
        Ok(essence.map(|essence| essence.trim().to_ascii_lowercase()))
    }

    /// The body of the response as JSON, where it is.
    pub fn json(&self) -> Option<Value> {
        let read = || self.response().and_then(|response| response.body.json());
        self.json.get_or_init(read).clone()
    }

    /// The members of the response's JSON object, where it is one.
    pub fn members(&self) -> Option<Members> {
        let read = || match self.json() {
            Some(Value::Object(members)) => Some(Rc::new(members)),
            _ => None,
        };
        self.members.get_or_init(read).clone()
    }

    /// The body of the request as JSON, where it is.
    pub fn sent_json(&self) -> Option<Value> {
        self.exchange.request.body.json()
    }

    /// The user name and the password of the request's Basic credentials, as they were sent (RFC 7617 §2).
    pub fn basic_credentials(&self) -> Option<(String, String)> {
        let field = self.exchange.request.headers.get("authorization")?;
        let (scheme, credentials) = field.split_once(' ')?;
        if !scheme.eq_ignore_ascii_case("basic") {
            return None;
        }
        let decoded = STANDARD.decode(credentials.trim()).ok()?;
        let text = String::from_utf8(decoded).ok()?;
        let (name, password) = text.split_once(':')?;
        Some((name.to_owned(), password.to_owned()))
    }

    /// The bearer token of the request's `Authorization` field (RFC 6750 §2.1).
    pub fn bearer_token(&self) -> Option<String> {
        let field = self.exchange.request.headers.get("authorization")?;
        let (scheme, token) = field.split_once(' ')?;
        let bearer = scheme.eq_ignore_ascii_case("bearer");
        bearer.then(|| token.trim().to_owned())
    }

    /// The parameters of the request's form, in order (`application/x-www-form-urlencoded`).
    pub fn sent_form(&self) -> Vec<(String, String)> {
        let text = self.exchange.request.body.text().unwrap_or_default();
        url::form_urlencoded::parse(text.as_bytes())
            .into_owned()
            .collect()
    }

    /// A parameter of the request's form.
    pub fn sent(&self, name: &str) -> Option<String> {
        self.sent_form()
            .into_iter()
            .find(|(found, _)| found == name)
            .map(|(_, value)| value)
    }
}
