//! Sends one request over a connection of its own and records what crossed it. Nothing is followed, proxied or retried.

use std::{
    collections::BTreeMap, future::poll_fn, net::SocketAddr, pin::pin, sync::Arc, task::Poll,
    time::Duration,
};

use http_body_util::Full;
use hyper::body::Bytes;
use hyper_util::rt::TokioIo;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    time::Instant,
};
use url::Url;

use super::{
    connect,
    gate::{Gate, Manners},
    hello, over,
    quote::quote,
    receive,
    stop::Stop,
    tap::{Tap, Tape},
    tls::{TlsClient, Trust, Versions},
    wire,
};
use crate::{
    clock::Clock,
    exchange::{Body, Connection, Failure, FailureKind, Outcome, Request},
    scenario::Over,
};

/// What every request of a run has in common.
#[derive(Clone, Debug)]
pub struct Transport {
    /// Which certificates are trusted.
    pub trust: Trust,
    /// Where to connect instead, by `host:port`.
    pub routes: BTreeMap<String, SocketAddr>,
    /// The time that one exchange may take.
    pub timeout: Duration,
    /// The bytes that a body may have on the wire.
    pub max_wire_body: usize,
    /// The bytes that a body may have once its content codings are undone.
    pub max_body: usize,
    /// The clock that exchanges are recorded with.
    pub clock: Clock,
    /// The port that is asked over http where a scenario asks whether the target answers without TLS.
    pub plain_http_port: u16,
    /// A little work that is done while the answer to a request is waited for.
    pub meanwhile: fn(),
}

impl Transport {
    /// The port that http has by itself (RFC 9110 §4.2.1).
    pub const PLAIN_HTTP_PORT: u16 = 80;
}

/// A request to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Outgoing {
    pub(super) method: String,
    pub(super) url: String,
    /// Header fields in the order they are to be sent.
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Option<Vec<u8>>,
    /// What it is sent over.
    pub(super) over: Over,
}

/// Sends requests.
#[derive(Debug)]
pub(super) struct Sender {
    pub(super) transport: Transport,
    pub(super) tls: Arc<TlsClient>,
    pub(super) stop: Stop,
    pub(super) gate: Gate,
    names: Arc<connect::Names>,
}

impl Sender {
    pub(super) fn new(transport: Transport, stop: Stop, manners: Manners) -> Self {
        let tls = TlsClient::new(transport.trust.clone());
        Self {
            transport,
            tls: Arc::new(tls),
            stop,
            gate: Gate::new(manners),
            names: Arc::default(),
        }
    }

    /// Another sender to the same target, which goes on with the names and the TLS sessions of this one.
    pub(super) fn another(&self, transport: Transport, stop: Stop, manners: Manners) -> Self {
        Self {
            transport,
            tls: Arc::clone(&self.tls),
            stop,
            gate: Gate::new(manners),
            names: Arc::clone(&self.names),
        }
    }

    /// Sends a request; what was sent, and what came of it. Its answer is waited for this long after the run was stopped.
    pub(super) async fn send(&self, outgoing: &Outgoing, patience: Duration) -> (Request, Outcome) {
        let outgoing = &*over::as_sent(outgoing, self.transport.plain_http_port);
        let tape = Tape::default();
        let deadline = Instant::now() + self.transport.timeout;
        // On the heap, because what TLS and HTTP keep is large and every future around it would hold it.
        let attempt = Box::pin(self.attempt(outgoing, &tape, deadline));
        let stopped = async {
            let reason = self.stop.reached().await;
            tokio::time::sleep(patience).await;
            reason
        };
        let outcome = tokio::select! {
            biased;
            outcome = attempt => outcome,
            reason = stopped => Err(Failure { kind: FailureKind::Interrupted, message: reason.sentence() }),
        };
        let request = Request {
            method: outgoing.method.clone(),
            url: outgoing.url.clone(),
            headers: wire::request_headers(&tape.sent()),
            body: outgoing
                .body
                .clone()
                .map_or_else(Body::empty, Body::from_bytes),
        };
        (request, outcome.unwrap_or_else(Outcome::Failure))
    }

    async fn attempt(
        &self,
        outgoing: &Outgoing,
        tape: &Tape,
        deadline: Instant,
    ) -> Result<Outcome, Failure> {
        let bad_url = |why: &str| Failure {
            kind: FailureKind::BadUrl,
            message: format!("{} cannot be requested: {why}", quote(&outgoing.url)),
        };
        let url = Url::parse(&outgoing.url).map_err(|error| bad_url(&error.to_string()))?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(bad_url("its scheme is neither http nor https"));
        }
        if over::is_of_tls(outgoing.over) && url.scheme() == "http" {
            return Err(bad_url(
                "its scheme is http, and the request is one over TLS",
            ));
        }
        if let Some(version) = hello::Version::offered(outgoing.over) {
            return Err(self.offer(version, &url, deadline).await);
        }
        let unsendable = |name: &str| Failure {
            kind: FailureKind::Unsendable,
            message: format!(
                "the request's header field `{name}` cannot be sent: its value has a line break or another control \
                 character"
            ),
        };
        if let Some(name) = not_a_header_field(outgoing) {
            return Err(unsendable(name));
        }
        let request = build(outgoing, &url).map_err(|error| bad_url(&error.to_string()))?;
        let versions = match outgoing.over {
            Over::Tls12 => Versions::Tls12,
            _ => Versions::Usual,
        };
        let connecting = self.connect(&url, versions);
        let (stream, connection) = self.in_time(deadline, &url, connecting).await??;
        match stream {
            connect::Stream::Plain(stream) => {
                self.talk(stream, connection, request, tape, deadline).await
            }
            connect::Stream::Tls(stream) => {
                self.talk(*stream, connection, request, tape, deadline)
                    .await
            }
        }
    }

    /// Offers a version of TLS that is not fit for use; what came of it is a failure in any case.
    async fn offer(&self, version: hello::Version, url: &Url, deadline: Instant) -> Failure {
        let connecting = connect::tcp(url, &self.transport, &self.names);
        let stream = match self.in_time(deadline, url, connecting).await {
            Ok(Ok((stream, _))) => stream,
            Ok(Err(failure)) | Err(failure) => return failure,
        };
        let asking = hello::ask(stream, url, version);
        let answered = tokio::time::timeout_at(deadline, asking).await;
        answered.unwrap_or_else(|_| self.late(&format!("the answer to the offer of {version}")))
    }

    /// What connecting to the host of a URL comes to, unless it takes too long.
    async fn in_time<T>(
        &self,
        deadline: Instant,
        url: &Url,
        connecting: impl Future<Output = T>,
    ) -> Result<T, Failure> {
        let connected = tokio::time::timeout_at(deadline, connecting).await;
        let late = |_| self.late(&format!("connecting to {}", connect::authority(url)));
        connected.map_err(late)
    }

    async fn connect(
        &self,
        url: &Url,
        versions: Versions,
    ) -> Result<(connect::Stream, Connection), Failure> {
        let (stream, peer) = connect::tcp(url, &self.transport, &self.names).await?;
        if url.scheme() == "http" {
            return Ok((
                connect::Stream::Plain(stream),
                Connection { peer, tls: None },
            ));
        }
        let (stream, facts) = connect::tls(stream, url, &self.tls, versions).await?;
        let tls = Some(facts);
        Ok((
            connect::Stream::Tls(Box::new(stream)),
            Connection { peer, tls },
        ))
    }

    async fn talk(
        &self,
        stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
        connection: Connection,
        request: hyper::Request<Full<Bytes>>,
        tape: &Tape,
        deadline: Instant,
    ) -> Result<Outcome, Failure> {
        let stopwatch = self.transport.clock.start();
        let io = TokioIo::new(Tap::new(stream, tape.clone()));
        let mut builder = hyper::client::conn::http1::Builder::new();
        builder
            .max_headers(wire::MOST_HEADERS)
            .max_buf_size(128 * 1024);
        let (mut sender, driver) = builder
            .handshake(io)
            .await
            .map_err(|error| receive::failure(&error, tape))?;
        let driver = AbortOnDrop(tokio::spawn(driver));
        let asking = self.ask(sender.send_request(request));
        let answer = tokio::time::timeout_at(deadline, asking).await;
        let response = answer
            .map_err(|_| self.late("the response"))?
            .map_err(|error| receive::failure(&error, tape))?;
        let mut response = receive::response(response, tape, &self.transport, deadline).await?;
        drop(driver);
        response.connection = Some(connection);
        response.duration_ms = Some(milliseconds(stopwatch.elapsed()));
        Ok(Outcome::Response(Box::new(response)))
    }

    /// The answer to a request, with something done while it is waited for.
    async fn ask<T>(&self, asking: impl Future<Output = T>) -> T {
        let mut asking = pin!(asking);
        let begun = poll_fn(|context| Poll::Ready(asking.as_mut().poll(context))).await;
        if let Poll::Ready(answer) = begun {
            return answer;
        }
        // The task that drives the connection sends the request first.
        tokio::task::yield_now().await;
        (self.transport.meanwhile)();
        asking.await
    }

    fn late(&self, what: &str) -> Failure {
        let limit = self.transport.timeout;
        Failure {
            kind: FailureKind::TimedOut,
            message: format!("{what} took longer than the time limit of {limit:?}"),
        }
    }
}

/// A duration in milliseconds, to the microsecond.
fn milliseconds(duration: Duration) -> f64 {
    (duration.as_secs_f64() * 1_000_000.0).round() / 1000.0
}

/// The first header field whose value cannot go over the wire (RFC 9110 §5.5), by its name.
fn not_a_header_field(outgoing: &Outgoing) -> Option<&str> {
    let fields = outgoing.headers.iter();
    let mut unfit =
        fields.filter(|(_, value)| http::HeaderValue::from_bytes(value.as_bytes()).is_err());
    unfit.next().map(|(name, _)| name.as_str())
}

fn build(outgoing: &Outgoing, url: &Url) -> Result<hyper::Request<Full<Bytes>>, http::Error> {
    let target = url.query().map_or_else(
        || url.path().to_owned(),
        |query| format!("{}?{query}", url.path()),
    );
    let mut builder = hyper::Request::builder()
        .method(outgoing.method.as_str())
        .uri(target);
    for (name, value) in &outgoing.headers {
        builder = builder.header(name.as_str(), value.as_bytes());
    }
    builder.body(Full::new(Bytes::from(
        outgoing.body.clone().unwrap_or_default(),
    )))
}

/// Ends the task that drives a connection when the exchange is over.
struct AbortOnDrop<T>(tokio::task::JoinHandle<T>);

impl<T> Drop for AbortOnDrop<T> {
    fn drop(&mut self) {
        self.0.abort();
    }
}
