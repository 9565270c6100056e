//! The clients that a run registered, and what became of them.

use serde::Serialize;

use super::{exchange::ExchangeView, markup::Markup, prose};
use crate::exchange::{Record, RegisteredClient};

/// All of them.
#[derive(Serialize)]
pub(super) struct ClientsView {
    clients: Vec<ClientView>,
}

#[derive(Serialize)]
struct ClientView {
    id: Markup,
    scenario: Markup,
    class: &'static str,
    word: &'static str,
    reason: Option<Markup>,
    exchange: Option<ExchangeView>,
}

impl ClientsView {
    /// The clients of a record; nothing where it has none.
    pub(super) fn new(record: &Record) -> Option<Self> {
        let clients = record.clients.iter().zip(1..).map(ClientView::new);
        let clients: Vec<_> = clients.collect();
        (!clients.is_empty()).then_some(Self { clients })
    }
}

impl ClientView {
    fn new((client, number): (&RegisteredClient, usize)) -> Self {
        let (class, word) = if client.deleted {
            ("pass", "deleted")
        } else {
            ("warning", "still registered")
        };
        let exchange = client.exchange.as_deref();
        Self {
            id: Markup::name(&client.client_id),
            scenario: Markup::name(&client.scenario),
            class,
            word,
            reason: client.reason.as_deref().map(prose::with_code),
            exchange: exchange.map(|exchange| {
                let id = format!("deletion-{number}");
                ExchangeView::new(exchange, "", id, Vec::new())
            }),
        }
    }
}
