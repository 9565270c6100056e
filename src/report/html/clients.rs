//! The clients that a run registered, and what became of them.

use askama::Template;

use super::{
    exchange::{ExchangeView, Known},
    markup::Markup,
    prose,
};
use crate::exchange::{Record, RegisteredClient};

/// All of them.
#[derive(Template)]
#[template(path = "report_clients.html")]
pub(super) struct ClientsView<'a> {
    clients: Vec<ClientView<'a>>,
}

struct ClientView<'a> {
    id: Markup,
    scenario: Markup,
    class: &'static str,
    word: &'static str,
    reason: Option<Markup>,
    exchange: Option<ExchangeView<'a>>,
}

impl<'a> ClientsView<'a> {
    /// The clients of a record; nothing where it has none.
    pub(super) fn new(record: &'a Record) -> Option<Self> {
        let clients = record.clients.iter().zip(1..).map(ClientView::new);
        let clients: Vec<_> = clients.collect();
        (!clients.is_empty()).then_some(Self { clients })
    }
}

impl<'a> ClientView<'a> {
    fn new((client, number): (&'a RegisteredClient, usize)) -> Self {
        let (class, word) = if client.deleted {
            ("pass", "deleted")
        } else {
            ("warning", "still registered")
        };
        let exchange = client.exchange.as_deref();
        let mut known = Known::default();
        Self {
            id: Markup::name(&client.client_id),
            scenario: Markup::name(&client.scenario),
            class,
            word,
            reason: client.reason.as_deref().map(prose::with_code),
            exchange: exchange.map(|exchange| {
                let id = format!("deletion-{number}");
                ExchangeView::new(exchange, "", id, Vec::new(), &mut known)
            }),
        }
    }
}
