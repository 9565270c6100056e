//! One exchange: a request as it was sent and what came of it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::{Body, Connection, Probe};

/// What a step of a scenario does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    /// Fetches authorization server metadata (RFC 8414 §3, OpenID Connect Discovery 1.0 §4).
    Discover,
    /// Fetches the JWK set (RFC 7517 §5).
    Jwks,
    /// Registers a client (RFC 7591 §3.1).
    Register,
    /// Reads a client (RFC 7592 §2.1).
    ReadClient,
    /// Updates a client (RFC 7592 §2.2).
    UpdateClient,
    /// Deletes a client (RFC 7592 §2.3).
    DeleteClient,
    /// Asks for a token (RFC 6749 §3.2).
    Token,
    /// Introspects a token (RFC 7662 §2.1).
    Introspect,
    /// Revokes a token (RFC 7009 §2.1).
    Revoke,
    /// Uses a token at a protected resource (RFC 6750 §2).
    Resource,
    /// A request that no other action can express.
    Raw,
}

/// A request and what came of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Exchange {
    /// The id of the step in its scenario; absent in a record that was read from a report.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<String>,
    /// The title, as in `### Discovery Request`.
    pub title: String,
    /// What the exchange is for, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<Action>,
    /// What it asks beyond its action; rules of a normal run look at plain exchanges alone.
    #[serde(default, skip_serializing_if = "Probe::is_plain")]
    pub probe: Probe,
    /// Whether the exchange was made once for the run, and another scenario that comes before shows it too.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub shared: bool,
    /// When the request was sent; absent where the source does not say.
    #[serde(
        default,
        with = "time::serde::rfc3339::option",
        skip_serializing_if = "Option::is_none"
    )]
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub time: Option<OffsetDateTime>,
    /// The request as it was sent.
    pub request: Request,
    /// What came of it.
    pub outcome: Outcome,
}

/// What came of a request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// A response, whole or cut short.
    Response(Box<Response>),
    /// No response: the connection or the protocol below it failed.
    Failure(Failure),
    /// The source does not say.
    NotRecorded,
}

/// A request as it was sent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Request {
    /// The method, as sent.
    pub method: String,
    /// The URL that was asked for.
    pub url: String,
    /// The header fields that went over the wire, in order.
    pub headers: Headers,
    /// The body.
    pub body: Body,
}

/// A response as it came.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Response {
    /// The status code.
    pub status: u16,
    /// The reason phrase; absent where not recorded or not sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The HTTP version, as `HTTP/1.1`; absent where not recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// The header fields in the order they came.
    pub headers: Headers,
    /// The body.
    pub body: Body,
    /// Milliseconds from the start of the request to the end of the response; absent where not recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration_ms: Option<f64>,
    /// Facts about the connection; absent where not recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub connection: Option<Connection>,
}

/// Header fields in order, duplicates kept; or the word that they were not recorded.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Headers {
    /// The source does not show header fields.
    #[default]
    NotRecorded,
    /// Every header field, in order.
    Recorded(Vec<Header>),
}

/// One header field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Header {
    /// The name, as it was written on the wire.
    pub name: String,
    /// The value; bytes that are not UTF-8 are read as Latin-1.
    pub value: String,
}

/// Why there is no response.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Failure {
    /// What kind of failure.
    pub kind: FailureKind,
    /// What happened, as a clause that names the place: `connection to 127.0.0.1:9 was refused`.
    pub message: String,
}

/// Kinds of failure below HTTP.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FailureKind {
    /// The URL cannot be requested.
    BadUrl,
    /// The request cannot be written as HTTP.
    Unsendable,
    /// The host name does not resolve.
    UnknownHost,
    /// Nothing listens there.
    Refused,
    /// The network does not reach the host.
    Unreachable,
    /// The certificate is not one to trust.
    Certificate,
    /// The certificate has a key or a signature that is too weak to be accepted (RFC 9325 §4.5).
    WeakCertificate,
    /// TLS failed otherwise.
    Tls,
    /// The server went on with a version of TLS that is offered for the sake of the answer only; nothing else was sent.
    ObsoleteTls,
    /// A time limit was reached.
    TimedOut,
    /// The connection ended before a response.
    Closed,
    /// What came is not HTTP.
    NotHttp,
    /// The run was interrupted.
    Interrupted,
}

impl Headers {
    /// The first value of a header field, by its name in any case; `None` also where headers are not recorded.
    pub fn get(&self, name: &str) -> Option<&str> {
        let named = |header: &&Header| header.name.eq_ignore_ascii_case(name);
        self.list()
            .iter()
            .find(named)
            .map(|header| header.value.as_str())
    }

    /// Every value of a header field, by its name in any case.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let named = move |header: &&Header| header.name.eq_ignore_ascii_case(name);
        self.list()
            .iter()
            .filter(named)
            .map(|header| header.value.as_str())
    }

    /// The header fields that are recorded.
    pub fn list(&self) -> &[Header] {
        match self {
            Self::NotRecorded => &[],
            Self::Recorded(headers) => headers,
        }
    }
}

impl Exchange {
    /// The response, where there is one.
    pub fn response(&self) -> Option<&Response> {
        match &self.outcome {
            Outcome::Response(response) => Some(response),
            Outcome::Failure(_) | Outcome::NotRecorded => None,
        }
    }
}

impl Response {
    /// Whether the server asks to be asked later: 429, or 503 with `Retry-After` (RFC 6585 §4, RFC 9110 §15.6.4).
    pub fn is_throttled(&self) -> bool {
        let later = || self.headers.get("retry-after").is_some();
        self.status == 429 || self.status == 503 && later()
    }
}
