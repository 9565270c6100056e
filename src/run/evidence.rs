//! Fetches what a scenario itself has no use for and the checks need: the metadata at the other location, the JWK set,
//! and a client's own view of its registration. It settles no spec.

use std::time::Duration;

use serde_json::Value;

use super::{
    ask::{Tried, ask},
    flow::block,
    request::{get, well_known},
    send::{Outgoing, Sender},
    step::Run,
};
use crate::{
    exchange::{Action, Block, Exchange, Probe},
    scenario::WellKnown,
};

/// A request for evidence: its step, title, action, URL and token.
struct Wanted {
    step: &'static str,
    title: &'static str,
    action: Action,
    url: String,
    bearer: Option<String>,
}

/// The exchanges that add to what a scenario showed, in the order of the report.
pub(super) async fn gather(blocks: &[Block], run: &Run) -> Vec<Block> {
    let issuer = run.issuer.as_str();
    let shown = blocks.iter().filter_map(exchange);
    let shown: Vec<&Exchange> = shown.filter(|exchange| exchange.probe.is_plain()).collect();
    let (metadata, jwks, client) = tokio::join!(
        fetch(other_metadata(&shown, issuer), run),
        fetch(jwks(&shown), run),
        fetch(client(&shown, issuer), run),
    );
    [metadata, jwks, client].into_iter().flatten().collect()
}

/// What one request gives; nothing where none is wanted, or none may be sent.
async fn fetch(wanted: Option<Wanted>, run: &Run) -> Vec<Block> {
    let Some(wanted) = wanted.filter(|_| run.sender.stop.reason().is_none()) else {
        return Vec::new();
    };
    let request = get(wanted.url.clone(), wanted.bearer.clone());
    let asking = send(&wanted, &request, &run.sender);
    // A client's own view too: a token that rotates is good for one reading, and scenarios share clients.
    let tried = run.memo.once(&request, 0, asking).await;
    let Tried::Sent(exchanges) = tried else {
        return Vec::new();
    };
    let own = exchanges.into_iter().map(|mut exchange| {
        exchange.step = Some(wanted.step.to_owned());
        wanted.title.clone_into(&mut exchange.title);
        exchange.shared = true;
        block(exchange)
    });
    own.collect()
}

async fn send(wanted: &Wanted, request: &Outgoing, sender: &Sender) -> Tried {
    let exchange = |time, request, outcome| Exchange {
        step: Some(wanted.step.to_owned()),
        title: wanted.title.to_owned(),
        action: Some(wanted.action),
        probe: Probe::Plain,
        shared: false,
        time: Some(time),
        request,
        outcome,
    };
    ask(sender, request, Duration::ZERO, exchange).await
}

/// The metadata at the location that the scenario did not ask.
fn other_metadata(shown: &[&Exchange], issuer: &str) -> Option<Wanted> {
    let openid = well_known(issuer, WellKnown::OpenidConfiguration);
    let oauth = well_known(issuer, WellKnown::OauthAuthorizationServer);
    let asked: Vec<&str> = of(shown, Action::Discover)
        .map(|exchange| exchange.request.url.as_str())
        .collect();
    let (title, url) = if *asked.first()? == openid {
        ("Authorization Server Metadata", oauth)
    } else {
        ("OpenID Provider Configuration", openid)
    };
    let (step, action) = ("evidence-metadata", Action::Discover);
    (!asked.contains(&url.as_str())).then_some(Wanted {
        step,
        title,
        action,
        url,
        bearer: None,
    })
}

/// The JWK set that the metadata names.
fn jwks(shown: &[&Exchange]) -> Option<Wanted> {
    let metadata = answer(of(shown, Action::Discover).next()?)?;
    let url = text(&metadata, "jwks_uri")?;
    let none = of(shown, Action::Jwks).next().is_none();
    let (step, title, action) = ("evidence-jwks", "JWK Set", Action::Jwks);
    none.then_some(Wanted {
        step,
        title,
        action,
        url,
        bearer: None,
    })
}

/// The client that was registered last, as its client configuration endpoint shows it (RFC 7592 §2.1).
fn client(shown: &[&Exchange], issuer: &str) -> Option<Wanted> {
    let client = answer(of(shown, Action::Register).last()?)?;
    // A token that came over TLS is not sent without it: the rule about the URI needs no request.
    let url = text(&client, "registration_client_uri")
        .filter(|uri| !issuer.starts_with("https:") || uri.starts_with("https:"))?;
    let bearer = Some(text(&client, "registration_access_token")?);
    let none = of(shown, Action::ReadClient).next().is_none();
    let (step, title, action) = ("evidence-client", "Client Read", Action::ReadClient);
    none.then_some(Wanted {
        step,
        title,
        action,
        url,
        bearer,
    })
}

fn of<'a>(shown: &'a [&'a Exchange], action: Action) -> impl Iterator<Item = &'a Exchange> {
    shown
        .iter()
        .copied()
        .filter(move |exchange| exchange.action == Some(action))
}

fn exchange(block: &Block) -> Option<&Exchange> {
    match block {
        Block::Exchange { exchange, .. } => Some(exchange),
        _ => None,
    }
}

/// The JSON of a successful answer.
fn answer(exchange: &Exchange) -> Option<Value> {
    let response = exchange.response()?;
    if (200..300).contains(&response.status) {
        response.body.json()
    } else {
        None
    }
}

fn text(json: &Value, name: &str) -> Option<String> {
    json.get(name)
        .and_then(Value::as_str)
        .filter(|text| !text.is_empty())
        .map(str::to_owned)
}
