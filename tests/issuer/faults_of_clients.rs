//! The faults of the client configuration endpoint.

use issuercheck::issuer::Fault;
use serde_json::{Value, json};

use crate::client::{Bench, Registered, Request, Response, service};

fn path(client: &Registered) -> String {
    format!("/register/{}", client.id)
}

async fn read(bench: &Bench, client: &Registered) -> Response {
    bench
        .send(Request::get(&path(client)).bearer(&client.token))
        .await
}

/// The answer to an update that brings this, besides what a client always brings.
async fn update(bench: &Bench, client: &Registered, change: &Value) -> Response {
    let mut metadata = service();
    metadata["client_id"] = json!(client.id);
    for (name, value) in change.as_object().unwrap() {
        metadata[name] = value.clone();
    }
    let request = Request::json("PUT", &path(client), &metadata);
    bench.send(request.bearer(&client.token)).await
}

async fn with_uris(bench: &Bench) -> Registered {
    let metadata =
        json!({"redirect_uris": ["https://c.example/a"], "logo_uri": "https://c.example/l"});
    bench.register(metadata).await
}

/// Whether a token of a client is active, and the client gets tokens, after the client was deleted.
async fn deleted(bench: &Bench, fault: Fault) -> bool {
    let (client, other) = (bench.client().await, bench.client().await);
    let token = bench.token(&client).await;
    let delete = Request::new("DELETE", &path(&client)).bearer(&client.token);
    let status = bench.send(delete).await.status;
    match fault {
        Fault::ClientDeleteStatus404 => status == 404 && read(bench, &client).await.status == 200,
        Fault::DeletedClientShown => status == 204 && read(bench, &client).await.status == 200,
        Fault::DeletedClientAuthenticates => {
            let grant = bench.grant(&client, "grant_type=client_credentials").await;
            status == 204 && grant.status == 200
        }
        _ => {
            let request = Request::form("/introspect", &format!("token={token}"));
            let request = request.basic(&other.id, &other.secret);
            status == 204 && bench.send(request).await.json()["active"] == true
        }
    }
}

/// Whether an issuer does what the fault says.
pub(crate) async fn shows(bench: &Bench, fault: Fault) -> bool {
    let client = with_uris(bench).await;
    match fault {
        Fault::ClientShownWithoutToken => {
            bench.send(Request::get(&path(&client))).await.status == 200
        }
        Fault::ClientShownToOtherClient => {
            let other = bench.client().await;
            let request = Request::get(&path(&client)).bearer(&other.token);
            bench.send(request).await.status == 200
        }
        Fault::ClientUnknownStatus404 => {
            let request = Request::get("/register/nobody").bearer("made-up");
            bench.send(request).await.status == 404
        }
        Fault::ClientReadSecretChanges => {
            let first = read(bench, &client).await.json();
            first["client_secret"] != read(bench, &client).await.json()["client_secret"]
        }
        Fault::ClientUpdateMerges => {
            let change = json!({"redirect_uris": ["https://c.example/b"]});
            let response = update(bench, &client, &change).await;
            response.json()["redirect_uris"]
                == json!(["https://c.example/a", "https://c.example/b"])
        }
        Fault::ClientUpdateKeepsOmitted => {
            let response = update(bench, &client, &json!({})).await;
            response.json().get("logo_uri").is_some()
        }
        Fault::ClientUpdateOtherClientId => {
            let change = json!({"client_id": "another"});
            update(bench, &client, &change).await.status == 200
        }
        Fault::ClientUpdateChoosesSecret => {
            let change = json!({"client_secret": "mine"});
            let response = update(bench, &client, &change).await;
            response.json()["client_secret"] == "mine"
        }
        Fault::ClientUpdateUnchecked => {
            let change = json!({"redirect_uris": ["not a uri"]});
            update(bench, &client, &change).await.status == 200
        }
        other => deleted(bench, other).await,
    }
}
