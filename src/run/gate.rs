//! Manners: how many requests are under way at once, how many there are in all, and how long lies between them.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use tokio::{
    sync::{Mutex, Semaphore, SemaphorePermit},
    time::Instant,
};

/// How a run treats its target.
#[derive(Clone, Copy, Debug)]
pub struct Manners {
    /// Requests that are under way at once.
    pub jobs: usize,
    /// Requests that are sent in all, those that delete clients at the end not counted; `None` for no limit.
    pub max_requests: Option<u64>,
    /// The time from one request to the next.
    pub delay: Duration,
    /// The longest wait that a `Retry-After` is honored with.
    pub retry_limit: Duration,
    /// The pause after a registration, before the client is used.
    pub settle: Duration,
    /// Whether registered clients are deleted at the end, where the target allows it.
    pub delete_clients: bool,
}

impl Default for Manners {
    fn default() -> Self {
        Self {
            jobs: 1,
            max_requests: None,
            delay: Duration::ZERO,
            retry_limit: Duration::from_secs(10),
            settle: Duration::ZERO,
            delete_clients: true,
        }
    }
}

/// Lets requests through one by one.
#[derive(Debug)]
pub(super) struct Gate {
    manners: Manners,
    slots: Semaphore,
    sent: AtomicU64,
    next: Mutex<Option<Instant>>,
}

impl Gate {
    pub(super) fn new(manners: Manners) -> Self {
        Self {
            manners,
            slots: Semaphore::new(manners.jobs.max(1)),
            sent: AtomicU64::new(0),
            next: Mutex::new(None),
        }
    }

    pub(super) fn manners(&self) -> &Manners {
        &self.manners
    }

    /// Waits for the turn of a request, which ends when the permit is dropped.
    ///
    /// # Errors
    ///
    /// No further request may be sent, for this reason.
    pub(super) async fn admit(&self) -> Result<SemaphorePermit<'_>, String> {
        let permit = self
            .slots
            .acquire()
            .await
            .map_err(|error| error.to_string())?;
        if let Some(most) = self.manners.max_requests {
            let sent = self.sent.fetch_add(1, Ordering::Relaxed);
            if sent >= most {
                return Err(format!(
                    "the run may send {most} requests, and has sent them"
                ));
            }
        }
        if !self.manners.delay.is_zero() {
            // The lock is held while waiting, so that requests leave one after another.
            let mut next = self.next.lock().await;
            if let Some(next) = *next {
                tokio::time::sleep_until(next).await;
            }
            *next = Some(Instant::now() + self.manners.delay);
        }
        Ok(permit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(flavor = "current_thread")]
    async fn no_more_requests_than_the_run_may_send() {
        let gate = Gate::new(Manners {
            max_requests: Some(2),
            ..Manners::default()
        });
        assert!(gate.admit().await.is_ok());
        assert!(gate.admit().await.is_ok());
        let refused = gate.admit().await.map(drop);
        assert_eq!(
            refused.unwrap_err(),
            "the run may send 2 requests, and has sent them"
        );
    }
}
