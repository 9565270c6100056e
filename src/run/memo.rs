//! What is done once for a run: the scenarios that send the same request use one answer.

use std::{future::Future, sync::Arc};

use tokio::sync::{Mutex, OnceCell};

use super::send::Outgoing;

type Cell<T> = Arc<OnceCell<T>>;

/// The answers of a run, by their requests.
#[derive(Debug)]
pub(super) struct Memo<T> {
    cells: Mutex<Vec<(Outgoing, Cell<T>)>>,
}

impl<T> Default for Memo<T> {
    fn default() -> Self {
        Self {
            cells: Mutex::default(),
        }
    }
}

impl<T: Clone> Memo<T> {
    /// What a request gave, or now gives.
    pub(super) async fn once(&self, request: &Outgoing, ask: impl Future<Output = T>) -> T {
        let cell = {
            let mut cells = self.cells.lock().await;
            let known = cells.iter().find(|(known, _)| known == request);
            if let Some((_, cell)) = known {
                Arc::clone(cell)
            } else {
                let cell = Cell::default();
                cells.push((request.clone(), Arc::clone(&cell)));
                cell
            }
        };
        cell.get_or_init(|| ask).await.clone()
    }
}
