//! Two runs with one seed issue the same bytes, whatever the order in which requests that differ
//! arrive.

use issuercheck::clock::Clock;
use issuercheck::issuer::{Options, SigningAlgorithm, start};
use serde_json::json;

use crate::client::{Bench, Request, Response, service};

fn options(signing: SigningAlgorithm) -> Options {
    Options {
        issuer: Some("http://localhost:5003".into()),
        clock: Clock::Fixed(time::macros::datetime!(2022-07-22 10:48:08 UTC)),
        seed: Some(42),
        signing,
        ..Options::default()
    }
}

/// Registers two clients, in an order, and lets the first get a token.
async fn run(signing: SigningAlgorithm, first_last: bool) -> Vec<Response> {
    let bench = Bench::start(options(signing)).await;
    let mut bodies = [
        service(),
        json!({"grant_types": ["client_credentials"], "client_name": "Other"}),
    ];
    if first_last {
        bodies.reverse();
    }
    let mut responses = Vec::new();
    for body in &bodies {
        responses.push(bench.send(Request::json("POST", "/register", body)).await);
    }
    if first_last {
        responses.reverse();
    }
    let first = responses[0].json();
    let (id, secret) = (
        first["client_id"].as_str().unwrap(),
        first["client_secret"].as_str().unwrap(),
    );
    for _ in 0..2 {
        let request = Request::form("/token", "grant_type=client_credentials").basic(id, secret);
        responses.push(bench.send(request).await);
    }
    bench.done().await;
    responses
}

#[tokio::test]
async fn responses_repeat_to_the_byte() {
    for signing in [SigningAlgorithm::Rs256, SigningAlgorithm::Es256] {
        let once = run(signing, false).await;
        assert_eq!(once, run(signing, false).await);
        assert_eq!(once, run(signing, true).await);
        assert_ne!(once[2].body, once[3].body, "two tokens differ");
    }
}

#[tokio::test]
async fn certificates_repeat_and_differ_between_seeds() {
    let certificate = async |seed| {
        let options = Options {
            seed,
            tls: true,
            ..options(SigningAlgorithm::Rs256)
        };
        let issuer = start(Options {
            issuer: None,
            ..options
        })
        .await
        .unwrap();
        let pem = issuer.certificate_pem().unwrap().to_owned();
        issuer.stop().await.unwrap();
        pem
    };
    let once = certificate(Some(1)).await;
    assert_eq!(once, certificate(Some(1)).await);
    assert_ne!(once, certificate(Some(2)).await);
    assert_ne!(certificate(None).await, certificate(None).await);
}
