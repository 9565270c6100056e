//! A client that sends the bytes it is told to, and an issuer to send them to.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use issuercheck::issuer::{Fault, Issuer, Options, start};
use issuercheck::secret::Secret;
use serde_json::{Value, json};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;

/// The token that opens registration in these tests.
pub(crate) const INITIAL_ACCESS_TOKEN: &str = "dynamic-secondary-a21518cb57af7b6052df";

/// A response, its headers in order.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Response {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut found = self.headers.iter().filter(|(given, _)| given == name);
        let value = found.next().map(|(_, value)| value.as_str());
        assert!(found.next().is_none(), "{name} occurs once");
        value
    }

    pub(crate) fn json(&self) -> Value {
        assert_eq!(
            self.header("content-type"),
            Some("application/json"),
            "{self:?}"
        );
        serde_json::from_slice(&self.body).unwrap()
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    /// Asserts an OAuth error: its status, its code, the characters of RFC 6749 §5.2, and that
    /// nobody stores it.
    pub(crate) fn assert_error(&self, status: u16, error: &str) {
        assert_eq!(self.status, status, "{self:?}");
        let body = self.json();
        assert_eq!(body["error"], error, "{self:?}");
        let description = body["error_description"].as_str().unwrap();
        let allowed = |c: char| matches!(c, ' '..='~') && c != '"' && c != '\\';
        assert!(description.chars().all(allowed), "{description}");
        assert_eq!(self.header("cache-control"), Some("no-store"));
        let challenged = self.header("www-authenticate").is_some();
        assert_eq!(
            challenged,
            status == 401 || error == "insufficient_scope",
            "{self:?}"
        );
    }
}

/// A request: a line, its headers and its body.
#[derive(Clone, Default)]
pub(crate) struct Request {
    method: String,
    target: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Request {
    pub(crate) fn new(method: &str, target: &str) -> Self {
        Self {
            method: method.into(),
            target: target.into(),
            ..Self::default()
        }
    }

    pub(crate) fn get(target: &str) -> Self {
        Self::new("GET", target)
    }

    pub(crate) fn form(target: &str, body: &str) -> Self {
        Self::new("POST", target).body("application/x-www-form-urlencoded", body.as_bytes())
    }

    pub(crate) fn json(method: &str, target: &str, body: &Value) -> Self {
        Self::new(method, target).body("application/json", body.to_string().as_bytes())
    }

    pub(crate) fn body(self, content_type: &str, body: &[u8]) -> Self {
        let mut request = self.header("content-type", content_type);
        request.body = body.to_vec();
        request
    }

    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    pub(crate) fn bearer(self, token: &str) -> Self {
        self.header("authorization", &format!("Bearer {token}"))
    }

    /// Basic credentials, each form-encoded first (RFC 6749 §2.3.1).
    pub(crate) fn basic(self, id: &str, secret: &str) -> Self {
        let encode =
            |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
        let pair = format!("{}:{}", encode(id), encode(secret));
        self.header("authorization", &format!("Basic {}", STANDARD.encode(pair)))
    }

    fn bytes(&self) -> Vec<u8> {
        let mut lines = vec![
            format!("{} {} HTTP/1.1", self.method, self.target),
            "host: localhost".to_owned(),
            "connection: close".to_owned(),
        ];
        lines.extend(
            self.headers
                .iter()
                .map(|(name, value)| format!("{name}: {value}")),
        );
        if !self.body.is_empty() || self.method == "POST" {
            lines.push(format!("content-length: {}", self.body.len()));
        }
        let head = lines.join("\r\n");
        [head.as_bytes(), b"\r\n\r\n", &self.body].concat()
    }
}

/// Sends a request over a connection and reads until it is closed.
pub(crate) async fn exchange(
    mut stream: impl AsyncRead + AsyncWrite + Unpin,
    request: &Request,
) -> Response {
    stream.write_all(&request.bytes()).await.unwrap();
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).await.unwrap();
    let end = bytes
        .windows(4)
        .position(|window| window == b"\r\n\r\n")
        .expect("a response has a head");
    let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
    let mut lines = head.split("\r\n");
    let status = lines
        .next()
        .unwrap()
        .split(' ')
        .nth(1)
        .unwrap()
        .parse()
        .unwrap();
    let headers = lines.map(|line| line.split_once(": ").unwrap_or_else(|| panic!("{line}")));
    Response {
        status,
        headers: headers
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect(),
        body: bytes[end + 4..].to_vec(),
    }
}

/// An issuer over plain http.
pub(crate) struct Bench {
    pub(crate) issuer: Issuer,
}

/// A client that was registered.
#[derive(Clone, Debug)]
pub(crate) struct Registered {
    pub(crate) id: String,
    pub(crate) secret: String,
    pub(crate) token: String,
    pub(crate) body: Value,
}

impl Bench {
    pub(crate) async fn start(options: Options) -> Self {
        Self {
            issuer: start(Options {
                tls: false,
                ..options
            })
            .await
            .unwrap(),
        }
    }

    /// A correct issuer with open registration.
    pub(crate) async fn open() -> Self {
        Self::start(Options::default()).await
    }

    pub(crate) async fn with_fault(fault: Fault) -> Self {
        Self::start(Options {
            faults: [fault].into_iter().collect(),
            ..Options::default()
        })
        .await
    }

    pub(crate) async fn with_initial_access_token() -> Self {
        let initial_access_token = Some(Secret::new(INITIAL_ACCESS_TOKEN));
        Self::start(Options {
            initial_access_token,
            ..Options::default()
        })
        .await
    }

    pub(crate) async fn send(&self, request: Request) -> Response {
        let stream = TcpStream::connect(self.issuer.address()).await.unwrap();
        exchange(stream, &request).await
    }

    pub(crate) async fn register(&self, metadata: Value) -> Registered {
        let response = self
            .send(Request::json("POST", "/register", &metadata))
            .await;
        assert_eq!(response.status, 201, "{}", response.text());
        let body = response.json();
        let text = |member: &str| body[member].as_str().unwrap_or_default().to_owned();
        Registered {
            id: text("client_id"),
            secret: text("client_secret"),
            token: text("registration_access_token"),
            body,
        }
    }

    /// A client for client credentials with Basic.
    pub(crate) async fn client(&self) -> Registered {
        self.register(service()).await
    }

    /// Asks for a token with Basic.
    pub(crate) async fn grant(&self, client: &Registered, body: &str) -> Response {
        self.send(Request::form("/token", body).basic(&client.id, &client.secret))
            .await
    }

    /// A token for the orders feed.
    pub(crate) async fn token(&self, client: &Registered) -> String {
        let response = self
            .grant(
                client,
                "grant_type=client_credentials&scope=openactive-ordersfeed",
            )
            .await;
        assert_eq!(response.status, 200, "{}", response.text());
        response.json()["access_token"].as_str().unwrap().to_owned()
    }

    /// Stops the issuer and fails the test if it panicked.
    pub(crate) async fn done(self) {
        self.issuer.stop().await.unwrap();
    }
}

/// The client metadata of a service that acts for itself.
pub(crate) fn service() -> Value {
    json!({"grant_types": ["client_credentials"], "scope": "openactive-ordersfeed client-scope"})
}

/// The header and the claims of a JWT.
pub(crate) fn decode(token: &str) -> (Value, Value) {
    let mut segments = token
        .split('.')
        .map(|segment| URL_SAFE_NO_PAD.decode(segment).unwrap());
    let mut next = || serde_json::from_slice(&segments.next().unwrap()).unwrap();
    (next(), next())
}
