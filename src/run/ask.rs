//! Sends a request when its turn has come, and again where the server asks to be asked later.

use std::time::Duration;

use time::OffsetDateTime;

use super::{
    came::later,
    send::{Outgoing, Sender},
};
use crate::exchange::{Exchange, Outcome, Probe, Request};

/// Requests that are repeated because the server asked to be asked later.
const MOST_RETRIES: usize = 2;

/// What one request came to.
#[derive(Clone, Debug)]
pub(super) enum Tried {
    /// It was sent: every exchange of it, those that were only asked to come later included.
    Sent(Vec<Exchange>),
    /// It was not sent, for this reason.
    Withheld(String),
}

/// Sends a request; where the run is stopped, its answer is waited for with this patience. Answers that ask to come later
/// are set aside: they say nothing of what was asked.
pub(super) async fn ask(
    sender: &Sender,
    request: &Outgoing,
    patience: Duration,
    exchange: impl Fn(OffsetDateTime, Request, Outcome) -> Exchange,
) -> Tried {
    let mut exchanges: Vec<Exchange> = Vec::new();
    loop {
        let permit = match sender.gate.admit().await {
            Ok(permit) => permit,
            Err(reason) if exchanges.is_empty() => return Tried::Withheld(reason),
            Err(_) => return Tried::Sent(exchanges),
        };
        // The turn may have come after the stop.
        match sender.stop.reason() {
            Some(reason) if exchanges.is_empty() => return Tried::Withheld(reason.sentence()),
            Some(_) => return Tried::Sent(exchanges),
            None => {}
        }
        let time = sender.transport.clock.now();
        let (sent, outcome) = sender.send(request, patience).await;
        drop(permit);
        let mut answered = exchange(time, sent, outcome);
        let later = later(&answered);
        if answered
            .response()
            .is_some_and(crate::exchange::Response::is_throttled)
        {
            answered.probe = Probe::Aside;
        }
        let retries = exchanges.len();
        exchanges.push(answered);
        let later = later.filter(|later| *later <= sender.gate.manners().retry_limit);
        let Some(later) = later.filter(|_| retries < MOST_RETRIES) else {
            return Tried::Sent(exchanges);
        };
        tokio::select! {
            () = tokio::time::sleep(later) => {}
            _ = sender.stop.reached() => return Tried::Sent(exchanges),
        }
    }
}
