//! Sends one request over a connection of its own and records what crossed it. Nothing is followed, proxied or retried; only
//! what may be repeated can go on over the connection before.

use std::{
    collections::BTreeMap,
    net::SocketAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
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
    spare::{Open, Spare},
    stop::Stop,
    tap::{Tap, Tape},
    tls::{TlsClient, Trust, Versions},
    wire,
};
use crate::{
    clock::Clock,
    exchange::{Body, Connection, Failure, FailureKind, Outcome, Request, Response},
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
    /// The connection of the last exchange, which is closed before there is another.
    spare: Mutex<Option<Spare>>,
    /// Whether requests are sent over it: only such as may be repeated, where it turns out to have ended.
    goes_on: bool,
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
            spare: Mutex::default(),
            goes_on: false,
        }
    }

    /// Another sender to the same target, which goes on with the names, the TLS sessions and the last connection of this one, and
    /// then with its own: for requests that may be repeated (RFC 9110 §9.2.2).
    pub(super) fn another(&self, transport: Transport, stop: Stop, manners: Manners) -> Self {
        Self {
            transport,
            tls: Arc::clone(&self.tls),
            stop,
            gate: Gate::new(manners),
            names: Arc::clone(&self.names),
            spare: Mutex::new(self.spare().take()),
            goes_on: true,
        }
    }

    /// Sends a request; what was sent, and what came of it. Its answer is waited for this long after the run was stopped.
    pub(super) async fn send(&self, outgoing: &Outgoing, patience: Duration) -> (Request, Outcome) {
        let outgoing = &*over::as_sent(outgoing, self.transport.plain_http_port);
        // Whether it is of use or not, it does not stay open beside another: some servers serve one at a time.
        let spare = self.spare().take();
        let spare = spare.filter(|_| self.goes_on && outgoing.over == Over::default());
        let spare = spare.and_then(|spare| spare.to(&outgoing.url));
        let tape = spare.as_ref().map(|open| open.tape.clone());
        let tape = tape.unwrap_or_default();
        let deadline = Instant::now() + self.transport.timeout;
        // On the heap, because what TLS and HTTP keep is large and every future around it would hold it.
        let attempt = Box::pin(self.attempt(outgoing, spare, &tape, deadline));
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
        spare: Option<Open>,
        tape: &Tape,
        deadline: Instant,
    ) -> Result<Outcome, Failure> {
        let url = place(outgoing)?;
        if let Some(version) = hello::Version::offered(outgoing.over) {
            return Err(self.offer(version, &url, deadline).await);
        }
        if let Some(name) = not_a_header_field(outgoing) {
            return Err(unsendable(name));
        }
        let request =
            build(outgoing, &url).map_err(|error| bad_url(outgoing, &error.to_string()))?;
        if let Some(spare) = spare
            && let Some(outcome) = self.talk_on(spare, outgoing, &url, deadline).await
        {
            return outcome;
        }
        let versions = match outgoing.over {
            Over::Tls12 => Versions::Tls12,
            _ => Versions::Usual,
        };
        let connecting = self.connect(&url, versions);
        let (stream, facts) = self.in_time(deadline, &url, connecting).await??;
        let mut open = match stream {
            connect::Stream::Plain(stream) => self.open(stream, facts, tape).await?,
            connect::Stream::Tls(stream) => self.open(*stream, facts, tape).await?,
        };
        let response = self.talk(&mut open, request, deadline).await?;
        Ok(self.done(open, &url, response))
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

    async fn open(
        &self,
        stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
        facts: Connection,
        tape: &Tape,
    ) -> Result<Open, Failure> {
        let io = TokioIo::new(Tap::new(stream, tape.clone()));
        let mut builder = hyper::client::conn::http1::Builder::new();
        builder
            .max_headers(wire::MOST_HEADERS)
            .max_buf_size(128 * 1024);
        let (sender, driver) = builder
            .handshake(io)
            .await
            .map_err(|error| receive::failure(&error, tape))?;
        let driver = tokio::spawn(driver);
        Ok(Open::new(sender, driver, facts, tape.clone()))
    }

    async fn talk(
        &self,
        open: &mut Open,
        request: hyper::Request<Full<Bytes>>,
        deadline: Instant,
    ) -> Result<Response, Failure> {
        let stopwatch = self.transport.clock.start();
        let tape = &open.tape;
        let asking = open.sender.send_request(request);
        let answer = tokio::time::timeout_at(deadline, asking).await;
        let response = answer
            .map_err(|_| self.late("the response"))?
            .map_err(|error| receive::failure(&error, tape))?;
        let mut response = receive::response(response, tape, &self.transport, deadline).await?;
        response.connection = Some(open.facts.clone());
        response.duration_ms = Some(milliseconds(stopwatch.elapsed()));
        Ok(response)
    }

    /// Asks over what is left of the exchange before; nothing where the server has ended that.
    async fn talk_on(
        &self,
        mut spare: Open,
        outgoing: &Outgoing,
        url: &Url,
        deadline: Instant,
    ) -> Option<Result<Outcome, Failure>> {
        let ready = tokio::time::timeout_at(deadline, spare.sender.ready()).await;
        ready.ok()?.ok()?;
        let request = build(outgoing, url).ok()?;
        match self.talk(&mut spare, request, deadline).await {
            Err(failure) if failure.kind == FailureKind::Closed => {
                spare.tape.rewind();
                None
            }
            Err(failure) => Some(Err(failure)),
            Ok(response) => Some(Ok(self.done(spare, url, response))),
        }
    }

    /// The outcome of an exchange, whose connection is left to the next.
    fn done(&self, open: Open, url: &Url, response: Response) -> Outcome {
        if response.body.defect.is_none() {
            *self.spare() = Some(Spare::new(open, url));
        }
        Outcome::Response(Box::new(response))
    }

    fn spare(&self) -> MutexGuard<'_, Option<Spare>> {
        self.spare.lock().unwrap_or_else(PoisonError::into_inner)
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

/// Where a request goes.
fn place(outgoing: &Outgoing) -> Result<Url, Failure> {
    let url = Url::parse(&outgoing.url).map_err(|error| bad_url(outgoing, &error.to_string()))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(bad_url(outgoing, "its scheme is neither http nor https"));
    }
    if over::is_of_tls(outgoing.over) && url.scheme() == "http" {
        let why = "its scheme is http, and the request is one over TLS";
        return Err(bad_url(outgoing, why));
    }
    Ok(url)
}

fn bad_url(outgoing: &Outgoing, why: &str) -> Failure {
    Failure {
        kind: FailureKind::BadUrl,
        message: format!("{} cannot be requested: {why}", quote(&outgoing.url)),
    }
}

fn unsendable(name: &str) -> Failure {
    Failure {
        kind: FailureKind::Unsendable,
        message: format!(
            "the request's header field `{name}` cannot be sent: its value has a line break or another control character"
        ),
    }
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
