//! One connection, from its first byte on. How it ends is the client's business: a handshake that
//! fails or a reset is no error of ours.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service as _, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;

use super::app::Shared;
use super::client_hello::{ClientHello, Opening, TLS_1_1, server_hello};
use super::faults::Fault;

/// The time that a client has for its TLS handshake.
const HANDSHAKE_LIMIT: Duration = Duration::from_secs(10);

/// The time until the head of the next request has arrived; a connection may be kept alive that
/// long.
const HEAD_LIMIT: Duration = Duration::from_mins(2);

/// What every connection is served with.
#[derive(Clone)]
pub(super) struct Service {
    pub(super) app: Shared,
    pub(super) router: Router,
    /// Absent without TLS.
    pub(super) acceptor: Option<TlsAcceptor>,
}

/// Serves a connection until it ends.
pub(super) async fn serve(mut stream: TcpStream, service: Service) {
    let _ = stream.set_nodelay(true);
    let Some(acceptor) = service.acceptor.clone() else {
        return http(stream, service).await;
    };
    match timeout(HANDSHAKE_LIMIT, Opening::read(&mut stream)).await {
        Ok(Opening::Handshake(record)) => {
            if let Some(stream) = before_handshake(&service, stream, &record).await {
                tls(&acceptor, Replay::new(record, stream), service).await;
            }
        }
        Ok(Opening::Other(bytes)) => not_tls(service, Replay::new(bytes, stream)).await,
        Err(_) => {}
    }
}

/// Looks at what a client offers before the TLS stack does; `None` for a connection that was dealt
/// with.
async fn before_handshake(
    service: &Service,
    mut stream: TcpStream,
    record: &[u8],
) -> Option<TcpStream> {
    let hello = ClientHello::parse(record);
    if let Some(hello) = hello.filter(|hello| hello.ends_at(TLS_1_1))
        && service.app.has(Fault::Tls11Accepted)
    {
        let suite = hello.cipher_suites.first().copied().unwrap_or_default();
        let random = service.app.entropy.bytes("server random", record);
        let answer = server_hello(TLS_1_1, suite, random);
        let _ = stream.write_all(&answer).await;
        return None;
    }
    Some(stream)
}

/// What is not TLS gets no answer: an endpoint that answers here would invite credentials in the
/// clear (RFC 6749 §3.2).
async fn not_tls(service: Service, stream: Replay) {
    if service.app.has(Fault::PlainHttpAnswered) {
        http(stream, service).await;
    }
}

async fn tls(acceptor: &TlsAcceptor, stream: Replay, service: Service) {
    if let Ok(Ok(stream)) = timeout(HANDSHAKE_LIMIT, acceptor.accept(stream)).await {
        http(stream, service).await;
    }
}

async fn http(stream: impl AsyncRead + AsyncWrite + Unpin, service: Service) {
    let Service { app, router, .. } = service;
    let router = TowerToHyperService::new(router);
    let service = service_fn(move |request: Request<Incoming>| {
        if let Some(told) = &app.on_request {
            told(request.method().as_str(), request.uri().path());
        }
        let closes = app.disturbance.closes();
        let answer = router.call(request);
        async move {
            if closes {
                // An error of the service closes the connection before anything is sent.
                return Err(io::ErrorKind::ConnectionAborted.into());
            }
            answer.await.map_err(io::Error::other)
        }
    });
    let mut server = http1::Builder::new();
    server
        .auto_date_header(false)
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_LIMIT);
    let _ = server.serve_connection(TokioIo::new(stream), service).await;
}

/// A connection whose first bytes were read already, and are read again.
struct Replay {
    first: io::Cursor<Vec<u8>>,
    stream: TcpStream,
}

impl Replay {
    fn new(first: Vec<u8>, stream: TcpStream) -> Self {
        Self {
            first: io::Cursor::new(first),
            stream,
        }
    }
}

impl AsyncRead for Replay {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = &mut *self;
        let before = buffer.filled().len();
        if let Poll::Ready(Ok(())) = Pin::new(&mut this.first).poll_read(context, buffer)
            && buffer.filled().len() > before
        {
            return Poll::Ready(Ok(()));
        }
        Pin::new(&mut this.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Replay {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
