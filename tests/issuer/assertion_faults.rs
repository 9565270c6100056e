//! The faults of client assertions: what is accepted that should not be, and the other way round.

use issuercheck::issuer::Fault;
use jsonwebtoken::Algorithm;
use serde_json::json;

use crate::assertion_keys::{Assertion, grant, grant_body, public_keys, signing_service};
use crate::client::{Bench, Registered, Request};

async fn is_accepted(bench: &Bench, assertion: &str) -> bool {
    grant(bench, assertion).await.status == 200
}

/// Whether an issuer does what the fault says.
pub(crate) async fn shows(bench: &Bench, fault: Fault) -> bool {
    let client = bench.register(signing_service()).await;
    let good = Assertion::new(bench, &client, "ES256", "of-the-faults");
    let now = issuercheck::clock::Clock::System.unix();
    let endpoint = format!("{}/token", bench.issuer.issuer());
    let assertion = match fault {
        Fault::AssertionIssuerAudienceRefused => {
            let for_issuer = good.sign(Algorithm::ES256);
            let for_endpoint = good.clone().with("aud", json!(endpoint));
            let for_endpoint = for_endpoint.sign(Algorithm::ES256);
            return !is_accepted(bench, &for_issuer).await
                && is_accepted(bench, &for_endpoint).await;
        }
        Fault::AssertionErrorInvalidGrant => {
            let response = grant(bench, &good.unsigned()).await;
            return response.json()["error"] == "invalid_grant";
        }
        Fault::AssertionClientIdUnchecked => return with_other_client_id(bench, &good).await,
        Fault::AssertionReplayAccepted => {
            let assertion = good.sign(Algorithm::ES256);
            return is_accepted(bench, &assertion).await && is_accepted(bench, &assertion).await;
        }
        Fault::AssertionAlgorithmUnchecked => return with_other_algorithm(bench).await,
        Fault::AssertionAudienceUnchecked => good.with("aud", json!("https://other.example")),
        Fault::AssertionEndpointAudienceAccepted => good.with("aud", json!(endpoint)),
        Fault::AssertionExpiredAccepted => good.with("exp", json!(now - 300)),
        Fault::AssertionWithoutExpAccepted => good.without("exp"),
        Fault::AssertionIssUnchecked => good.with("iss", json!("another-client")),
        Fault::AssertionNotBeforeUnchecked => good.with("nbf", json!(now + 600)),
        Fault::AssertionUnsignedAccepted => {
            let unsigned = good.with_header("alg", json!("none")).unsigned();
            return is_accepted(bench, &unsigned).await;
        }
        _ => {
            let [rsa, _] = public_keys().map(|key| key.to_string());
            let signed = good.with_header("alg", json!("HS256"));
            return is_accepted(bench, &signed.sign_with_secret(rsa.as_bytes())).await;
        }
    };
    is_accepted(bench, &assertion.sign(Algorithm::ES256)).await
}

async fn with_other_client_id(bench: &Bench, good: &Assertion) -> bool {
    let other = bench.client().await;
    let body = grant_body(&good.sign(Algorithm::ES256));
    let body = format!("{body}&client_id={}", other.id);
    bench.send(Request::form("/token", &body)).await.status == 200
}

async fn with_other_algorithm(bench: &Bench) -> bool {
    let mut metadata = signing_service();
    metadata["token_endpoint_auth_signing_alg"] = json!("PS256");
    let client: Registered = bench.register(metadata).await;
    let assertion = Assertion::new(bench, &client, "RS256", "of-the-faults");
    is_accepted(bench, &assertion.sign(Algorithm::RS256)).await
}
