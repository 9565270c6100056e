//! Keeps a copy of what crosses a connection, so that the record says what was really sent and received.

use std::{
    io,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll},
};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// Bytes kept of each direction: enough for the head of any message that is accepted.
const KEPT: usize = 256 * 1024;

/// The first bytes that crossed a connection, in each direction.
#[derive(Clone, Debug, Default)]
pub(super) struct Tape(Arc<Mutex<Kept>>);

#[derive(Debug, Default)]
struct Kept {
    sent: Vec<u8>,
    received: Vec<u8>,
}

impl Tape {
    /// What was sent so far.
    pub(super) fn sent(&self) -> Vec<u8> {
        self.with(|kept| kept.sent.clone())
    }

    /// What was received so far.
    pub(super) fn received(&self) -> Vec<u8> {
        self.with(|kept| kept.received.clone())
    }

    /// Forgets all that crossed.
    pub(super) fn rewind(&self) {
        self.with(|kept| *kept = Kept::default());
    }

    fn with<T>(&self, read: impl FnOnce(&mut Kept) -> T) -> T {
        read(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// A stream with a tape running.
#[derive(Debug)]
pub(super) struct Tap<S> {
    stream: S,
    tape: Tape,
}

impl<S> Tap<S> {
    pub(super) fn new(stream: S, tape: Tape) -> Self {
        Self { stream, tape }
    }
}

fn keep(kept: &mut Vec<u8>, bytes: &[u8]) {
    let room = KEPT.saturating_sub(kept.len());
    kept.extend_from_slice(bytes.get(..room).unwrap_or(bytes));
}

impl<S: AsyncRead + Unpin> AsyncRead for Tap<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let polled = Pin::new(&mut self.stream).poll_read(context, buffer);
        let new = buffer.filled().get(before..).unwrap_or_default();
        self.tape.with(|kept| keep(&mut kept.received, new));
        polled
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Tap<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let polled = Pin::new(&mut self.stream).poll_write(context, bytes);
        if let Poll::Ready(Ok(written)) = polled {
            let written = bytes.get(..written).unwrap_or_default();
            self.tape.with(|kept| keep(&mut kept.sent, written));
        }
        polled
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
