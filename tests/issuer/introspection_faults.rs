//! The faults of introspection.

use issuercheck::issuer::Fault;
use serde_json::Value;

use crate::client::{Bench, Registered, Request, Response};

async fn ask(bench: &Bench, client: &Registered, form: &str) -> Response {
    let request = Request::form("/introspect", form).basic(&client.id, &client.secret);
    bench.send(request).await
}

async fn is_active(bench: &Bench, client: &Registered, form: &str) -> bool {
    ask(bench, client, form).await.json()["active"] == true
}

/// Whether an issuer does what the fault says.
pub(crate) async fn shows(bench: &Bench, fault: Fault) -> bool {
    let client = bench.client().await;
    let token = bench.token(&client).await;
    let form = format!("token={token}");
    match fault {
        Fault::IntrospectionOpen => {
            let response = bench.send(Request::form("/introspect", &form)).await;
            response.status == 200 && response.json()["active"] == true
        }
        Fault::IntrospectionStrangersAnswered => {
            let request = Request::form("/introspect", &form).basic(&client.id, "wrong");
            let response = bench.send(request).await;
            response.status == 200 && response.json()["active"] == false
        }
        Fault::IntrospectionUnknownTokenRefused => {
            ask(bench, &client, "token=unknown").await.status == 400
        }
        Fault::IntrospectionCallersClientId => {
            let caller = bench.client().await;
            ask(bench, &caller, &form).await.json()["client_id"] == caller.id.as_str()
        }
        Fault::IntrospectionHintLimits => {
            let form = format!("{form}&token_type_hint=refresh_token");
            !is_active(bench, &client, &form).await
        }
        Fault::IntrospectionRevokedActive => {
            let request = Request::form("/revoke", &form).basic(&client.id, &client.secret);
            assert_eq!(bench.send(request).await.status, 200);
            let used = bench
                .send(Request::get("/feeds/orders").bearer(&token))
                .await;
            used.status == 401 && is_active(bench, &client, &form).await
        }
        Fault::IntrospectionExpiredActive => {
            let expired = bench.issuer.mint_expired_access_token(&client.id).unwrap();
            is_active(bench, &client, &format!("token={}", expired.reveal())).await
        }
        Fault::IntrospectionTamperedActive => {
            let parts: Vec<&str> = token.split('.').collect();
            let tampered = format!("token={}.e30.{}", parts[0], parts[2]);
            is_active(bench, &client, &tampered).await
        }
        Fault::IntrospectionWithoutTokenStatus500 => ask(bench, &client, "").await.status == 500,
        _ => {
            let target = format!("/introspect?{form}");
            let request = Request::get(&target).basic(&client.id, &client.secret);
            let response = bench.send(request).await;
            response.status == 200 && response.json()["active"] == Value::Bool(true)
        }
    }
}
