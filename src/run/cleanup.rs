//! Deletes the clients that a run registered, where the target allows it (RFC 7592 §2.3), and says which are left.

use std::{cell::LazyCell, sync::Arc, time::Duration};

use serde_json::Value;
use tokio::task::JoinSet;
use url::Url;

use super::{
    ask::{Tried, ask},
    request::delete,
    send::Sender,
};
use crate::exchange::{
    Action, Exchange, FailureKind, Outcome, Probe, Record, RegisteredClient, Response,
};

/// How often a deletion is sent whose connection is closed before an answer: it may be repeated (RFC 9110 §9.2.2).
const ATTEMPTS: usize = 3;

/// A client as the record shows it.
struct Registered {
    scenario: String,
    client_id: String,
    /// The client configuration endpoint and the registration access token issued last.
    managed: Option<(String, String)>,
    deleted: bool,
}

/// Deletes what is left of the clients that a record shows.
pub(super) async fn clean_up(
    record: &Record,
    issuer: &str,
    sender: Sender,
    delete: bool,
) -> Vec<RegisteredClient> {
    let sender = Arc::new(sender);
    let mut tasks = JoinSet::new();
    let mut fates = Vec::new();
    for (index, client) in clients(record).into_iter().enumerate() {
        let (fate, left) = fate(client, issuer, delete);
        fates.push(fate);
        let Some((uri, token)) = left else { continue };
        let sender = Arc::clone(&sender);
        tasks.spawn(async move { (index, deletion(&sender, uri, token).await) });
    }
    while let Some(joined) = tasks.join_next().await {
        let (index, deletion) =
            joined.unwrap_or_else(|error| std::panic::resume_unwind(error.into_panic()));
        if let Some(fate) = fates.get_mut(index) {
            settle(fate, deletion);
        }
    }
    fates
}

/// What becomes of a client without a request, and where and with what it can be deleted.
fn fate(
    client: Registered,
    issuer: &str,
    delete: bool,
) -> (RegisteredClient, Option<(String, String)>) {
    let downgraded =
        |(uri, _): &(String, String)| issuer.starts_with("https:") && !uri.starts_with("https:");
    let reason = match &client.managed {
        _ if client.deleted => None,
        _ if !delete => Some("registered clients were to be left (`delete-clients`)"),
        None => Some(
            "the server gave no client configuration endpoint and registration access token for it",
        ),
        // A token that came over TLS is not sent without it.
        Some(managed) if downgraded(managed) => {
            Some("its client configuration endpoint is not an https URL")
        }
        Some(_) => None,
    };
    let left = client
        .managed
        .filter(|_| !client.deleted && reason.is_none());
    let fate = RegisteredClient {
        scenario: client.scenario,
        client_id: client.client_id,
        deleted: client.deleted,
        reason: reason.map(str::to_owned),
        exchange: None,
    };
    (fate, left)
}

/// The last exchange of a deletion, or why there was none.
async fn deletion(sender: &Sender, uri: String, token: String) -> Result<Exchange, String> {
    let exchange = |time, request, outcome| Exchange {
        step: None,
        title: "Client Delete".to_owned(),
        action: Some(Action::DeleteClient),
        probe: Probe::Plain,
        shared: false,
        time: Some(time),
        request,
        outcome,
    };
    let request = delete(uri, token);
    let mut last = Err("nothing was sent".to_owned());
    for _ in 0..ATTEMPTS {
        match ask(sender, &request, Duration::ZERO, &exchange).await {
            Tried::Sent(mut exchanges) => {
                last = exchanges.pop().ok_or_else(|| "nothing was sent".to_owned());
            }
            Tried::Withheld(reason) if last.is_err() => last = Err(reason),
            Tried::Withheld(_) => break,
        }
        if !last.as_ref().is_ok_and(is_lost) {
            break;
        }
    }
    last
}

/// Whether the connection ended before an answer.
fn is_lost(exchange: &Exchange) -> bool {
    matches!(&exchange.outcome, Outcome::Failure(failure) if failure.kind == FailureKind::Closed)
}

fn settle(fate: &mut RegisteredClient, deletion: Result<Exchange, String>) {
    let exchange = match deletion {
        Ok(exchange) => exchange,
        Err(reason) => {
            fate.reason = Some(reason);
            return;
        }
    };
    fate.reason = match &exchange.outcome {
        Outcome::Response(response) if (200..300).contains(&response.status) => {
            fate.deleted = true;
            None
        }
        Outcome::Response(response) => Some(format!(
            "its deletion was answered with status {}",
            response.status
        )),
        Outcome::Failure(failure) => Some(failure.message.clone()),
        Outcome::NotRecorded => None,
    };
    fate.exchange = Some(Box::new(exchange));
}

/// The clients that the record shows, in order; the answer to a request that was made once is one client.
fn clients(record: &Record) -> Vec<Registered> {
    let mut clients: Vec<Registered> = Vec::new();
    for scenario in &record.scenarios {
        for exchange in scenario.exchanges().filter(|exchange| !exchange.shared) {
            let Some(response) = exchange.response().filter(|response| succeeded(response)) else {
                continue;
            };
            let answer = LazyCell::new(|| response.body.json());
            let text = |name: &str| {
                let value = (*answer).as_ref().and_then(|answer| answer.get(name));
                value.and_then(Value::as_str).map(str::to_owned)
            };
            match exchange.action {
                Some(Action::DeleteClient) => {
                    if let Some(client) = of(&mut clients, exchange) {
                        client.deleted = true;
                    }
                }
                // Whatever the request was for: an answer from its endpoint may bring a new token.
                _ if of(&mut clients, exchange).is_some() => {
                    let token = text("registration_access_token");
                    let client = of(&mut clients, exchange);
                    let managed = client.and_then(|client| client.managed.as_mut());
                    if let (Some(managed), Some(token)) = (managed, token) {
                        managed.1 = token;
                    }
                }
                _ if is_registration(exchange) => {
                    clients.extend(text("client_id").map(|client_id| {
                        let uri = text("registration_client_uri");
                        Registered {
                            scenario: scenario.id.clone(),
                            client_id,
                            managed: uri.zip(text("registration_access_token")),
                            deleted: false,
                        }
                    }));
                }
                _ => {}
            }
        }
    }
    clients
}

/// Whether a request registers a client, in the words of an action or in those of its own.
fn is_registration(exchange: &Exchange) -> bool {
    let raw = exchange.action == Some(Action::Raw) && exchange.request.method == "POST";
    exchange.action == Some(Action::Register) || raw && registers(exchange)
}

/// The answer to a raw request that gives a client a name and a way to manage it is a registration.
fn registers(exchange: &Exchange) -> bool {
    let json = exchange
        .response()
        .and_then(|response| response.body.json());
    json.is_some_and(|json| {
        json.get("client_id").is_some() && json.get("registration_client_uri").is_some()
    })
}

fn succeeded(response: &Response) -> bool {
    (200..300).contains(&response.status)
}

/// The client whose client configuration endpoint was asked. A server may have one for all: then the answer, or else the
/// token, tells whose it is (RFC 7592 §2).
fn of<'c>(clients: &'c mut [Registered], exchange: &Exchange) -> Option<&'c mut Registered> {
    let asked = Url::parse(&exchange.request.url).ok()?;
    let managed = |client: &Registered| {
        let managed = client.managed.as_ref();
        managed.is_some_and(|(uri, _)| Url::parse(uri).is_ok_and(|uri| uri == asked))
    };
    let all = || clients.iter().enumerate().rev();
    let mut candidates = all().filter(|(_, client)| managed(client));
    let (last, _) = candidates.next()?;
    if candidates.next().is_none() {
        return clients.get_mut(last);
    }
    let response = exchange.response();
    let answer = response.and_then(|response| response.body.json());
    let id = answer.as_ref().and_then(|answer| answer.get("client_id"));
    let sent = exchange.request.headers.get("authorization");
    let sent = sent.and_then(|sent| sent.split_once(' '));
    let fits = |client: &Registered| match id.and_then(Value::as_str) {
        Some(id) => client.client_id == id,
        None => client
            .managed
            .as_ref()
            .is_some_and(|(_, token)| sent.is_some_and(|(_, sent)| sent.trim() == token)),
    };
    let (index, _) = all().find(|(_, client)| managed(client) && fits(client))?;
    clients.get_mut(index)
}
