//! What ends a run early.

use std::time::Duration;

use tokio::sync::watch;

/// Why a run ends before its last step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StopReason {
    /// The user interrupted it.
    Interrupted,
    /// The run's own time limit was reached.
    TimeLimit(Duration),
}

impl StopReason {
    /// What happened, as a clause.
    pub fn sentence(self) -> String {
        match self {
            Self::Interrupted => "the run was interrupted".to_owned(),
            Self::TimeLimit(limit) => format!("the run reached its time limit of {limit:?}"),
        }
    }
}

/// A stop that may come.
#[derive(Clone, Debug)]
pub struct Stop(watch::Receiver<Option<StopReason>>);

/// Brings the stop.
#[derive(Clone, Debug)]
pub struct Stopper(watch::Sender<Option<StopReason>>);

/// A stop and what brings it.
pub fn stop() -> (Stopper, Stop) {
    let (sender, receiver) = watch::channel(None);
    (Stopper(sender), Stop(receiver))
}

impl Stopper {
    /// Stops the run; the first reason stays.
    pub fn stop(&self, reason: StopReason) {
        self.0.send_if_modified(|stopped| {
            let first = stopped.is_none();
            stopped.get_or_insert(reason);
            first
        });
    }
}

impl Stop {
    /// Why the run is stopped, if it is.
    pub fn reason(&self) -> Option<StopReason> {
        *self.0.borrow()
    }

    /// Waits until the run is stopped.
    pub async fn reached(&self) -> StopReason {
        let mut receiver = self.0.clone();
        let stopped = receiver
            .wait_for(Option::is_some)
            .await
            .ok()
            .and_then(|reason| *reason);
        match stopped {
            Some(reason) => reason,
            None => std::future::pending().await,
        }
    }
}
