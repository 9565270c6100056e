//! What is done once for a run: the scenarios that send the same request use one answer.

use std::{future::Future, sync::Arc};

use tokio::sync::{Mutex, OnceCell};

use super::send::Outgoing;

type Cell<T> = Arc<OnceCell<T>>;

/// An answer, what it answers, and to which asking.
#[derive(Debug)]
struct Slot<T> {
    request: Outgoing,
    turn: usize,
    cell: Cell<T>,
}

/// The answers of a run, by their requests.
#[derive(Debug)]
pub(super) struct Memo<T> {
    slots: Mutex<Vec<Slot<T>>>,
}

impl<T> Default for Memo<T> {
    fn default() -> Self {
        Self {
            slots: Mutex::default(),
        }
    }
}

impl<T: Clone> Memo<T> {
    /// What a request gave, or now gives, when it is sent for the `turn`th time because its answer was not the last word.
    pub(super) async fn once(
        &self,
        request: &Outgoing,
        turn: usize,
        ask: impl Future<Output = T>,
    ) -> T {
        let cell = {
            let mut slots = self.slots.lock().await;
            let known = slots
                .iter()
                .find(|slot| slot.request == *request && slot.turn == turn);
            if let Some(slot) = known {
                Arc::clone(&slot.cell)
            } else {
                let cell = Cell::default();
                slots.push(Slot {
                    request: request.clone(),
                    turn,
                    cell: Arc::clone(&cell),
                });
                cell
            }
        };
        cell.get_or_init(|| ask).await.clone()
    }
}
